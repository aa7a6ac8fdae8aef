using Digest.Web.Admin;
using Xunit;

namespace Digest.Tests.Web.Admin;

public class PlotTests
{
    static readonly DateOnly First = new(2026, 7, 15);

    [Fact]
    public void The_highest_day_fills_the_plot_one_is_seen_beside_a_million_and_none_has_no_bar()
    {
        var plot = Of(0, 1, 1_000_000, 500_000);
        Assert.Equal([0, 2, Plot.Height, Plot.Height / 2], plot.Bars.Select(b => b.Height));
        Assert.All(plot.Bars, b => Assert.Equal(Plot.Height, b.Y + b.Height));
        Assert.Equal([0, 10, 20, 30], plot.Bars.Select(b => b.X));
        Assert.Equal(plot.Width, plot.Bars[^1].X + plot.Bars[^1].Width);
    }

    [Fact]
    public void What_the_bars_show_is_said_in_words()
    {
        var plot = Of(3, 1204, 7);
        Assert.Equal(("1,214", "most on 16 July: 1,204", "7"), (plot.Sum, plot.Most, plot.Today));
        Assert.Equal("2026-07-16: 1,204", plot.Bars[1].Says);
        Assert.Equal(("0", "none on any day"), (Of(0, 0).Sum, Of(0, 0).Most));
    }

    static PlotModel Of(params long[] counts) => Plot.Of("Sent", [.. counts.Select((count, i) => (First.AddDays(i), count))]);
}

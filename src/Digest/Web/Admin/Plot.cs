using System.Globalization;

namespace Digest.Web.Admin;

/// <summary>A count of each day as bars, and in words beside them: who cannot see the bars is told the same.</summary>
internal static class Plot
{
    /// <summary>Of the picture, in its own units: a bar and the gap after it, and the highest bar.</summary>
    public const int Step = 10, Gap = 2, Height = 60;

    /// <param name="days">The oldest first; the last is today and not over yet.</param>
    public static PlotModel Of(string title, IReadOnlyList<(DateOnly Day, long Count)> days)
    {
        var most = days.Max(d => d.Count);
        var top = days.First(d => d.Count == most);
        return new(title,
            [.. days.Select((d, i) => new BarModel(i * Step, Height - High(d.Count, most), Step - Gap, High(d.Count, most), $"{Desk.Day(d.Day)}: {Desk.Count(d.Count)}"))],
            days.Count * Step - Gap, Height, Desk.Count(days[^1].Count), Desk.Count(days.Sum(d => d.Count)),
            most == 0 ? "none on any day" : $"most on {top.Day.ToString("d MMMM", CultureInfo.InvariantCulture)}: {Desk.Count(most)}");
    }

    // One is seen beside a million.
    static int High(long count, long most) => count == 0 ? 0 : Math.Max(2, (int)Math.Round((double)count / most * Height));
}

/// <param name="Today">So far.</param>
/// <param name="Most">The highest bar, in words.</param>
internal sealed record PlotModel(string Title, IReadOnlyList<BarModel> Bars, int Width, int Height, string Today, string Sum, string Most);

/// <param name="Says">Its day and count.</param>
internal sealed record BarModel(int X, int Y, int Width, int Height, string Says);

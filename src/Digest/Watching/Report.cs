using Digest.Rendering;

namespace Digest.Watching;

/// <summary>What a day was like, ready to be told in a mail or a page.</summary>
/// <param name="Model">The figures, with the plots as the html finds them.</param>
/// <param name="List">The failed mails, as a file; null where none failed.</param>
internal sealed record Report(Func<SiteModel, LanguageModel, IReadOnlyList<ReportPlot>, ReportModel> Model, IReadOnlyList<Report.Drawn> Plots, string ListName, byte[]? List)
{
    /// <param name="address">Where the html finds a plot, by its kind.</param>
    public Mail Render(Renderer renderer, Func<string, string> address) => renderer.ToOperator("report", (site, language) =>
        Model(site, language, [.. Plots.Select(plot => plot.Told with { Id = address(plot.Kind) })]));

    /// <summary>A page of its own, plots and all.</summary>
    public Mail RenderWhole(Renderer renderer) =>
        Render(renderer, kind => "data:image/png;base64," + Convert.ToBase64String(Plots.First(plot => plot.Kind == kind).Png));

    /// <param name="day">The last of the days.</param>
    public static Drawn PlotOf(string kind, DateOnly day, IReadOnlyList<long> values)
    {
        var most = values.Max();
        return new(kind, new("", kind, values[^1], values.Sum(), most, day.AddDays(values.ToList().LastIndexOf(most) + 1 - values.Count), values.Count), Plot.Draw(values));
    }

    internal sealed record Drawn(string Kind, ReportPlot Told, byte[] Png);
}

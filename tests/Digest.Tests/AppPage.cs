using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Digest.Tests;

/// <summary>A page as its visitor has it.</summary>
/// <param name="Url">Where it was asked for, by its public address.</param>
sealed record AppPage(string Url, HttpStatusCode Status, string Body, ILookup<string, string> Headers)
{
    readonly IHtmlDocument _html = new HtmlParser().ParseDocument(Body);

    public string Heading => _html.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>As its root element says.</summary>
    public string Language => _html.DocumentElement.GetAttribute("lang") ?? "";

    public IReadOnlyList<string> Titles => [.. _html.QuerySelectorAll("article h3").Select(h => h.TextContent.Trim())];

    /// <summary>Every address in it, absolute.</summary>
    public IReadOnlyList<string> Links =>
    [
        .. _html.QuerySelectorAll("[href], [src], form[action]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src") ?? e.GetAttribute("action")!)
            .Select(link => new Uri(new Uri(Url), link).AbsoluteUri),
    ];

    /// <summary>The page's only form, beside the box for searching that stands on some.</summary>
    public IHtmlFormElement Form => _html.Forms.Single(form => form.GetAttribute("role") != "search");

    /// <summary>The first form that posts this, of several.</summary>
    public IHtmlFormElement FormFor(string verb, string? what = null) => _html.Forms.First(form =>
        Field(form, "do") == verb && (what is null || Field(form, "what") == what));

    /// <summary>What stands in the page's part with this heading, as it reads; empty when there is none.</summary>
    public string Under(string heading) => _html.QuerySelectorAll("h2, h3")
        .Where(h => Line(h.TextContent) == heading).Select(h => Line(h.ParentElement!.TextContent)).FirstOrDefault("");

    /// <summary>What the elements that a selector finds say, each in one line.</summary>
    public IReadOnlyList<string> Says(string selector) => [.. _html.QuerySelectorAll(selector).Select(e => Line(e.TextContent))];

    static string? Field(IHtmlFormElement form, string name) =>
        form.Elements.OfType<IHtmlInputElement>().FirstOrDefault(input => input.Name == name)?.Value;

    static string Line(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    public string? Header(string name) => Headers[name.ToLowerInvariant()].SingleOrDefault();

    public bool Shows(string selector) => _html.QuerySelector(selector) is not null;
}

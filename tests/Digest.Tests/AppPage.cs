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

    public IReadOnlyList<string> Titles => [.. _html.QuerySelectorAll("article h3").Select(h => h.TextContent.Trim())];

    /// <summary>Every address in it, absolute.</summary>
    public IReadOnlyList<string> Links =>
    [
        .. _html.QuerySelectorAll("[href], [src], form[action]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src") ?? e.GetAttribute("action")!)
            .Select(link => new Uri(new Uri(Url), link).AbsoluteUri),
    ];

    public IHtmlFormElement Form => _html.Forms.Single();

    public string? Header(string name) => Headers[name.ToLowerInvariant()].SingleOrDefault();

    public bool Shows(string selector) => _html.QuerySelector(selector) is not null;
}

using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Digest.Gathering.Sources;

/// <summary>What a reader would see of a piece of HTML, as text. Nothing of it runs, is loaded or is kept as markup.</summary>
internal static partial class HtmlText
{
    /// <summary>UTF-16 units and tags of a text that are looked at: parsing takes more than a tag's time for a tag within many.
    /// An abstract has some thousand units and hardly ten tags.</summary>
    const int Longest = 100_000, MostTags = 4000;

    static readonly HtmlParser Parser = new();

    /// <summary>The text of HTML, in which blocks are apart.</summary>
    public static string Of(string html)
    {
        using var document = Parser.ParseDocument(Cut(html));
        var text = new StringBuilder();
        INode? node = document.Body;
        // Down and along rather than by calls: how deep it goes is for others to say.
        while (node is not null)
        {
            if (node is IText words) text.Append(words.Data);
            var enters = node is not IElement element || !IsSilent(element);
            if (node is IElement { LocalName: var opened } && IsBlock(opened)) text.Append(' ');
            var next = enters ? node.FirstChild : null;
            while (next is null && node is not null && node != document.Body)
            {
                if (node is IElement { LocalName: var closed } && IsBlock(closed)) text.Append(' ');
                next = node.NextSibling;
                node = node.Parent;
                if (next is not null) break;
            }
            node = next;
        }
        return text.ToString();
    }

    /// <summary>The text of what may be HTML or not: formats that leave it open are used both ways.</summary>
    public static string OfEither(string text) => LooksLikeHtml().IsMatch(Beginning(text)) ? Of(text) : text;

    static string Beginning(string text) => text.Length <= Longest ? text : text[..Longest];

    static string Cut(string html)
    {
        html = Beginning(html);
        var at = -1;
        for (var tags = 0; tags < MostTags; tags++)
            if ((at = html.IndexOf('<', at + 1)) < 0) return html;
        return html[..at];
    }

    static bool IsSilent(IElement element) => element.LocalName switch
    {
        "script" or "style" or "template" or "noscript" or "iframe" or "object" or "svg" or "head" or "title" or "select" or "button" => true,
        "annotation" or "annotation-xml" or "jats:tex-math" => true, // the formula once more, in another language
        "jats:title" or "h1" or "h2" or "h3" or "h4" or "strong" or "b" => SaysAbstract(element),
        _ => false,
    };

    // A heading that only says what is read anyway.
    static bool SaysAbstract(IElement element) =>
        element.FirstChild is IText { NextSibling: null, Data: var words } &&
        words.Trim(' ', ':', '.', '\n', '\r', '\t').ToUpperInvariant() is "ABSTRACT" or "SUMMARY" &&
        (element.PreviousSibling is null || element.PreviousSibling is IText { Data: var before } && string.IsNullOrWhiteSpace(before));

    static bool IsBlock(string name) => name
        is "p" or "div" or "br" or "li" or "ul" or "ol" or "dl" or "dt" or "dd" or "tr" or "td" or "th" or "table" or "blockquote" or "pre" or "hr"
        or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "section" or "article" or "header" or "footer" or "figure" or "figcaption"
        or "jats:p" or "jats:title" or "jats:sec" or "jats:list-item";

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9:-]*(\s[^<>]*)?/?>|&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeHtml();
}

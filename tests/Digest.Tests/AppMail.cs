using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Digest.Demo;
using Digest.Mailing;

namespace Digest.Tests;

/// <summary>A mail as its reader has it: what it says, and where its links lead.</summary>
sealed class AppMail
{
    readonly ReceivedMail _received;
    readonly ReadMail _read;
    readonly IHtmlDocument _html;

    public AppMail(ReceivedMail received)
    {
        _received = received;
        _read = MailReader.Read(received.Source);
        _html = new HtmlParser().ParseDocument(_read.Html ?? "");
    }

    public string To => _received.EnvelopeTo;

    /// <summary>Where reports about it would go.</summary>
    public string ReturnPath => _received.EnvelopeFrom;

    /// <summary>Its headers as they stand in reports.</summary>
    public string Headers => Source[..Source.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    /// <summary>Every byte as it came, headers first.</summary>
    public string Source => Encoding.UTF8.GetString(_received.Source);

    public byte[] Bytes => _received.Source;

    public string Subject => Header("Subject") ?? "";

    public string MessageId => Header("Message-ID") ?? "";

    public DateTimeOffset Date => DateTimeOffset.Parse(Header("Date")!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>"issue", "confirm", "welcome", "goodbye", "move_here", "paused"…</summary>
    public string Kind => MessageId.TrimStart('<').Split('.')[0];

    public string Html => _read.Html ?? "";

    public string Text => _read.Text ?? "";

    /// <summary>The papers it names, in order.</summary>
    public IReadOnlyList<string> Titles => [.. _html.QuerySelectorAll("h3").Select(h => h.TextContent.Trim())];

    /// <summary>Lines of news about papers received, as they read.</summary>
    public IReadOnlyList<string> News =>
    [
        .. _html.QuerySelectorAll("h2").Where(h => h.TextContent.Contains("News about", StringComparison.Ordinal))
            .SelectMany(h => h.ParentElement!.QuerySelectorAll("p")).Select(p => p.TextContent.Trim()),
    ];

    /// <summary>How many elements of its html a selector finds.</summary>
    public int Elements(string selector) => _html.QuerySelectorAll(selector).Length;

    /// <summary>Text of the sections' headings.</summary>
    public IReadOnlyList<string> Sections => [.. _html.QuerySelectorAll("h2").Select(h => h.TextContent.Trim())];

    /// <summary>Every address it leads to, in html, text and headers.</summary>
    public IReadOnlyList<string> Links =>
    [
        .. _html.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)
            .Concat(Text.Split([' ', '\r', '\n', '<', '>']).Where(word => word.StartsWith("http", StringComparison.Ordinal)))
            .Concat((Header("List-Unsubscribe") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim(' ', '<', '>')))
            .Distinct(StringComparer.Ordinal),
    ];

    public string ConfirmLink => Links.First(link => link.Contains("/confirm/", StringComparison.Ordinal));

    /// <summary>In an issue or a welcome the link for leaving; in a confirmation the one that says "never mail me".</summary>
    public string LeaveLink => Links.First(link => link.Contains("/unsubscribe/", StringComparison.Ordinal));

    /// <summary>The page of this end of a change of address.</summary>
    public string MoveLink => Links.First(link => link.Contains("/move/", StringComparison.Ordinal));

    public string PreferencesLink => Links.First(link => link.Contains("/preferences/", StringComparison.Ordinal));

    /// <summary>The link below a paper that says "More like this" or "Less like this".</summary>
    public string TuneLink(string title, string says) => _html.QuerySelectorAll("h3").First(h => h.TextContent.Trim() == title)
        .ParentElement!.QuerySelectorAll("a").First(a => a.TextContent == says).GetAttribute("href")!;

    /// <summary>The same by what it does, in whatever language.</summary>
    public string TuneLink(string title, bool more = true) => _html.QuerySelectorAll("h3").First(h => h.TextContent.Trim() == title)
        .ParentElement!.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).First(href => href.EndsWith(more ? "?do=more" : "?do=less", StringComparison.Ordinal));

    /// <summary>The value of a header that stands once or not at all; decoded and in one line.</summary>
    public string? Header(string name) =>
        _read.Headers.SingleOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    public override string ToString() => $"{Kind} to {To}: {Subject}";
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Digest.Tests.Gathering;

/// <summary>What a far end can do to whoever asks it, in the format the asker reads.</summary>
/// <param name="Head">What stands before the entries.</param>
/// <param name="Entry">An entry with that number and title.</param>
/// <param name="Between">What stands between two.</param>
sealed record HostileFormat(string Name, string Head, Func<int, string, string> Entry, string Between, string Tail)
{
    public bool IsXml => Head.StartsWith('<');

    public static readonly HostileFormat HfDaily = new("hf-daily", "[",
        (n, title) => $$$"""{"paper":{"id":"2611.{{{n % 100_000:00000}}}","title":"{{{title}}}"}}""", ",", "]");

    public static readonly HostileFormat Arxiv = new("arxiv", "<rss><channel><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>",
        (n, title) => $"<item><guid>oai:arXiv.org:2611.{n % 100_000:00000}v1</guid><title>{title}</title></item>", "", "</channel></rss>");

    public static readonly HostileFormat Harvest = new("arxiv-oai", """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>""",
        (n, title) => $"""<record><header/><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2611.{n % 100_000:00000}</id><title>{title}</title></arXivRaw></metadata></record>""",
        "", "</ListRecords></OAI-PMH>");

    public static readonly HostileFormat Rss = new("rss", "<rss><channel>", (n, title) => $"<item><guid>{n}</guid><title>{title}</title></item>", "", "</channel></rss>");

    public static readonly HostileFormat Atom = new("atom", """<feed xmlns="http://www.w3.org/2005/Atom">""",
        (n, title) => $"<entry><id>{n}</id><title>{title}</title></entry>", "", "</feed>");

    public static readonly HostileFormat Json = new("json", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[",
        (n, title) => $$"""{"id":"{{n}}","title":"{{title}}"}""", ",", "]}");

    public static readonly HostileFormat[] All = [HfDaily, Arxiv, Harvest, Rss, Atom, Json];
}

static class HostileAnswers
{
    /// <summary>A gigabyte, or as much of it as is taken.</summary>
    public static async Task HugeAsync(HttpContext c, HostileFormat format)
    {
        await c.Say(format.Head);
        var block = new byte[1024 * 1024];
        Array.Fill(block, (byte)' ');
        for (var n = 0; n < 1024; n++) await c.Response.Body.WriteAsync(block, c.RequestAborted);
    }

    public static async Task HugeAndSaysSoAsync(HttpContext c, HostileFormat format)
    {
        c.Response.ContentLength = 1L << 30;
        await HugeAsync(c, format);
    }

    /// <summary>A gigabyte in a megabyte.</summary>
    public static async Task BombAsync(HttpContext c, HostileFormat format)
    {
        c.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(c.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(format.Head), c.RequestAborted);
        var block = new byte[1024 * 1024];
        for (var n = 0; n < 1024; n++) await gzip.WriteAsync(block, c.RequestAborted);
    }

    /// <summary>A little now and then, for ever.</summary>
    public static async Task EndlessAsync(HttpContext c, HostileFormat format)
    {
        await c.Say(format.Head);
        while (!c.RequestAborted.IsCancellationRequested)
        {
            await c.Say(" ");
            await c.Response.Body.FlushAsync(c.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, c.RequestAborted);
        }
    }

    public static async Task ManyAsync(HttpContext c, HostileFormat format, int entries)
    {
        var text = new StringBuilder(format.Head);
        for (var n = 0; n < entries; n++)
        {
            if (n > 0) text.Append(format.Between);
            text.Append(format.Entry(n, string.Create(CultureInfo.InvariantCulture, $"T{n}")));
            if (text.Length < 1 << 20) continue;
            await c.Say(text.ToString());
            text.Clear();
        }
        await c.Say(text.Append(format.Tail).ToString());
    }

    /// <summary>A ten-megabyte title, and an entry like others before and behind it.</summary>
    public static async Task LongTitleAsync(HttpContext c, HostileFormat format)
    {
        var (before, behind) = (format.Entry(2, "@").Split('@')[0], format.Entry(2, "@").Split('@')[1]);
        await c.Say(format.Head + format.Entry(1, "First") + format.Between + before);
        var block = string.Concat(Enumerable.Repeat("words ", 10_000));
        for (var n = 0; n < 170; n++) await c.Say(block);
        await c.Say(behind + format.Between + format.Entry(3, "Last") + format.Tail);
    }

    /// <summary>Entities that would unfold to three thousand million characters.</summary>
    public static Task LaughsAsync(HttpContext c, HostileFormat format) => c.Say("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\">" +
        string.Concat(Enumerable.Range('b', 9).Select(n => $"<!ENTITY {(char)n} \"{string.Concat(Enumerable.Repeat($"&{(char)(n - 1)};", 10))}\">")) + "]>" +
        format.Head + format.Entry(1, "&j;") + format.Tail);

    public static Task OutsiderAsync(HttpContext c, HostileFormat format) => c.Request.Path == "/secret" ? c.Say("secret") : c.Say(
        $"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY far SYSTEM \"http://127.0.0.1:{c.Connection.LocalPort}/secret\">]>" +
        format.Head + format.Entry(1, "&file;&far;") + format.Tail);

    public static async Task DeepAsync(HttpContext c, HostileFormat format)
    {
        await c.Say(format.Head + (format.IsXml ? "<item><title>" : ""));
        var block = string.Concat(Enumerable.Repeat(format.IsXml ? "<b>" : "[", 100_000));
        for (var n = 0; n < 100; n++) await c.Say(block);
    }

    /// <summary>An entry of a million parts.</summary>
    public static async Task WideAsync(HttpContext c, HostileFormat format)
    {
        var entry = format.Entry(1, "First");
        var inside = entry.LastIndexOf(format.IsXml ? "<title>" : "\"title\"", StringComparison.Ordinal);
        await c.Say(format.Head + entry[..inside] + (format.IsXml ? "<wide>" : "\"wide\":["));
        var block = string.Concat(Enumerable.Repeat(format.IsXml ? "<b/>" : "0,", 40_000));
        for (var n = 0; n < (format.IsXml ? 100 : 40); n++) await c.Say(block);
        await c.Say((format.IsXml ? "</wide>" : "0],") + entry[inside..] + format.Between + format.Entry(2, "Last") + format.Tail);
    }

    public static Task PageAsync(HttpContext c) => c.Say("<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the hotel's network<br></body></html>");

    public static Task LoopAsync(HttpContext c)
    {
        c.Response.Redirect(c.Request.Path + c.Request.QueryString);
        return Task.CompletedTask;
    }
}

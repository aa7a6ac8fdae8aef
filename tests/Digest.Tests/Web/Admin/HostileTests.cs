using System.Net;
using AngleSharp.Html.Parser;
using Xunit;

namespace Digest.Tests.Web.Admin;

/// <summary>Whatever readers, sources, relays and proxies say is text on the operators' pages.</summary>
public class HostileTests
{
    static readonly string[] Strings =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title></p></main><b>bold</b>", "{{ desk.stamp }}",
        "javascript:alert(1)", "<svg/onload=alert(1)>",
        "\u202Egnp.exe", "&lt;i&gt;",
    ];

    [Fact]
    public async Task Nothing_of_it_becomes_an_element_an_attribute_or_an_address()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:Admin:ProxyHeader"] = "X-User" } });
        await app.PublishAsync([.. Strings.Select((text, i) => Some.Paper with { Title = $"Protein folding {text} {i}", Abstract = "Protein folding." })]);
        var reader = Some.Address;
        await app.BecomeReaderAsync(reader, "protein folding");
        var id = (await app.FindAsync(reader)).Id;
        foreach (var (i, text) in Strings.Index())
        {
            var quoted = text.Replace("'", "''", StringComparison.Ordinal);
            app.Tamper($"INSERT INTO interests (subscriber, position, name, text, weight, slots) VALUES ({id}, {i + 5}, '{quoted} {i}', '{quoted}', 1, 2)");
            app.Tamper($"INSERT INTO fetch_log (source, about, asked_at, listed, added, updated, joined, skipped, late, error) VALUES ('{quoted}', '{quoted}', 1784275200000, 0, 0, 0, 0, 0, 0, '{quoted}')");
            app.Tamper($"INSERT INTO audit (at, who, what, subscriber, outcome) VALUES (1, '{quoted}', '{quoted}', {id}, '{quoted}')");
            app.Tamper($"INSERT INTO consents (address_hash, subscriber, at, event, channel, wording) VALUES ('x', {id}, 1, '{quoted}', '{quoted}', '')");
            app.Tamper($"INSERT INTO delivery_attempts (delivery, n, started_at, ended_at, phase, outcome, reply) SELECT MAX(id), {i + 90}, 1, 1, 'rcpt', 'failed', '{quoted}' FROM deliveries");
            app.Tamper($"INSERT INTO bounces (address_hash, subscriber, report, about, at, kind, cause, status, shape, proof, weight, excerpt) SELECT address_hash, id, '{i}', '', 1, 'failed', 'gone', '5.1.1', 'qmail', 'token', 0, '{quoted}' FROM subscribers WHERE id = {id}");
        }
        app.Tamper($"UPDATE deliveries SET reason = '<script>alert(1)</script>' WHERE id = (SELECT MAX(id) FROM deliveries)");
        var mail = app.Rows("SELECT CAST(MAX(id) AS TEXT) FROM deliveries")[0];
        var shown = 0;
        foreach (var path in new[]
        {
            "", "/editions/1", "/sources", "/deliveries", $"/deliveries/{mail}", "/subscribers", $"/subscribers/{id}", $"/subscribers/{id}/preview", "/suppressions", "/audit",
            "/subscribers?q=" + WebUtility.UrlEncode(Strings[1]), "/deliveries?day=" + WebUtility.UrlEncode("\"><b>x"), "/deliveries?state=" + WebUtility.UrlEncode(Strings[0]),
        })
        {
            var page = await app.AskAsync(HttpMethod.Get, "/admin" + path, null, ("X-User", Strings[1]));
            var html = new HtmlParser().ParseDocument(page.Body);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, path);
            Assert.Empty(html.QuerySelectorAll("script, img, b, i, [onerror], [onload], [onmouseover]"));
            Assert.Single(html.QuerySelectorAll("title:not(svg title)"));
            Assert.DoesNotContain(html.QuerySelectorAll("[href], [src], [action]"),
                e => (e.GetAttribute("href") ?? e.GetAttribute("src") ?? e.GetAttribute("action")!).StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("onerror=alert(1)", html.Body!.TextContent, StringComparison.Ordinal); // who it is, if nothing else
            shown += Strings.Count(text => html.Body.TextContent.Contains(text, StringComparison.Ordinal));
        }
        Assert.InRange(shown, 60, 200);
    }
}

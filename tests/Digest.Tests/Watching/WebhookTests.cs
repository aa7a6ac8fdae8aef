using System.Net;
using System.Text;
using Digest.Delivering;
using Digest.Storage;
using Digest.Tests.Gathering;
using Digest.Watching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>Posts to an address of the operator's, over real HTTP.</summary>
public class WebhookTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static readonly byte[] Body = WebhookBody.Write("Papers", "https://papers.example/", "Papers: trouble\nrelay main: refused",
        [new(AlarmStep.Begin, new() { Kind = "relay", Subject = "main", Node = "here", Detail = "refused: 'ü'", SeenAt = 0 }),
            new(AlarmStep.End, new() { Kind = "disk", SeenAt = 0 })],
        DateTimeOffset.UnixEpoch);

    [Fact]
    public void What_is_posted_is_one_small_document_with_a_text_that_chats_show() => Assert.Equal("""
        {"text":"Papers: trouble\nrelay main: refused","service":"Papers","url":"https://papers.example/","at":"1970-01-01T00:00:00Z","alarms":[
        {"alarm":"relay","subject":"main","node":"here","event":"began","since":"1970-01-01T00:00:00Z","detail":"refused: 'ü'"},
        {"alarm":"disk","subject":"","node":"","event":"over","since":"1970-01-01T00:00:00Z","detail":""}]}
        """.ReplaceLineEndings(""), Encoding.UTF8.GetString(Body));

    [Fact]
    public void What_a_relay_said_is_no_link_and_no_call_in_a_chat() => Assert.Contains("\"text\":\"relay: &lt;!channel&gt; &amp; more\"",
        Encoding.UTF8.GetString(WebhookBody.Write("Papers", "https://papers.example/", "relay: <!channel> & more", [], DateTimeOffset.UnixEpoch)), StringComparison.Ordinal);

    [Fact]
    public async Task It_arrives_as_it_was_written_and_signed_with_the_secret()
    {
        (string? Type, string? Signature, string Body) got = default;
        await using var end = await FarEnd.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            got = (http.Request.ContentType, http.Request.Headers["X-Digest-Signature"], await reader.ReadToEndAsync());
        });
        using var webhook = new Webhook(new() { Webhook = end.Address + "hook?x=1", WebhookSecret = "a secret" });
        Assert.Equal(OutcomeKind.Accepted, (await webhook.PostAsync(Body, Ct)).Kind);
        Assert.Equal("/hook?x=1", Assert.Single(end.Asked));
        Assert.Equal("sha256=" + Convert.ToHexStringLower(new System.Security.Cryptography.HMACSHA256("a secret"u8.ToArray()).ComputeHash(Body)), got.Signature);
        Assert.Equal(("application/json; charset=utf-8", Encoding.UTF8.GetString(Body)), (got.Type, got.Body));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await FarEnd.StartAsync(http => http.Say("never"));
        await using var end = await FarEnd.StartAsync(http =>
        {
            http.Response.Redirect(elsewhere.Address.AbsoluteUri, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var webhook = new Webhook(new() { Webhook = end.Address.AbsoluteUri });
        var outcome = await webhook.PostAsync(Body, Ct);
        Assert.Equal(OutcomeKind.MailRefused, outcome.Kind);
        Assert.Contains("redirects are not followed", outcome.Reply, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked);
    }

    [Theory]
    [InlineData(200, "Accepted")]
    [InlineData(204, "Accepted")]
    [InlineData(302, "MailRefused")]
    [InlineData(400, "MailRefused")]
    [InlineData(404, "MailRefused")]
    [InlineData(408, "TryLater")]
    [InlineData(429, "TryLater")]
    [InlineData(500, "TryLater")]
    [InlineData(503, "TryLater")]
    public void An_answer_says_whether_it_is_tried_again(int status, string kind) => Assert.Equal(Enum.Parse<OutcomeKind>(kind), Webhook.Sort(status).Kind);

    [Fact]
    public async Task Nobody_there_is_tried_again_later()
    {
        var end = await FarEnd.StartAsync(http => http.Say(""));
        var address = end.Address;
        await end.DisposeAsync();
        using var webhook = new Webhook(new() { Webhook = address.AbsoluteUri });
        Assert.Equal(OutcomeKind.TryLater, (await webhook.PostAsync(Body, Ct)).Kind);
    }

    [Theory]
    [InlineData("https://hooks.example/x", "10.0.0.1", false)]
    [InlineData("https://hooks.example/x", "127.0.0.1", false)]
    [InlineData("https://hooks.example/x", "169.254.169.254", false)]
    [InlineData("https://hooks.example/x", "::1", false)]
    [InlineData("https://hooks.example/x", "93.184.216.34 10.0.0.1", false)] // one private address among public ones is a trap
    [InlineData("https://hooks.example/x", "93.184.216.34", true)]
    [InlineData("http://localhost:9000/x", "127.0.0.1 ::1", true)]
    [InlineData("http://localhost:9000/x", "10.0.0.1", false)]
    public async Task Nothing_in_a_private_network_is_reached_unless_it_is_allowed(string address, string resolved, bool allowed)
    {
        var addresses = resolved.Split(' ').Select(IPAddress.Parse).ToArray();
        using var webhook = new Webhook(new() { Webhook = address }, (_, _) => Task.FromResult(addresses));
        using var open = new Webhook(new() { Webhook = address, WebhookMayBePrivate = true }, (_, _) => Task.FromResult(addresses));
        Assert.Equal(addresses, await open.AddressesAsync(new Uri(address).Host, Ct));
        if (allowed)
            Assert.Equal(addresses, await webhook.AddressesAsync(new Uri(address).Host, Ct));
        else
            Assert.Contains("Watching:WebhookMayBePrivate", (await Assert.ThrowsAsync<IOException>(() => webhook.AddressesAsync(new Uri(address).Host, Ct))).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.example/x", true)]
    [InlineData("http://127.0.0.1:9000/x", true)]
    [InlineData("http://[::1]/x", true)]
    [InlineData("http://localhost/x", true)]
    [InlineData("http://hooks.example/x", false)]
    [InlineData("ftp://hooks.example/x", false)]
    [InlineData("https://user:secret@hooks.example/x", false)]
    [InlineData("hooks.example", false)]
    public void A_webhook_is_https_or_this_machines_own(string address, bool good) => Assert.Equal(good, !new WatchingOptions { Webhook = address }.Faults().Any());

    [Theory]
    [InlineData("ops@example.org", true)]
    [InlineData("The Operators <ops@example.org>", true)]
    [InlineData("\"Operators, The\" <ops@example.org>", true)]
    [InlineData("ops", false)]
    [InlineData("<>", false)]
    [InlineData("a\nb <ops@example.org>", false)]
    public void Who_is_told_is_an_address_with_or_without_a_name(string text, bool good)
    {
        var options = new WatchingOptions { ReportTo = { "first@example.org", text } };
        Assert.Equal(good, !options.Faults().Any());
        if (!good)
            Assert.Contains("Watching:ReportTo:1", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }
}

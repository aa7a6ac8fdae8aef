using System.Net;
using Digest.Web;
using Xunit;

namespace Digest.Tests.Web;

/// <summary>The figures of a service that has worked, and who may read them.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    App _app = null!;

    public async ValueTask InitializeAsync() => _app = await App.StartAsync(new AppSettings { Settings = { ["Web:Metrics"] = "Loopback" } });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task They_tell_what_was_sent_failed_and_left_and_what_waits()
    {
        var (kind, unknown, busy) = (Some.Address, Some.Address, Some.Address);
        await _app.PublishAsync(Some.Papers(3));
        foreach (var address in new[] { kind, unknown, busy })
            await _app.AddAsync(address);
        _app.RelayAnswers = line => line == $"RCPT TO:<{unknown}>" ? "550 5.1.1 no such user" : line == $"RCPT TO:<{busy}>" ? "451 4.3.0 later" : null;
        await _app.PlanAndSendAsync();
        await _app.AtAsync(_app.Now.AddHours(3));
        await _app.OneClickAsync(_app.MailsTo(kind)[^1]);
        _app.Clock.Advance(TimeSpan.FromHours(1));

        var page = await _app.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Header("Content-Type"));
        var told = ExpositionReader.Read(page.Body);
        var rows = await Task.WhenAll(new[] { kind, unknown, busy }.Select(_app.WhyAsync));
        var states = rows.SelectMany(r => r).ToLookup(r => r.State, StringComparer.Ordinal);
        Assert.True(states["sent"].Any() && states["failed"].Any() && states["queued"].Any());
        foreach (var state in new[] { "sent", "failed", "expired", "suppressed", "skipped" })
            Assert.Equal(states[state].Count(), told[$"digest_mails_ended_last_day{{state=\"{state}\"}}"]);
        Assert.Equal(states["failed"].Count(), told["digest_mails_failed_last_day{reason=\"550\"}"]);
        Assert.Equal(states["queued"].Count(), told["digest_mails_queue_length"]);
        Assert.Equal(states["queued"].Count(), told["digest_mails_due"]);
        Assert.True(told["digest_mails_due_age_seconds"] >= 3600);
        Assert.Equal(0, told["digest_mails_in_doubt"]);
        Assert.Equal(1, told["digest_subscribers{state=\"left\"}"]);
        Assert.Equal(1, told["digest_build_info{version=\"" + typeof(Program).Assembly.GetName().Version!.ToString(3) + "\"}"]);
        Assert.True(told["digest_database_bytes"] > 4096);
        Assert.True(told["digest_rendering_seconds_count"] >= states["sent"].Count());
        Assert.True(told["digest_matching_seconds_sum"] > 0);
        foreach (var secret in new[] { kind, "readers.example", "papers.example" })
            Assert.DoesNotContain(secret, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_with_nothing_to_say_is_counted()
    {
        await _app.PublishAsync(Some.Papers(1));
        await _app.AddAsync(Some.Address, "underwater basket weaving");
        await _app.AtAsync(_app.Now.AddHours(3));
        Assert.Equal(1, ExpositionReader.Read((await _app.GetAsync("/metrics")).Body)["digest_issues_empty_last_day"]);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Through_a_proxy_they_are_not_there(string header, string value) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _app.AskAsync(HttpMethod.Get, "/metrics", null, (header, value))).Status);

    [Fact]
    public async Task They_are_off_unless_the_settings_say_otherwise()
    {
        await _app.RestartAsync(("Web:Metrics", null));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task With_a_token_whoever_has_it_reads_them()
    {
        await _app.RestartAsync(("Web:Metrics", "Token"), ("Web:MetricsToken", "a token of our own"));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.AskAsync(HttpMethod.Get, "/metrics", null, ("Authorization", "Bearer another"))).Status);
        var page = await _app.AskAsync(HttpMethod.Get, "/metrics", null, ("Authorization", "Bearer a token of our own"), ("X-Forwarded-For", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public void What_would_break_a_line_is_escaped()
    {
        var text = new Exposition().Gauge("x", "a\nb\\", "of", [new("q\"u\\o\nte", 0.5), new("a", 1e21)])
            .Histogram("h", "of", [0.1, 1], [1, 3, 4], 2.5).ToString();
        Assert.Contains("# HELP x a\\nb\\\\\n", text, StringComparison.Ordinal);
        var told = ExpositionReader.Read(text);
        Assert.Equal(0.5, told["x{of=\"q\\\"u\\\\o\\nte\"}"]);
        Assert.Equal(1e21, told["x{of=\"a\"}"]);
        Assert.Equal((3, 4, 2.5), (told["h_bucket{le=\"1\"}"], told["h_count"], told["h_sum"]));
    }

    [Fact]
    public async Task Whoever_asks_from_elsewhere_hears_whether_the_service_is_ready_and_no_more()
    {
        await _app.RestartAsync(("Web:Metrics", "Token"), ("Web:MetricsToken", "a token of our own"));
        var (proxy, token) = (("X-Forwarded-For", "192.0.2.1"), ("Authorization", "Bearer a token of our own"));
        Assert.Equal("""{"status":"ready"}""", (await _app.AskAsync(HttpMethod.Get, "/health/ready", null, proxy)).Body);
        Assert.Contains("\"relays\":", (await _app.AskAsync(HttpMethod.Get, "/health/ready", null, proxy, token)).Body, StringComparison.Ordinal);
        Assert.Contains("\"relays\":", (await _app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Digest.Tests.Gathering;
using Digest.Tests.Web;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>Something goes wrong, is told, and is over.</summary>
public sealed class AlarmStoryTests : IAsyncLifetime
{
    const string Ops = "ops@operators.example";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ConcurrentQueue<JsonElement> _posted = [];
    readonly Channel<JsonElement> _arrivals = Channel.CreateUnbounded<JsonElement>();
    FarEnd _hook = null!;
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _hook = await FarEnd.StartAsync(async http =>
        {
            _posted.Enqueue((await JsonDocument.ParseAsync(http.Request.Body)).RootElement.Clone());
            await _arrivals.Writer.WriteAsync(_posted.Last());
        });
        _app = await App.StartAsync(new AppSettings
        {
            Settings =
            {
                ["Watching:AlarmTo:0"] = Ops, ["Watching:Webhook"] = _hook.Address + "hook", ["Web:Metrics"] = "Loopback", ["Delivering:Relay:Name"] = "main",
                ["Watching:DiskFreeAtLeast"] = "1",
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Fact]
    public async Task A_relay_that_takes_the_call_and_says_nothing_holds_up_neither_the_webhook_nor_the_next_look()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await _app.RestartAsync(("Delivering:Relay:Port", ((IPEndPoint)silent.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)));
        await _app.PlanTestAlarmAsync();
        await _app.WatchAsync(waits: false);
        using var asked = await silent.AcceptTcpClientAsync().WaitAsync(Patience, TimeProvider.System);
        await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);

        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.PlanTestAlarmAsync();
        await _app.WatchAsync(waits: false);
        await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);
        Assert.Empty(_app.MailsTo(Ops));
    }

    [Fact]
    public async Task A_relay_that_is_down_is_told_to_the_webhook_at_once_and_by_mail_when_it_works_again()
    {
        await _app.PublishAsync(Some.Papers(3));
        await _app.StopRelayAsync();
        await _app.AddAsync(Some.Address);
        await _app.AtAsync(_app.Now.AddHours(3));
        await _app.WatchForAsync(10, step: 2);
        Assert.Empty(_posted); // it may pass by itself
        await _app.SendAsync();
        await _app.WatchForAsync(4, step: 2);
        var post = Assert.Single(_posted);
        var alarm = Assert.Single(post.GetProperty("alarms").EnumerateArray());
        Assert.Equal(("relay", "main", "began"), (alarm.GetProperty("alarm").GetString(), alarm.GetProperty("subject").GetString(), alarm.GetProperty("event").GetString()));
        Assert.StartsWith("Digest: The relay main cannot be used", post.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["sent", "queued"], (await _app.ToldAsync("alarms:")).OrderBy(fate => fate.Way == "mail").Select(fate => fate.State));
        Assert.Equal(1, ExpositionReader.Read((await _app.GetAsync("/metrics")).Body)["digest_alarm_open{alarm=\"relay\"}"]);
        using (var health = JsonDocument.Parse((await _app.GetAsync("/health/ready")).Body))
            Assert.Equal("relay", Assert.Single(health.RootElement.GetProperty("alarms").EnumerateArray()).GetProperty("alarm").GetString());

        _app.StartRelay();
        for (var round = 0; round < 6; round++)
        {
            await _app.SendAsync();
            await _app.WatchForAsync(4, step: 4);
        }
        Assert.Equal(["began", "over"], _posted.Select(p => p.GetProperty("alarms")[0].GetProperty("event").GetString()));
        var mails = _app.MailsTo(Ops);
        Assert.StartsWith("Digest: The relay main cannot be used", mails[0].Subject, StringComparison.Ordinal);
        Assert.StartsWith("Digest: over: The relay main", mails[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(2, mails.Count);
        Assert.Contains("digest smtp test", mails[0].Text, StringComparison.Ordinal);
        Assert.Equal(0, ExpositionReader.Read((await _app.GetAsync("/metrics")).Body)["digest_alarm_open{alarm=\"relay\"}"]);
    }

    [Fact]
    public async Task A_restart_tells_nothing_again_and_a_day_later_there_is_a_reminder()
    {
        await _app.PublishAsync(Some.Papers(3)); // a Friday; the edition of Saturday is missing from 13:00 on
        await _app.AtAsync(new(2026, 7, 18, 13, 0, 0, TimeSpan.Zero));
        await _app.WatchForAsync(25, step: 5);
        Assert.Equal("edition", Assert.Single(_posted).GetProperty("alarms")[0].GetProperty("alarm").GetString());
        await _app.RestartAsync();
        await _app.WatchForAsync(10, step: 5);
        Assert.Single(_posted);
        Assert.Single(_app.MailsTo(Ops));

        await _app.PrepareEditionAsync();
        await _app.WatchForAsync(6);
        Assert.Equal(["began", "over"], _posted.Select(p => p.GetProperty("alarms")[0].GetProperty("event").GetString()));
        await _app.AtAsync(new(2026, 7, 19, 13, 0, 0, TimeSpan.Zero));
        await _app.WatchForAsync(25, step: 5);
        _app.Clock.Advance(TimeSpan.FromHours(3));
        await _app.WatchAsync();
        _app.Clock.Advance(TimeSpan.FromHours(3));
        await _app.WatchAsync();
        Assert.Equal(["began", "over", "began"], _posted.Select(p => p.GetProperty("alarms")[0].GetProperty("event").GetString()));
    }

    [Fact]
    public async Task What_the_webhook_did_not_take_comes_later()
    {
        var refuses = true;
        await using var moody = await FarEnd.StartAsync(http =>
        {
            http.Response.StatusCode = refuses ? 503 : 204;
            return Task.CompletedTask;
        });
        await _app.RestartAsync(("Watching:Webhook", moody.Address.AbsoluteUri));
        await _app.PublishAsync(Some.Papers(3));
        await _app.AtAsync(new(2026, 7, 18, 13, 0, 0, TimeSpan.Zero));
        await _app.WatchForAsync(22, step: 2);
        refuses = false;
        Assert.Single(moody.Asked);
        await _app.WatchForAsync(8, step: 4);
        Assert.Equal(2, moody.Asked.Count);
        Assert.All(await _app.ToldAsync("alarms:"), fate => Assert.Equal("sent", fate.State));
    }
}

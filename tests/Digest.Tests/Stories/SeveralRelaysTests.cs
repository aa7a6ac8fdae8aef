using System.Collections.Concurrent;
using System.Globalization;
using Digest.Demo;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Three relays that share the mails: what becomes of them when some cannot be used, or answer as relays do.</summary>
public sealed class SeveralRelaysTests : IAsyncLifetime
{
    static readonly DateTimeOffset Due = new(2026, 7, 17, 8, 0, 0, TimeSpan.Zero);

    static readonly string[] Names = ["north", "south", "west"];

    readonly FarRelay[] _relays = [new(), new(), new()];
    readonly string[] _readers = [.. Enumerable.Range(0, 24).Select(_ => Some.Address)];
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new AppSettings();
        for (var i = 0; i < 3; i++)
        {
            settings.Settings[$"Delivering:Relays:{i}:Name"] = Names[i];
            settings.Settings[$"Delivering:Relays:{i}:Port"] = _relays[i].Port.ToString(CultureInfo.InvariantCulture);
        }
        _app = await App.StartAsync(settings);
        await _app.PublishAsync(Some.Papers(4));
        foreach (var reader in _readers)
            await _app.AddAsync(reader);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var relay in _relays)
            await relay.DisposeAsync();
    }

    [Fact]
    public async Task Each_relay_has_its_share_and_why_tells_which()
    {
        Assert.Equal(24, (await _app.AtAsync(Due)).Sent);
        Assert.All(_relays, relay => Assert.InRange(relay.Mailbox.Received, 1, 22));
        Assert.Equal(24, _relays.Sum(r => r.Mailbox.Received));
        foreach (var reader in _readers)
            Assert.Equal(Names[Array.FindIndex(_relays, r => r.Has(reader))], (await _app.WhyAsync(reader))[0].Attempts.Single().Relay);
    }

    [Fact]
    public async Task The_others_take_over_for_a_relay_that_is_down_and_hardly_ask_it()
    {
        _relays[0].Script = line => line.Length == 0 ? "421 4.3.2 going down" : null;
        var counts = await _app.AtAsync(Due);

        Assert.Equal((24, 0, false), (counts.Sent, counts.Retried, counts.RelayIsDown));
        Assert.Equal(0, _relays[0].Mailbox.Received);
        Assert.InRange(_relays[0].Connections, 1, 4); // those that were on their way when the first was refused
        var health = (await _app.GetAsync("/health/ready")).Body;
        Assert.Contains("421 4.3.2 going down", health, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"south\",\"fault\":null", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_back_is_found_by_one_mail_and_takes_its_share_again()
    {
        _relays[0].Script = line => line.Length == 0 ? "421 4.3.2 going down" : null;
        await _app.AtAsync(Due);
        _relays[0].Script = null;
        _app.Clock.Set(Due.AddHours(23));
        await _app.PublishAsync(Some.Papers(2));
        Assert.Equal(24, (await _app.AtAsync(Due.AddDays(1))).Sent);
        Assert.InRange(_relays[0].Mailbox.Received, 1, 22);
    }

    [Fact]
    public async Task With_all_of_them_down_nothing_is_claimed_and_nothing_is_lost()
    {
        foreach (var relay in _relays)
            relay.Script = line => line.Length == 0 ? "421 4.3.2 going down" : null;
        Assert.True((await _app.AtAsync(Due)).RelayIsDown);
        var asked = _relays.Sum(r => r.Connections);
        var counts = await _app.AtAsync(Due.AddSeconds(10));
        Assert.Equal((true, 0, asked), (counts.RelayIsDown, counts.Retried, _relays.Sum(r => r.Connections)));

        foreach (var relay in _relays)
            relay.Script = null;
        await _app.AtAsync(Due.AddHours(1));
        Assert.Equal(24, _relays.Sum(r => r.Mailbox.Received));
        Assert.All(_readers, reader => Assert.Single(_relays, r => r.Has(reader)));
    }

    [Fact]
    public async Task A_greylisted_mail_comes_back_to_the_relay_that_the_receiver_knows()
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var relay in _relays)
            relay.Script = line => line.StartsWith("RCPT", StringComparison.Ordinal) && seen.TryAdd($"{relay.Port} {line}", true) ? "450 4.2.0 greylisted" : null;
        Assert.Equal(24, (await _app.AtAsync(Due)).Retried);
        Assert.Equal(24, (await _app.AtAsync(Due.AddMinutes(10))).Sent);
        // Each met one relay only: a second one would have greylisted it again.
        Assert.Equal(24, seen.Count);
    }

    [Fact]
    public async Task A_mail_in_doubt_waits_for_its_own_relay_whoever_else_could_take_it()
    {
        foreach (var relay in _relays)
            relay.Script = line => line == "." ? MailboxListener.KeepAndDrop : null;
        await _app.AtAsync(Due);
        await _app.AtAsync(Due.AddMinutes(2));
        await _app.AtAsync(Due.AddMinutes(4));
        var doubtful = _readers.Where(reader => _relays[1].Has(reader)).ToList();
        Assert.NotEmpty(doubtful);
        foreach (var relay in _relays)
            relay.Script = null;
        _relays[1].Script = line => line.Length == 0 ? "421 4.3.2 going down" : null;
        await _app.AtAsync(Due.AddHours(1));
        Assert.All(doubtful, reader => Assert.Equal([1], Holders(reader)));

        _relays[1].Script = null;
        await _app.AtAsync(Due.AddHours(2));
        await _app.AtAsync(Due.AddHours(3));
        Assert.All(doubtful, reader => Assert.Equal([1, 1], Holders(reader)));
    }

    [Fact]
    public async Task A_login_that_one_relay_refuses_is_no_readers_fault()
    {
        _relays[2].Script = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "530 5.7.0 log in first" : null;
        var counts = await _app.AtAsync(Due);
        Assert.Equal((24, 0), (counts.Sent, counts.Failed));
        Assert.Equal(0, _relays[2].Mailbox.Received);
    }

    [Fact]
    public async Task A_domain_that_wants_fewer_mails_slows_nobody_elses_and_the_next_process_knows_it()
    {
        var others = Enumerable.Range(0, 6).Select(i => $"other{i}@elsewhere.example").ToArray();
        foreach (var other in others)
            await _app.AddAsync(other);
        foreach (var relay in _relays)
            relay.Script = line => line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("@readers.example", StringComparison.Ordinal)
                ? "451 4.7.500 server busy" : null;
        await _app.RestartAsync(("Delivering:Connections", "1"));
        var first = await _app.AtAsync(Due);
        Assert.Equal(6, first.Sent);
        Assert.InRange(first.Retried, 1, 12); // the others were put back untried

        foreach (var relay in _relays)
            relay.Script = null;
        await _app.RestartAsync();
        Assert.InRange((await _app.AtAsync(Due.AddSeconds(20))).Sent, 0, 3);
        for (var minutes = 1; minutes <= 40; minutes++)
            await _app.AtAsync(Due.AddMinutes(minutes));
        Assert.Equal(30, _relays.Sum(r => r.Mailbox.Received));
        Assert.Equal(0, (await _app.AtAsync(Due.AddHours(6))).Sent);
    }

    [Fact]
    public async Task A_relay_with_its_share_of_the_minute_leaves_the_rest_to_the_others()
    {
        await _app.RestartAsync(("Delivering:Relays:0:MailsPerMinute", "10"), ("Delivering:Relays:1:MailsPerMinute", "10"));
        Assert.Equal(24, (await _app.AtAsync(Due)).Sent);
        Assert.Equal([1, 1], _relays.Take(2).Select(r => r.Mailbox.Received));
    }

    IEnumerable<int> Holders(string reader) =>
        _relays.SelectMany((relay, i) => relay.Mailbox.Mails.Where(m => m.EnvelopeTo == reader).Select(_ => i));

    sealed class FarRelay : IAsyncDisposable
    {
        readonly MailboxListener _listener;

        public FarRelay() => _listener = MailboxListener.Start(Mailbox, 0, line => Script?.Invoke(line));

        public Mailbox Mailbox { get; } = new(TimeProvider.System, capacity: 1000);

        public Func<string, string?>? Script { get; set; }

        public int Port => _listener.Port;

        public int Connections => _listener.Connections;

        public bool Has(string reader) => Mailbox.Mails.Any(m => m.EnvelopeTo == reader);

        public ValueTask DisposeAsync() => _listener.DisposeAsync();
    }
}

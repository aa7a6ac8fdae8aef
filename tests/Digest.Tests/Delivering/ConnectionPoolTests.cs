using System.Collections.Concurrent;
using Digest.Delivering;
using Digest.Delivering.Transports;
using Digest.Demo;
using Digest.Mailing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Digest.Tests.Delivering;

/// <summary>One relay's connections, over a real socket to a server that is scripted.</summary>
public sealed class ConnectionPoolTests : IAsyncDisposable
{
    readonly SkippingClock _clock = new();
    readonly Mailbox _mailbox;
    readonly MailboxListener _server;
    readonly ConcurrentQueue<string> _heard = [];
    readonly Lines _log = new();
    Func<string, string?> _script = _ => null;
    Relay? _relay;

    public ConnectionPoolTests()
    {
        _mailbox = new(_clock, capacity: 1000);
        _server = MailboxListener.Start(_mailbox, 0, line =>
        {
            _heard.Enqueue(line.Split(' ', ':')[0]);
            return _script(line);
        });
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_relay is not null)
            await _relay.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_is_used_again_up_to_its_share_of_mails_and_then_ended_politely()
    {
        Open(mails: 20);
        for (var i = 0; i < 50; i++)
            await SentAsync();
        Assert.Equal((3, 50, 2), (_server.Connections, _mailbox.Received, Heard("QUIT")));
    }

    [Fact]
    public async Task No_more_connections_than_allowed_however_many_mails_there_are()
    {
        var (open, most) = (0, 0);
        _script = line =>
        {
            if (line.StartsWith("MAIL", StringComparison.Ordinal))
                most = Math.Max(most, Interlocked.Increment(ref open));
            else if (line == ".")
                Interlocked.Decrement(ref open);
            return null;
        };
        Open(connections: 3);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => SentAsync()));
        Assert.InRange(most, 1, 3);
        Assert.InRange(_server.Connections, 1, 3);
        Assert.Equal(60, _mailbox.Received);
    }

    [Fact]
    public async Task A_line_that_was_silent_for_a_while_is_asked_before_it_is_used()
    {
        Open();
        await SentAsync();
        await SentAsync();
        Assert.Equal(0, Heard("NOOP"));
        _clock.Skip(ConnectionPool.AskAfter);
        await SentAsync();
        Assert.Equal((1, 1), (Heard("NOOP"), _server.Connections));
    }

    [Fact]
    public async Task A_line_that_does_not_answer_when_asked_is_replaced_and_the_mail_knows_nothing_of_it()
    {
        _script = line => line == "NOOP" ? "421 4.4.2 idle for too long" : null;
        Open();
        await SentAsync();
        _clock.Skip(ConnectionPool.AskAfter);
        await SentAsync();
        Assert.Equal(2, _server.Connections);
    }

    [Theory]
    [InlineData("421 4.4.2 idle for too long")]
    [InlineData("452 4.5.3 too many mails over this connection")]
    [InlineData(MailboxListener.Drop)]
    public async Task A_used_line_that_the_relay_is_done_with_costs_no_mail_its_attempt(string answer)
    {
        var mails = 0;
        _script = line => line.StartsWith("MAIL", StringComparison.Ordinal) && ++mails % 4 == 0 ? answer : null;
        Open(connections: 1);
        for (var i = 0; i < 9; i++)
            await SentAsync();
        Assert.Equal(9, _mailbox.Received);
        Assert.Empty(_log.Told);
    }

    [Fact]
    public async Task An_old_connection_and_an_idle_one_are_ended()
    {
        Open(age: TimeSpan.FromMinutes(5), idle: TimeSpan.FromMinutes(1));
        await SentAsync();
        _clock.Skip(TimeSpan.FromSeconds(61));
        await SentAsync();
        Assert.Equal((2, 1), (_server.Connections, Heard("QUIT")));
        for (var i = 0; i < 6; i++)
        {
            _clock.Skip(TimeSpan.FromSeconds(50));
            await SentAsync();
        }
        Assert.Equal((3, 2), (_server.Connections, Heard("QUIT")));
    }

    [Fact]
    public async Task The_end_is_polite()
    {
        Open();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SentAsync()));
        await _relay!.DisposeAsync();
        _relay = null;
        Assert.Equal(_server.Connections, Heard("QUIT"));
    }

    [Fact]
    public async Task That_a_relay_is_down_and_that_it_works_again_is_said_once()
    {
        Open(connections: 4);
        _script = line => line.Length == 0 ? "421 4.3.2 going down" : null;
        // All are let in before the first is decided.
        var passes = new List<Pass>();
        while (passes.Count < 4)
            passes.Add(await EnterAsync());
        var outcomes = await Task.WhenAll(passes.Select(SendAsync));
        Assert.All(outcomes, outcome => Assert.Equal(OutcomeKind.RelayDown, outcome.Kind));
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Told).Level);
        Assert.True(_relay!.Readiness.IsDown);

        _script = _ => null;
        _clock.Skip(CircuitBreaker.FirstRest);
        await SentAsync();
        await SentAsync();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Told.Select(line => line.Level));
    }

    void Open(int connections = 4, int mails = 100, TimeSpan? age = null, TimeSpan? idle = null)
    {
        var options = new RelayOptions { Name = "north", Host = "127.0.0.1", Port = _server.Port };
        _relay = new(options, options.ToRelay("papers.example", _clock),
            new(connections, mails, age ?? TimeSpan.FromHours(1), idle ?? TimeSpan.FromHours(1)), _clock, _log);
    }

    async Task SentAsync()
    {
        var outcome = await SendAsync();
        Assert.True(outcome.Kind == OutcomeKind.Accepted, outcome.ToString());
    }

    async Task<Pass> EnterAsync()
    {
        var (entrance, pass) = await _relay!.EnterAsync(Ct);
        Assert.Equal(Entrance.Open, entrance);
        return pass;
    }

    async Task<DeliveryOutcome> SendAsync() => await SendAsync(await EnterAsync());

    async Task<DeliveryOutcome> SendAsync(Pass pass)
    {
        Assert.True(MailAddress.TryParse("reader@readers.example", out var to, out _));
        return await _relay!.SendAsync(
            pass, new("digest@papers.example", "reader@readers.example", "id@papers.example"), to!, "Subject: x\r\n\r\nx\r\n"u8.ToArray(), (_, _) => default, Ct);
    }

    int Heard(string word) => _heard.Count(line => line == word);

    sealed class SkippingClock : TimeProvider
    {
        TimeSpan _skipped;

        public void Skip(TimeSpan by) => _skipped += by;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(_skipped.TotalSeconds * TimestampFrequency);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _skipped;
    }

    sealed class Lines : ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Told.Enqueue((logLevel, formatter(state, exception)));
    }
}

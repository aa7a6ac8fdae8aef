using Digest.Mailing;
#if USE_MAILKIT
using Connection = Digest.Delivering.Transports.MailKitTransport;
#else
using Connection = Digest.Mailing.SmtpConnection;
#endif

namespace Digest.Delivering.Transports;

/// <summary>The connections to one relay: so many at once, used again while they are good, asked with NOOP when they were
/// idle for a while, and ended with QUIT when they are old, have carried their share or have nothing to do.</summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    /// <summary>Long enough that a busy line is never asked, shorter than any relay's patience.</summary>
    internal static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(5);

    readonly SmtpRelay _relay;
    readonly PoolLimits _limits;
    readonly TimeProvider _time;
    readonly SemaphoreSlim _free;
    readonly Lock _lock = new();
    readonly ITimer _sweeping;

    /// <summary>Newest last: the busiest line is used first, so that those not needed grow idle.</summary>
    readonly List<Line> _idle = [];

    bool _isClosed;

    public ConnectionPool(SmtpRelay relay, PoolLimits limits, TimeProvider time)
    {
        (_relay, _limits, _time) = (relay, limits, time);
        _free = new(limits.Connections);
        var often = TimeSpan.FromTicks(Math.Max(TimeSpan.FromSeconds(1).Ticks, limits.Idle.Ticks / 2));
        _sweeping = time.CreateTimer(_ => _ = EndAsync(TakeSpent()), null, often, often);
    }

    /// <summary>Takes the right to one line, if there is one at once; <see cref="Free"/> gives it back.</summary>
    public bool TryReserve() => _free.Wait(0);

    public Task ReserveAsync(CancellationToken ct) => _free.WaitAsync(ct);

    public void Free() => _free.Release();

    /// <summary>A line that is ready for mail, or why there is none. Only with a right to one.</summary>
    public async Task<Rented> RentAsync(CancellationToken ct)
    {
        while (TakeIdle() is { } line)
        {
            if (!IsSpent(line) && (_time.GetElapsedTime(line.IdleSince) < AskAfter || await line.Connection.IsAliveAsync(ct)))
                return new(line, null, IsUsed: true);
            await line.Connection.QuitAsync(ct);
        }
        var opened = await Connection.OpenAsync(_relay, _time, ct);
        return opened.Connection is { } connection
            ? new(new(connection, _time.GetTimestamp()), null, IsUsed: false) : new(null, opened.Failure, IsUsed: false);
    }

    public async Task ReturnAsync(Line line)
    {
        line.IdleSince = _time.GetTimestamp();
        if (IsSpent(line))
        {
            await line.Connection.QuitAsync(CancellationToken.None);
            return;
        }
        lock (_lock)
            if (!_isClosed)
            {
                _idle.Add(line);
                return;
            }
        await line.Connection.QuitAsync(CancellationToken.None);
    }

    /// <summary>Ends the idle dialogues politely; those still sending end when they are returned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweeping.DisposeAsync();
        List<Line> left;
        lock (_lock)
        {
            _isClosed = true;
            left = [.. _idle];
            _idle.Clear();
        }
        await EndAsync(left);
    }

    bool IsSpent(Line line) => !line.Connection.IsUsable || line.Connection.Sent >= _limits.Mails
        || _time.GetElapsedTime(line.OpenedAt) >= _limits.Age || _time.GetElapsedTime(line.IdleSince) > _limits.Idle;

    Line? TakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;
            var line = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return line;
        }
    }

    List<Line> TakeSpent()
    {
        lock (_lock)
        {
            var spent = _idle.FindAll(IsSpent);
            _idle.RemoveAll(spent.Contains);
            return spent;
        }
    }

    static Task EndAsync(List<Line> lines) => Task.WhenAll(lines.Select(line => line.Connection.QuitAsync(CancellationToken.None)));

    internal sealed class Line(Connection connection, long openedAt)
    {
        public Connection Connection { get; } = connection;
        public long OpenedAt { get; } = openedAt;
        public long IdleSince { get; set; } = openedAt;
    }

    /// <param name="IsUsed">It carried a mail or more before; the relay may be done with it.</param>
    internal sealed record Rented(Line? Line, SmtpResult? Failure, bool IsUsed);
}

/// <param name="Connections">At once.</param>
/// <param name="Mails">Over one connection.</param>
internal sealed record PoolLimits(int Connections, int Mails, TimeSpan Age, TimeSpan Idle);

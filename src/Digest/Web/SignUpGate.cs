using System.Net;
using System.Net.Sockets;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>Whether the box takes one more sign-up now. It looks at who asks and for which domain, never at what is known of
/// the address, so that its answer tells nothing about it.</summary>
internal sealed partial class SignUpGate(SignUpOptions options, TimeProvider time, ILogger<SignUpGate> log)
{
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    readonly TokenBuckets _clients = new(options.PerClient, time);
    readonly TokenBuckets _networks = new(options.PerNetwork, time);
    readonly TokenBuckets _domains = new(options.PerDomain, time);
    readonly TokenBuckets _overall = new(options.Overall, time);
    long _alarmedAt = long.MinValue;

    /// <summary>When the box was last closed to everybody; null when never, or not for a while.</summary>
    public DateTimeOffset? ClosedAt =>
        Interlocked.Read(ref _alarmedAt) is var ticks && ticks != long.MinValue && time.GetUtcNow().UtcTicks - ticks < Quiet.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <param name="client">Null when it cannot be told apart from others behind a proxy; then only the other limits count.</param>
    /// <param name="wait">How long until there is room again.</param>
    public bool TryEnter(IPAddress? client, EmailAddress address, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (client is not null && (!_clients.TryTake(client.ToString(), out wait) || !_networks.TryTake(Network(client), out wait)))
        {
            LogLimited("one network");
            return false;
        }
        if (!_domains.TryTake(Domain(address), out wait))
        {
            LogLimited("one domain");
            return false;
        }
        if (_overall.TryTake("", out wait))
            return true;
        Alarm();
        return false;
    }

    void Alarm()
    {
        var now = time.GetUtcNow().UtcTicks;
        var before = Interlocked.Read(ref _alarmedAt);
        if ((before == long.MinValue || now - before >= Quiet.Ticks) && Interlocked.CompareExchange(ref _alarmedAt, now, before) == before)
            LogClosed(options.Overall);
    }

    static string Network(IPAddress client) =>
        Convert.ToHexString(client.GetAddressBytes().AsSpan(0, client.AddressFamily == AddressFamily.InterNetwork ? 3 : 8));

    static string Domain(EmailAddress address) => address.Identity[(address.Identity.LastIndexOf('@') + 1)..];

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-up was turned away: too many from or for {What}")]
    partial void LogLimited(string what);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "More than {Overall} sign-ups in an hour: the box is closed for now. If they are not real, set Web:SignUps:WorkBits")]
    partial void LogClosed(int overall);
}

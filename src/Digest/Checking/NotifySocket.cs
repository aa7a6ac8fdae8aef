using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Digest.Checking;

/// <summary>The line to systemd, or to another supervisor that speaks its protocol (sd_notify(3)): datagrams to the socket that
/// NOTIFY_SOCKET names.</summary>
internal sealed class NotifySocket : IDisposable
{
    readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    readonly UnixDomainSocketEndPoint _to;

    NotifySocket(string name, TimeSpan? watchdog)
    {
        // An @ stands for the zero byte before the name of a socket that is no file.
        _to = new UnixDomainSocketEndPoint(name[0] == '@' ? '\0' + name[1..] : name);
        Watchdog = watchdog;
    }

    /// <summary>How long may pass between two signs of life before the supervisor ends the service; null when it asks for none.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>The socket that the environment names; null where nobody supervises.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static NotifySocket? Open(Func<string, string?> variable)
    {
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } name || name[0] is not ('/' or '@'))
            return null;
        var isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var isAsked = long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var micros) && micros > 0;
        return new(name, isOurs && isAsked ? TimeSpan.FromMicroseconds(micros) : null);
    }

    /// <summary>Tells what is so, a line each: READY=1, WATCHDOG=1, STATUS=….</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public void Tell(params IEnumerable<string> lines) => _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', lines)), _to);

    public void Dispose() => _socket.Dispose();
}

using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Digest.Checking;

/// <summary>Keeps a supervisor informed: ready once the service says so itself, a sign of life as long as it goes on saying so, what
/// is wrong in its status when not. A service whose database or timetable no longer answers gives none, and is started anew.</summary>
internal sealed class Supervised(SelfCheck self, NotifySocket supervisor, TimeProvider time, ILogger<Supervised> log)
{
    /// <summary>How often it is asked before it is ready, and where nobody wants signs of life.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200), NowAndThen = TimeSpan.FromSeconds(30);

    bool _isAway;

    /// <summary>Until the service stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // An answer may take as long as the pause before it: with both, two thirds of the time allowed.
        var pause = supervisor.Watchdog / 3 ?? NowAndThen;
        try
        {
            for (var wasReady = false; ;)
            {
                var (isReady, status) = await self.AskAsync(pause, stopping);
                wasReady |= Tell([.. isReady && !wasReady ? ["READY=1"] : Array.Empty<string>(), .. isReady ? ["WATCHDOG=1"] : Array.Empty<string>(), $"STATUS={status}"])
                    && isReady;
                await Task.Delay(wasReady ? pause : Soon, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Tell("STOPPING=1");
        }
    }

    /// <summary>A supervisor that is away for a moment hears it the next time: a service that said nothing any more would be ended.</summary>
    bool Tell(params IEnumerable<string> lines)
    {
        try
        {
            supervisor.Tell(lines);
            _isAway = false;
            return true;
        }
        catch (SocketException fault)
        {
            if (!_isAway)
                log.LogWarning("The socket that NOTIFY_SOCKET names cannot be written to: {Fault}. It is tried again", fault.Message);
            _isAway = true;
            return false;
        }
    }
}

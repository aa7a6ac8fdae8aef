using System.Collections.Concurrent;

namespace Digest.Delivering;

/// <summary>What a run came to; counted from many dialogues at once.</summary>
internal sealed class DeliveryCounts
{
    int _sent, _retried, _failed, _expired, _suppressed, _skipped, _inDoubt;
    volatile bool _relayIsDown;
    readonly ConcurrentDictionary<string, bool> _faults = new(StringComparer.Ordinal);

    public int Sent => _sent;
    public int Retried => _retried;
    public int Failed => _failed;
    public int Expired => _expired;
    public int Suppressed => _suppressed;
    public int Skipped => _skipped;
    public int InDoubt => _inDoubt;

    /// <summary>The relay could not be used; the rest of the queue waits for the next run.</summary>
    public bool RelayIsDown { get => _relayIsDown; set => _relayIsDown = value; }

    /// <summary>Whether mails could not be made for another reason until now.</summary>
    public bool IsNewFault(Exception fault) => _faults.TryAdd(fault.GetBaseException().Message, true);

    public bool Any => Sent + Retried + Failed + Expired + Suppressed + Skipped + InDoubt > 0;

    /// <param name="state">What a delivery became: back in the queue counts as retried.</param>
    public void Add(DeliveryState state, int count = 1)
    {
        switch (state)
        {
            case DeliveryState.Sent: Interlocked.Add(ref _sent, count); break;
            case DeliveryState.Failed: Interlocked.Add(ref _failed, count); break;
            case DeliveryState.Expired: Interlocked.Add(ref _expired, count); break;
            case DeliveryState.Suppressed: Interlocked.Add(ref _suppressed, count); break;
            case DeliveryState.Skipped: Interlocked.Add(ref _skipped, count); break;
            case DeliveryState.InDoubt: Interlocked.Add(ref _inDoubt, count); break;
            default: Interlocked.Add(ref _retried, count); break;
        }
    }
}

using Digest.Checking;

namespace Digest.Watching;

/// <summary>The doctor's round while the service runs: what was right at the start need not stay so (a certificate, a record in the DNS,
/// the clock). What was found is kept until the next round, by each node for itself.</summary>
internal sealed class Checkup(Doctor doctor, WatchingOptions options, TimeProvider time)
{
    /// <summary>Sources are silent now and then; their own alarm knows when it is too long.</summary>
    static readonly string[] WatchedElsewhere = ["source", "sources"];

    /// <summary>The start itself is no time to ask the world.</summary>
    static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(5);

    static readonly TimeSpan WhileFaulty = TimeSpan.FromHours(1);

    DateTimeOffset? _next;

    /// <summary>What is wrong, the worst first; null before the first round.</summary>
    public IReadOnlyList<Finding>? Found { get; private set; }

    /// <summary>The faults that nothing else tells of; null before the first round, where there will be one.</summary>
    public IReadOnlyList<Finding>? Faults => Found is null && options.CheckupEvery > TimeSpan.Zero ? null
        : [.. (Found ?? []).Where(f => f.Level == Level.Fault && !WatchedElsewhere.Contains(f.About.Split(' ')[0], StringComparer.Ordinal))];

    public async Task RunWhenDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        _next ??= now + AfterStart;
        if (options.CheckupEvery == TimeSpan.Zero || now < _next)
            return;
        Found = [.. (await doctor.RunAsync(offline: false, _ => { }, ct, makes: false)).Where(f => f.Level >= Level.Warning).OrderByDescending(f => f.Level)];
        // Whoever mends a fault wants to hear that it is over.
        _next = now + (Faults is { Count: > 0 } && options.CheckupEvery > WhileFaulty ? WhileFaulty : options.CheckupEvery);
    }
}

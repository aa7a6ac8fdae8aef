using Quartz;

namespace Digest.Scheduling;

/// <summary>All background work, in one place: each line a job and when it wakes.</summary>
internal sealed class Timetable(SchedulingOptions options)
{
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Zone);

    public IReadOnlyList<Line> Lines =>
    [
        new("gather", typeof(GatherJob), options.Gather, "asks the sources for new papers and votes"),
        new("wanted", typeof(WantedJob), options.Wanted, "asks for papers that readers gave as examples"),
        new("edition", typeof(EditionJob), options.Edition, "ranks the day's papers once its hour has come"),
        new("issues", typeof(IssueJob), options.Issues, "plans the issues that are due"),
        new("deliveries", typeof(DeliveryJob), options.Deliveries, "sends what is queued"),
        new("bounces", typeof(BounceJob), options.Bounces, "reads reports of mails that came back"),
        new("pruning", typeof(PruningJob), options.Pruning, "forgets what has served its time"),
    ];

    /// <summary>The next times a line wakes, after an instant.</summary>
    public IReadOnlyList<DateTimeOffset> NextFirings(Line line, DateTimeOffset after, int count)
    {
        var cron = new CronExpression(line.Cron, Zone);
        var firings = new List<DateTimeOffset>(count);
        for (var at = cron.GetNextValidTimeAfter(after); at is { } next && firings.Count < count; at = cron.GetNextValidTimeAfter(next))
            firings.Add(next);
        return firings;
    }

    /// <param name="Cron">Quartz's form, seconds first.</param>
    internal sealed record Line(string Name, Type Job, string Cron, string Purpose);
}

[DisallowConcurrentExecution]
internal sealed class GatherJob(Gathering.Gatherer gatherer) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) =>
        await gatherer.GatherSourcesAsync(new(), ct);
}

[DisallowConcurrentExecution]
internal sealed class WantedJob(Gathering.WantedPapers wanted) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await wanted.GatherAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class EditionJob(EditionRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await run.RunWhenDueAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class IssueJob(IssueRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await run.RunAsync(ct, spread: true);
}

[DisallowConcurrentExecution]
internal sealed class DeliveryJob(DeliveryRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await run.RunAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class BounceJob(Bounces.BounceIntake intake) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await intake.RunAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PruningJob(Storage.Pruning pruning) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct = default) => await pruning.RunAsync(ct);
}

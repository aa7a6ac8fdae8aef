using System.Data.Common;
using Digest.Scheduling;
using Digest.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digest.Watching;

/// <summary>Every minute: look, plan the report when it is due, send what is to be told. It has a beat of its own, because it also tells when
/// the timetable has stopped.</summary>
internal sealed partial class WatchRound(
    Checkup checkup, Watchman watchman, Reporter reporter, Postman postman, Beat timetable, IHostApplicationLifetime life, TimeProvider time,
    ILogger<WatchRound> log, RowInstruments? instruments = null) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1), Soon = TimeSpan.FromMilliseconds(200);

    readonly Dictionary<string, Task> _telling = Postman.Ways.ToDictionary(way => way, _ => Task.CompletedTask, StringComparer.Ordinal);

    /// <summary>Ends with the doctor's round that is under way. Neither it nor what is told holds up a look: a relay may take minutes
    /// to say nothing.</summary>
    public Task Examining { get; private set; } = Task.CompletedTask;

    /// <summary>Ends when all is told that could be.</summary>
    public Task Telling => Task.WhenAll(_telling.Values);

    public async Task RunAsync(CancellationToken ct)
    {
        Examining = await AfterAsync(Examining, checkup.RunWhenDueAsync, ct);
        await watchman.LookAsync(ct);
        await reporter.PlanWhenDueAsync(ct);
        foreach (var way in Postman.Ways)
            _telling[way] = await AfterAsync(_telling[way], token => postman.SendDueAsync(way, token), ct);
        if (instruments is not null)
            await instruments.RefreshAsync(ct);
    }

    /// <summary>Begins what runs beside the looks anew where it has ended; a fault of the program ends the service, as one of a look does.</summary>
    async Task<Task> AfterAsync(Task last, Func<CancellationToken, Task> run, CancellationToken ct)
    {
        if (!last.IsCompleted)
            return last;
        await last;
        return TryAsync(run, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the first word of stopping on: jobs that end their dialogues are no timetable that has stopped.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, life.ApplicationStopping);
        using var beat = new PeriodicTimer(Every, time);
        try
        {
            await StartedAsync(stop.Token);
            // Nor is one that only just starts; one that does not start is told of.
            for (var begun = time.GetTimestamp(); await timetable.StateAsync(stop.Token) == "stopped" && time.GetElapsedTime(begun) < Every;)
                await Task.Delay(Soon, time, stop.Token);
            do
                await TryAsync(RunAsync, stop.Token);
            while (await beat.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The service stops; what is planned stands in rows.
        }
        await Task.WhenAll(Examining, Telling);
    }

    /// <summary>A service that does not come up, because another has its port, looks at nothing.</summary>
    async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }

    async Task TryAsync(Func<CancellationToken, Task> run, CancellationToken ct)
    {
        try
        {
            await run(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // As above; who waits for the next minute hears of it there.
        }
        catch (Exception fault) when (fault is DbException or StorageException or InvalidDataException or IOException)
        {
            // One round; the next comes in a minute, and /health/ready says what is wrong with the database.
            LogFault(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look at how the service is did not come to its end; the next is in a minute")]
    partial void LogFault(Exception fault);
}

using Digest.Storage;
using Digest.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digest.Tests;

/// <summary>What the service does every minute to look after itself.</summary>
sealed partial class App
{
    /// <param name="waits">Until all is told; false: only until all was looked at.</param>
    public async Task WatchAsync(bool waits = true)
    {
        var round = Get<WatchRound>();
        await round.RunAsync(Get<IHostApplicationLifetime>().ApplicationStopping);
        await round.Examining;
        if (waits)
            await round.Telling;
    }

    /// <summary>What `digest alarms test` plans; the next round tells it.</summary>
    public Task PlanTestAlarmAsync() => Get<Watchman>().TestAsync(Get<OperatorPosts>(), Clock.GetUtcNow(), CancellationToken.None);

    /// <summary>Goes on, looking every minute or every so many.</summary>
    public async Task WatchForAsync(int minutes, int step = 1, bool waits = true)
    {
        for (var minute = 0; minute < minutes; minute += step)
        {
            Clock.Advance(TimeSpan.FromMinutes(step));
            await WatchAsync(waits);
        }
    }

    /// <summary>Whether figures are sent to a collector.</summary>
    public bool Exports => _host.Services.GetServices<IHostedService>().OfType<OtlpExport>().Any();

    /// <summary>The timetable of an application that has one comes to a halt.</summary>
    public async Task StopTimetableAsync() => await (await Get<Quartz.ISchedulerFactory>().GetScheduler()).Standby();

    /// <summary>It ends, as it does while a service that stops ends its dialogues.</summary>
    public async Task EndTimetableAsync() => await (await Get<Quartz.ISchedulerFactory>().GetScheduler()).Shutdown();

    /// <summary>What became of what operators were to be told.</summary>
    public Task<IReadOnlyList<OperatorPosts.Fate>> ToldAsync(string about) => Get<OperatorPosts>().TellAsync(about, 100, CancellationToken.None);
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace Digest.Scheduling;

internal static class SchedulingSetup
{
    /// <summary>The timetable, and with <paramref name="runs"/> the clock that follows it.</summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration configuration, bool runs)
    {
        var section = configuration.GetSection("Scheduling");
        services.AddOptions<SchedulingOptions>().Bind(section)
            .Validate(o => TimeZoneInfo.TryFindSystemTimeZoneById(o.Zone, out _), "Scheduling:Zone is no known time zone.")
            .Validate(o => Faulty(o) is null, "Scheduling: a cron expression is not valid; see the list in appsettings.json.")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SchedulingOptions>>().Value);
        services.AddSingleton<Timetable>();
        if (!runs)
            return services;

        var timetable = new Timetable(section.Get<SchedulingOptions>() ?? new());
        services.AddQuartz(quartz =>
        {
            foreach (var line in timetable.Lines)
            {
                quartz.AddJob(line.Job, job => job.WithIdentity(line.Name).StoreDurably());
                // A missed wake-up needs no making up: the next one finds in the rows all that is due.
                quartz.AddTrigger(trigger => trigger.ForJob(line.Name).WithIdentity(line.Name)
                    .WithCronSchedule(line.Cron, cron => cron.InTimeZone(timetable.Zone)
                        .WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
            }
        });
        // A stopping service tells its jobs, waits for them, and they end their dialogues.
        services.Configure<QuartzSchedulerOptions>(o => o.ShutdownJobInterruption = ShutdownJobInterruption.Always);
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }

    static string? Faulty(SchedulingOptions options) => new[]
    {
        options.Gather, options.Edition, options.Issues, options.Deliveries, options.Pruning,
    }.FirstOrDefault(cron => !CronExpression.TryParse(cron, out _));
}

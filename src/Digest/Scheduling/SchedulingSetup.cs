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
        services.AddOptions<SchedulingOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SchedulingOptions>, Check>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SchedulingOptions>>().Value);
        services.AddSingleton<Timetable>();
        if (!runs)
            return services;

        var settings = section.Get<SchedulingOptions>() ?? new();
        if (new Check().Validate(null, settings).Failed)
            return services; // the check at the start refuses them by name
        var timetable = new Timetable(settings);
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

    sealed class Check : IValidateOptions<SchedulingOptions>
    {
        public ValidateOptionsResult Validate(string? name, SchedulingOptions options)
        {
            (string Key, string Cron)[] crons =
            [
                ("Gather", options.Gather), ("Edition", options.Edition), ("Issues", options.Issues),
                ("Deliveries", options.Deliveries), ("Pruning", options.Pruning),
            ];
            var faults = crons.Where(c => !CronExpression.TryParse(c.Cron, out _))
                .Select(c => $"Scheduling:{c.Key} \"{c.Cron}\" is no Quartz cron expression (six fields, seconds first).").ToList();
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.Zone, out _))
                faults.Add($"Scheduling:Zone \"{options.Zone}\" is no known time zone.");
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}

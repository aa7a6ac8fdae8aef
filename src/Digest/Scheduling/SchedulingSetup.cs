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
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SchedulingOptions>, Check>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SchedulingOptions>>().Value);
        services.AddSingleton<Timetable>();
        services.AddSingleton(s => new Beat(s.GetService<ISchedulerFactory>()));
        var options = section.Get<SchedulingOptions>() ?? new();
        // What is faulty is told before anything starts, and could not be scheduled here.
        if (!runs || options.Faults().Any())
            return services;

        var timetable = new Timetable(options);
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
        public ValidateOptionsResult Validate(string? name, SchedulingOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}

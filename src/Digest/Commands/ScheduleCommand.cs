using System.CommandLine;
using Digest.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What wakes when.</summary>
internal static class ScheduleCommand
{
    const int Firings = 5;

    public static Command Create(Launcher launcher)
    {
        var command = new Command("schedule", "Print the jobs with cron expression, zone and the next five times they wake.")
        {
            DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), (services, _) =>
        {
            var timetable = services.GetRequiredService<Timetable>();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var lines = timetable.Lines.Select(line => new
            {
                line.Name,
                line.Purpose,
                line.Cron,
                Zone = timetable.Zone.Id,
                Next = timetable.NextFirings(line, now, Firings),
            }).ToList();
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(lines);
            else
                foreach (var line in lines)
                {
                    Print.Line($"{line.Name}: {line.Purpose}");
                    Print.Line($"  {line.Cron}  ({line.Zone})");
                    Print.Line($"  {string.Join("  ", line.Next.Select(at => at.UtcDateTime.ToString("u", System.Globalization.CultureInfo.InvariantCulture)))}");
                }
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
    }
}

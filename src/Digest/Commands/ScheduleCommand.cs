using System.CommandLine;
using Digest.Scheduling;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What wakes when.</summary>
internal static class ScheduleCommand
{
    const int Firings = 5;

    public static Command Create(Launcher launcher)
    {
        var who = new Argument<string?>("ADDRESS")
        {
            Description = "A subscriber's e-mail address: print when their next five letters are due instead.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("schedule", "Print the jobs with cron expression, zone and the next five times they wake.")
        {
            who, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            if (parsed.GetValue(who) is { } address)
                return Letters(await services.GetRequiredService<SubscriberStore>().RequireAsync(address, token), parsed.GetValue(DigestCommand.Json));
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
            return Exit.Done;
        }, ct));
        return command;
    }

    /// <summary>When somebody's next letters are due, their quiet days left out.</summary>
    static int Letters(Subscriber reader, bool isJson)
    {
        var (delivery, due) = (reader.Preferences.Delivery, new List<Occurrence>());
        if (reader.NextIssueAt is { } at)
            due.Add(new(delivery.DateAt(at), at));
        while (due.Count is > 0 and < Firings)
            due.Add(delivery.NextAfter(due[^1].DueAt, due[^1].LocalDate));
        if (isJson)
        {
            Print.Json(new { address = reader.Address.Text, reader.State, delivery.Zone, quietDays = delivery.Quiet.Lines, due });
            return Exit.Done;
        }
        Print.Line($"{reader.Address} is {reader.State.ToString().ToLowerInvariant()}{(due.Count == 0 ? "; no letter is due by itself" : "")}");
        foreach (var letter in due)
            Print.Line($"  {letter.LocalDate:yyyy-MM-dd}  {letter.DueAt.UtcDateTime.ToString("u", System.Globalization.CultureInfo.InvariantCulture)}");
        if (delivery.Quiet.Lines.Count > 0)
            Print.Line($"  no letters on {delivery.Quiet}");
        return Exit.Done;
    }
}

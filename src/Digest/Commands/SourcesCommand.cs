using System.CommandLine;
using System.Globalization;
using Digest.Checking;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>How fresh each source is, what it brought, and what went wrong last.</summary>
internal static class SourcesCommand
{
    const string Unverified = " (written by its documentation; not yet tried against the live service)";

    public static Command Create(Launcher launcher)
    {
        var command = new Command("sources", "Tell of each source how fresh it is, what it brought, and its last error.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var (now, sources, wanted, off) = await services.GetRequiredService<SourceStandings>().TellAsync(token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new
                {
                    at = now,
                    sources = sources.Select(s => Document(s, now)),
                    wanted,
                    off = off.Select(o => new { source = o.Name, o.Setting, verified = o.IsVerified }),
                });
            else
            {
                foreach (var source in sources)
                    Tell(source, now);
                if (wanted.Waiting + wanted.GivenUp > 0)
                    Tell(wanted);
                foreach (var source in off)
                    Print.Line($"{source.Name} is off ({source.Setting}){(source.IsVerified ? "" : Unverified)}");
            }
            return Exit.Done;
        }, ct));
        return command;
    }

    static object Document(SourceStandings.Standing source, DateTimeOffset now) => new
    {
        source = source.Name,
        configured = source.IsConfigured,
        verified = source.IsVerified,
        source.Told.NewestEntryAt,
        newestEntryAgeHours = (now - source.Told.NewestEntryAt)?.TotalHours is { } hours ? Math.Round(hours, 1) : (double?)null,
        source.Told.LastAskedAt,
        source.Told.LastAnsweredAt,
        lastError = source.Told.LastError,
        source.Told.LastDay,
        last7Days = source.Told.LastWeek,
    };

    static void Tell(SourceStandings.Standing source, DateTimeOffset now)
    {
        var told = source.Told;
        var kind = !source.IsConfigured ? " (taken in from files, or no longer asked)"
            : source.IsVerified == false ? Unverified : "";
        Print.Line($"{source.Name}{kind}");
        Print.Line($"  newest entry   {(told.NewestEntryAt is { } newest ? $"{newest.ToMinute()}, {Age(now - newest)}" : "none yet")}");
        if (source.IsConfigured || told.LastAnsweredAt is not null)
            Print.Line($"  last answered  {(told.LastAnsweredAt is { } answered ? answered.ToMinute() : "never")}");
        if (told.LastError is { } fault)
            Print.Line($"  last error     {fault.At.ToMinute()}, for {fault.About}: {(fault.WasLate ? "late, " : "")}{fault.Reason}");
        Print.Line($"  last day       {told.LastDay.Listed} on its lists; brought {told.LastDay.New} new, {told.LastDay.Joined} joined");
        Print.Line($"  last 7 days    {told.LastWeek.Listed} on its lists; brought {told.LastWeek.New} new, {told.LastWeek.Joined} joined");
    }

    static void Tell(WantedStore.Told wanted)
    {
        Print.Line($"papers that readers gave as examples");
        Print.Line($"  not here yet   {wanted.Waiting}; {wanted.GivenUp} given up");
        Print.Line($"  last asked     {(wanted.LastTriedAt is { } tried ? tried.ToMinute() : "never")}");
        if (wanted.LastError is { } fault)
            Print.Line($"  last error     for {fault.Paper}, try {fault.Tries}: {fault.Reason}");
    }

    static string Age(TimeSpan age) => string.Create(CultureInfo.InvariantCulture,
        $"{(age < TimeSpan.Zero ? "to come" : age < TimeSpan.FromDays(2) ? $"{age.TotalHours:0} h old" : $"{age.TotalDays:0} days old")}");
}

using System.Globalization;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>What is wrong, by what was looked at. Decides only; a table test holds it.</summary>
internal static class AlarmRule
{
    /// <summary>What passes by itself within this time is no news.</summary>
    public static readonly TimeSpan Shortly = TimeSpan.FromMinutes(3);

    /// <summary>The timetable looks every ten minutes whether the edition is due.</summary>
    static readonly TimeSpan TwoLooks = TimeSpan.FromMinutes(20);

    const long Mebibyte = 1024 * 1024, SmallestPart = 20;

    public static IReadOnlyList<Condition> Look(Observation seen, WatchingOptions options)
    {
        IReadOnlyList<Condition> own = Own(seen, options);
        // One for each thing: a domain may have two faults, and both stand in the detail.
        return [.. own, .. (seen.Faults ?? []).Where(fault => !IsTold(fault.About, own)).GroupBy(fault => fault.About, StringComparer.Ordinal)
            .Select(of => new Condition("doctor", of.Key, seen.Node, string.Join(" ", of.Select(f => $"{f.What} {f.Do}".Trim())), Shortly))];
    }

    /// <summary>Whether an alarm is about something that was not looked at, or that another alarm tells now, so that it neither stands nor is over.</summary>
    public static bool IsUnknown(AlarmRow row, Observation seen, IReadOnlyList<Condition> found) =>
        row.Kind == "doctor" && row.Node == seen.Node && (seen.Faults is null || IsTold(row.Subject, found));

    /// <summary>What the doctor says of a relay, the disk or the templates is less news than their own alarm.</summary>
    static bool IsTold(string about, IReadOnlyList<Condition> found) => about.Split(' ')[0] is var kind && found.Any(condition => condition.Kind == kind);

    static IReadOnlyList<Condition> Own(Observation seen, WatchingOptions options) =>
    [
        .. seen.Sources.Select(source => Source(source.Name, source.Told, seen.At, options)).OfType<Condition>(),
        .. seen.Relays.Where(relay => relay.Fault is not null).Select(relay => new Condition("relay", relay.Name, seen.Node, relay.Fault!, options.RelayDownFor)),
        .. new[] { Failures(seen.Symptoms, options), Waiting(seen, options), Disk(seen, options), Edition(seen, options), Complaints(seen.Symptoms, options) }.OfType<Condition>(),
        .. seen.Timetable == "stopped" ? new[] { new Condition("timetable", "", seen.Node, "the jobs of this process do not run", Shortly) } : [],
        .. seen.TemplatesFault is { } left ? new[] { new Condition("templates", "", seen.Node, left, Shortly) } : [],
    ];

    /// <summary>Hours without Saturdays and Sundays, by UTC: many sources list nothing there.</summary>
    internal static TimeSpan WorkingTime(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from)
            return TimeSpan.Zero;
        var working = TimeSpan.Zero;
        for (var (at, day) = (from.UtcDateTime, from.UtcDateTime.Date); at < until.UtcDateTime; at = day = day.AddDays(1))
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                working += (day.AddDays(1) < until.UtcDateTime ? day.AddDays(1) : until.UtcDateTime) - at;
        return working;
    }

    static Condition? Source(string name, SourceStory.Told told, DateTimeOffset now, WatchingOptions options)
    {
        var why = told.LastError is { } fault ? $"; last error: {fault.Reason}" : "";
        // One that never answered has been waited for since it was first asked, which nobody wrote down.
        return told switch
        {
            { LastAskedAt: null } => null,
            { LastAnsweredAt: null } => new("source", name, "", $"it never answered{why}", options.SourceSilentAfter),
            { LastAnsweredAt: { } at } when WorkingTime(at, now) >= options.SourceSilentAfter => new("source", name, "", $"no answer since {at.ToMinute()}{why}", Shortly),
            _ => null,
        };
    }

    static Condition? Failures(Symptoms.Read seen, WatchingOptions options) =>
        seen.Tried >= options.FailureOf && seen.Failed >= options.FailureShare * seen.Tried
            ? new("failures", "", "", $"{seen.Failed} of {seen.Tried} mails of an hour failed or are in doubt ({Percent(seen.Failed, seen.Tried)})", Shortly) : null;

    static Condition? Waiting(Observation seen, WatchingOptions options) =>
        seen.Symptoms.OldestDue is { } due && seen.At - due >= options.WaitingFor
            ? new("waiting", "", "", $"{seen.Symptoms.Due} mails are due, the first since {due.ToMinute()}", Shortly) : null;

    static Condition? Disk(Observation seen, WatchingOptions options) =>
        seen.Room is { } room && room.Free < Math.Min(options.DiskFreeAtLeast * Mebibyte, room.Total / SmallestPart)
            ? new("disk", "", seen.Node, $"{room.Free / Mebibyte} MiB of {room.Total / Mebibyte} are free", Shortly) : null;

    /// <summary>A service that had none yet is not missing one.</summary>
    static Condition? Edition(Observation seen, WatchingOptions options) =>
        !seen.Symptoms.HasEdition && seen.Symptoms.LastEdition is { } last && seen.At - seen.EditionDue >= options.EditionLateBy
            ? new("edition", "", "", $"it was due at {seen.EditionDue.ToMinute()}; the newest is of {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", TwoLooks) : null;

    static Condition? Complaints(Symptoms.Read seen, WatchingOptions options) =>
        seen.Complaints >= options.ComplaintsAtLeast && seen.Complaints >= options.ComplaintShare * seen.Sent
            ? new("complaints", "", "", $"{seen.Complaints} in 24 hours, in which {seen.Sent} mails were sent", Shortly) : null;

    static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100d * part / whole:0} %");
}

using System.Globalization;
using System.Security.Cryptography;
using Digest.Delivering;
using Digest.Gathering;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest.Watching;

/// <summary>Tells operators once a day what the day before was like.</summary>
internal sealed partial class Reporter(
    DayFigures days, Figures figures, SourceStory story, Gatherer gatherer, AlarmStore alarms, OperatorPosts posts, OperatorMail mails, Renderer renderer, Timings timings,
    StorageOptions storage, WatchingOptions options, OperatorZone zone, TimeProvider time, ILogger<Reporter> log)
{
    const int Days = 30, MostListed = 10_000;

    const long Megabyte = 1_000_000;

    static readonly TimeSpan Lately = TimeSpan.FromDays(2);

    public static string About(DateOnly day) => $"report:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The newest day that is over and whose report is due.</summary>
    public DateOnly DueDay => ReportDay.Due(time.GetUtcNow(), zone.Zone, options.ReportTime);

    public DateOnly Today => ReportDay.Today(time.GetUtcNow(), zone.Zone);

    /// <summary>Plans the report that is due, unless it was planned, here or elsewhere.</summary>
    public async Task PlanWhenDueAsync(CancellationToken ct)
    {
        var day = DueDay;
        if (options.ReportTo.Count > 0 && !await posts.IsPlannedAsync(About(day), ct))
            await PlanAsync(day, About(day), ReportDay.DueAt(day.AddDays(1), zone.Zone, options.ReportTime), ct);
    }

    /// <summary>Plans the report of a day for everybody it goes to.</summary>
    /// <param name="about">Names it; something is planned about a name once.</param>
    /// <returns>False: it was planned before.</returns>
    public async Task<bool> PlanAsync(DateOnly day, string about, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var report = await MakeAsync(day, ct);
        var now = time.GetUtcNow();
        var id = mails.MessageId(about, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var bytes = Write(report, id, now);
        var isNew = await posts.PlanAsync(new(about, id, now, expiresAt, [.. options.ReportTo.Select(address => ("mail", address, bytes))]), ct);
        if (isNew)
            LogPlanned(day);
        return isNew;
    }

    /// <summary>The whole mail as it would be sent.</summary>
    public byte[] Write(Report report, string id, DateTimeOffset at) => mails.Write(
        options.ReportTo.Count > 0 ? [.. options.ReportTo] : ["operator@localhost"], report.Render(renderer, plot => "cid:" + mails.ContentId(plot)), id, at,
        [.. report.Plots.Select(plot => (mails.ContentId(plot.Kind), plot.Png))],
        report.List is null ? [] : [(report.ListName, "text/csv; charset=utf-8", report.List)]);

    public async Task<Report> MakeAsync(DateOnly day, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var bounds = ReportDay.Bounds(day, Days, zone.Zone);
        var told = await days.TellAsync(bounds, ct);
        var failed = await days.FailedAsync(bounds[^2], bounds[^1], ct);
        var failures = failed.Count == 0 ? [] : await days.FailuresAsync(bounds[^2], bounds[^1], MostListed, ct);
        var counted = await figures.CountAsync(now, ct);
        var sources = await story.TellAsync(now, ct);
        var open = (await alarms.OpenAsync(ct)).Where(row => row.Told > 0).Select(zone.Line).ToList();
        var (last, listName) = (told[^1], $"failed-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");
        var oldest = counted.OldestOwed;
        return new(
            (site, language, plots) => new ReportModel(
                site, language, day, zone.Zone.Id,
                new(last.Of("sent"), last.Of("failed"), last.Of("expired"), last.Of("suppressed"), last.Of("skipped"), last.Of("empty"), counted.InDoubt, counted.Owed,
                    (long)oldest.TotalMinutes),
                [.. failed.Select(f => new ReportCount(f.Code, f.Mails))],
                new(counted.Subscribers.GetValueOrDefault("active"), last.Joined, last.Left, last.Complaints, last.Bounced, counted.Suppressions.Values.Sum()))
            {
                Sources = [.. gatherer.Sources.Select(s => s.Name).Union(sources.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal)
                    .Select(name => Source(name, sources.GetValueOrDefault(name), now))],
                Alarms = open,
                Plots = plots,
                Papers = last.Papers,
                MatchingMs = Mean(timings.Matching),
                RenderingMs = Mean(timings.Rendering),
                DatabaseMegabytes = counted.Bytes / Megabyte,
                FreeMegabytes = (Lookout.RoomOf(storage.DataFolder)?.Free ?? 0) / Megabyte,
                ListName = failures.Count > 0 ? listName : "",
                Listed = failures.Count,
            },
            [.. ReportPlot.Kinds.Select(kind => Report.PlotOf(kind, day, [.. told.Select(d => Of(d, kind))]))],
            listName, failures.Count > 0 ? FailedList.Write(failures) : null);
    }

    static long Of(DayFigures.Day day, string kind) => kind switch
    {
        "joined" => day.Joined,
        "left" => day.Left,
        "papers" => day.Papers,
        _ => day.Of(kind),
    };

    ReportSource Source(string name, SourceStory.Told? told, DateTimeOffset now)
    {
        var error = told?.LastError is { } fault && now - fault.At < Lately ? fault : null;
        return new(
            name, told?.LastAnsweredAt is { } at ? Math.Max(0, (long)(now - at).TotalMinutes) : -1, told?.NewestEntryAt is { } newest ? zone.Day(newest) : null,
            error is null ? null : zone.Day(error.At), error?.Reason ?? "");
    }

    static string Mean(Timings.Distribution taken)
    {
        var (upTo, sum) = taken.Read();
        return upTo[^1] == 0 ? "" : (sum / upTo[^1] * 1000).ToString("0.00", CultureInfo.InvariantCulture);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Planned the operators' report of {Day:yyyy-MM-dd}")]
    partial void LogPlanned(DateOnly day);
}

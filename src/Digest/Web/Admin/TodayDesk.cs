using Digest.Checking;
using Digest.Delivering;
using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>How it goes, at a glance.</summary>
internal static class TodayDesk
{
    const int DaysShown = 30;

    /// <summary>A day and a half without an answer is a day missed.</summary>
    static readonly TimeSpan Stale = TimeSpan.FromHours(36);

    public static void MapToday(this IEndpointRouteBuilder app) => app.MapRead("", async (
        HttpContext context, Desk desk, Figures figures, RecentDays days, Registers registers, SourceStandings sources, IMailTransport transport, TimeProvider time,
        CancellationToken ct) =>
    {
        var now = time.GetUtcNow();
        var (counted, daily, standings) = (await figures.CountAsync(now, ct), await days.CountAsync(DaysShown, now, ct), await sources.TellAsync(ct));
        var newest = await registers.EditionsAsync(long.MaxValue, 1, ct);
        return desk.Page(context, "admin-today", (site, at) => new AdminTodayPage(
            site, at, Desk.Time(now), newest is [var edition] ? EditionDesk.Line(edition) : null, Mails(counted), Readers(counted),
            [.. standings.Sources.Select(s => EditionDesk.Source(s, now))],
            [.. transport.Standings.Select(r => new RelayModel(r.Name, r.RestsUntil is { } until ? $"rests until {Desk.Time(until)}: {r.Fault}" : ""))],
            [
                Plotted("Letters and notices sent", d => d.Of("sent")), Plotted("Failed", d => d.Of("failed")), Plotted("Expired", d => d.Of("expired")),
                Plotted("Suppressed", d => d.Of("suppressed")), Plotted("Empty, so not sent", d => d.Of("empty")), Plotted("New readers", d => d.Joined),
                Plotted("Unsubscribed", d => d.Left), Plotted("Complaints", d => d.Complaints),
            ]));

        PlotModel Plotted(string title, Func<DayFigures.Day, long> count) => Plot.Of(title, [.. daily.Select(d => (d.Date, count(d.Day)))]);
    });

    static IReadOnlyList<FigureModel> Mails(Figures.Counted counted)
    {
        var oldest = counted.OldestDue > TimeSpan.Zero ? $", the oldest for {Desk.Age(counted.OldestDue)}" : "";
        return
        [
            new($"could leave now{oldest}", Desk.Count(counted.Due), "admin/deliveries?state=owed", counted.OldestDue > TimeSpan.FromHours(1)),
            new("owed in all", Desk.Count(counted.Owed), "admin/deliveries?state=owed", false),
            new("in doubt", Desk.Count(counted.InDoubt), "admin/deliveries?state=in_doubt", counted.InDoubt > 0),
            Ended("sent"), Ended("failed", isBad: true), Ended("expired", isBad: true), Ended("suppressed"),
            new("had nothing to say", Desk.Count(counted.Empty), "admin/deliveries?state=skipped", false),
        ];

        FigureModel Ended(string state, bool isBad = false) =>
            new(state, Desk.Count(counted.Ended.GetValueOrDefault(state)), $"admin/deliveries?state={state}", isBad && counted.Ended.GetValueOrDefault(state) > 0);
    }

    static IReadOnlyList<FigureModel> Readers(Figures.Counted counted) =>
    [
        .. new[] { "active", "pending", "paused",
            "left" }.Select(state => new FigureModel(state, Desk.Count(counted.Subscribers.GetValueOrDefault(state)), $"admin/subscribers?state={state}", false)),
        new("suppressed addresses", Desk.Count(counted.Suppressions.Values.Sum()), "admin/suppressions", false),
    ];

    public static bool IsStale(SourceStandings.Standing source, DateTimeOffset now) => source.IsConfigured && !(now - source.Told.LastAnsweredAt < Stale);
}

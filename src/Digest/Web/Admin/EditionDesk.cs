using System.Globalization;
using Digest.Checking;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>Editions with their ranks and reasons, and the sources they were made of.</summary>
internal static class EditionDesk
{
    const int Listed = 50, PapersShown = 200;

    public static void MapEditionsAndSources(this IEndpointRouteBuilder app)
    {
        app.MapRead("editions", async (HttpContext context, Desk desk, Registers registers, CancellationToken ct) =>
        {
            var lines = await registers.EditionsAsync(Turning.Number(context, "before") ?? long.MaxValue, Listed + 1, ct);
            return desk.Page(context, "admin-editions", (site, at) => new AdminEditionsPage(
                site, at, [.. lines.Take(Listed).Select(Line)], lines.Count > Listed ? $"admin/editions?before={Turning.Written(lines[Listed - 1].Id)}" : ""));
        });

        app.MapRead("editions/{id:long}", async (long id, HttpContext context, Desk desk, EditionStore editions, Links links, Pages pages, CancellationToken ct) =>
            await editions.ReadTopAsync(id, PapersShown, ct) is not ({ } edition, var papers) ? pages.Message("not_found", StatusCodes.Status404NotFound)
                : desk.Page(context, "admin-edition", (site, at) => new AdminEditionPage(
                    site, at, Line(new(id, edition.Period, edition.Date, edition.PreparedAt, papers, edition.Sources)),
                    [.. edition.Sources.Select(s => $"{s.Source}: {Words.Of(s)}")],
                    [.. edition.Papers.Select(p => new RankModel(p.Rank, p.Paper.Title, TextLanguage.Of(p.Paper.Title), links.Paper(p.Paper),
                        p.Score.ToString("0.000", CultureInfo.InvariantCulture), Words.Why(p)))],
                    papers > PapersShown ? Desk.Count(papers - PapersShown) : "")));

        app.MapRead("sources", async (HttpContext context, Desk desk, SourceStandings standings, CancellationToken ct) =>
        {
            var (now, sources, wanted, off) = await standings.TellAsync(ct);
            return desk.Page(context, "admin-sources", (site, at) => new AdminSourcesPage(
                site, at, [.. sources.Select(s => Source(s, now))],
                [.. off.Select(o => $"{o.Name} is off ({o.Setting}){(o.IsVerified ? "" : "; not yet tried against the live service")}")],
                wanted.Waiting + wanted.GivenUp == 0 ? ""
                    : $"{Desk.Count(wanted.Waiting)} not here yet, {Desk.Count(wanted.GivenUp)} given up; last asked {Desk.Time(wanted.LastTriedAt)}",
                wanted.LastError is { } fault ? $"{fault.Paper}, try {Desk.Count(fault.Tries)}: {fault.Reason}" : ""));
        });
    }

    public static EditionLineModel Line(EditionLine edition) => new(
        edition.Id, $"{edition.Period} {EditionName.Of(edition.Period, edition.Date)}", Desk.Time(edition.PreparedAt), Desk.Count(edition.Papers),
        string.Join("; ", edition.Sources.Where(s => s.State is SourceState.Late or SourceState.Failed).Select(s => $"{s.Source}: {Words.Of(s)}")));

    public static SourceModel Source(SourceStandings.Standing source, DateTimeOffset now)
    {
        var told = source.Told;
        return new(source.Name,
            !source.IsConfigured ? "taken in from files, or no longer asked" : source.IsVerified == false ? "not yet tried against the live service"
                : TodayDesk.IsStale(source, now) ? "has not answered for long" : "",
            Desk.Time(told.NewestEntryAt), told.NewestEntryAt is { } newest ? Desk.Age(now - newest) + " old" : "none yet",
            told.LastAnsweredAt is { } answered ? $"{Desk.Age(now - answered)} ago" : "never",
            told.LastError is { } fault ? $"{Desk.Time(fault.At)}, for {fault.About}: {(fault.WasLate ? "late, " : "")}{fault.Reason}" : "",
            Brought(told.LastDay), Brought(told.LastWeek));
    }

    static string Brought(SourceStory.Brought brought) => $"{Desk.Count(brought.Listed)} listed, {Desk.Count(brought.New)} new, {Desk.Count(brought.Joined)} joined";
}

using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;

namespace Digest.Web;

/// <summary>The papers of a day, a week and a month, each at an address of its own, with ways to the others.</summary>
internal static class EditionPages
{
    public static void MapEditions(this IEndpointRouteBuilder app)
    {
        foreach (var period in Enum.GetValues<Period>())
        {
            var path = period.ToString().ToLowerInvariant();
            app.MapRead($"/{path}", async (Pages pages, Links links, EditionArchive archive, TimeProvider time, CancellationToken ct) =>
                (await archive.CalendarAsync(ct)).Newest(period) is { } newest
                    ? Results.Redirect(links.Edition(period, newest))
                    : await NoneAsync(pages, archive, period, period.FirstDay(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), ct));
            app.MapRead($"/{path}/{{name}}", async (string name, Pages pages, EditionArchive archive, CancellationToken ct) =>
            {
                var (date, calendar) = (EditionName.Read(period, name), await archive.CalendarAsync(ct));
                if (date is not { } day || calendar.Find(period, day) is not { } id)
                    return await NoneAsync(pages, archive, period, date, ct);
                var shown = await archive.ReadAsync(id, ct);
                return pages.Page("edition", (site, language) => new EditionPage(
                    site, language, pages.Papers.Place(calendar, period, day),
                    [.. shown.Papers.Select((paper, i) => pages.Papers.Entry(paper, i + 1, MatchReason.None))],
                    shown.Count - shown.Papers.Count));
            });
        }
    }

    /// <param name="date">Null for what is no date; then the newest edition is the nearest.</param>
    static async Task<IResult> NoneAsync(Pages pages, EditionArchive archive, Period period, DateOnly? date, CancellationToken ct)
    {
        var calendar = await archive.CalendarAsync(ct);
        var (earlier, later) = date is { } asked
            ? (calendar.Earlier(period, asked), calendar.Later(period, asked)) : (calendar.Newest(period), null);
        var around = date ?? earlier ?? calendar.Newest(Period.Day);
        return pages.Page("no-edition", (site, language) => new NoEditionPage(
            site, language, period.ToString().ToLowerInvariant(), Model(date), Model(earlier), Model(later),
            around is { } day ? pages.Papers.Others(calendar, period, day) : []), StatusCodes.Status404NotFound);

        EditionModel? Model(DateOnly? day) => day is { } known ? pages.Papers.Edition(period, known) : null;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;

namespace Digest.Web;

/// <summary>The newest editions of each period as feeds that anybody may read. Made once when there is something new.</summary>
internal sealed class EditionFeeds(EditionArchive archive, Renderer renderer, Links links, SiteOptions site)
{
    const int EditionsTold = 20, PapersTold = 20;

    readonly ConcurrentDictionary<Period, Made> _made = new();

    public async Task<IResult> AnswerAsync(Period period, bool isAtom, CancellationToken ct)
    {
        var editions = new List<ShownEdition>();
        foreach (var id in (await archive.CalendarAsync(ct)).Newest(period, EditionsTold))
            editions.Add(await archive.ReadAsync(id, ct));
        var stamp = string.Join(',', editions.Select(e => string.Create(CultureInfo.InvariantCulture,
            $"{e.Edition.Id}:{string.Join('+', e.Papers.Take(PapersTold).Select(p => p.Paper.Id))}:{e.Count}")));
        if (!_made.TryGetValue(period, out var made) || made.Stamp != stamp)
        {
            var feed = Make(period, editions);
            made = _made[period] = new(stamp, feed.Updated, feed.Atom(links.Feed(period, "atom")), feed.JsonFeed(links.Feed(period, "json")));
        }
        return FeedAnswer.Of(isAtom ? made.Atom : made.Json, isAtom, made.Updated);
    }

    FeedDocument Make(Period period, IReadOnlyList<ShownEdition> editions) => new(
        links.Tag(new(2026, 1, 1), $"feed/{period.ToString().ToLowerInvariant()}"),
        renderer.Line("feed", (page, language) => new FeedPage(page, language, period.ToString().ToLowerInvariant())),
        site.OperatorName.Length > 0 ? site.OperatorName : site.Service, renderer.Locale,
        editions.Count > 0 ? links.Edition(period, editions[0].Edition.Date) : links.Home,
        [.. editions.Select(e => Item(period, e))]);

    FeedItem Item(Period period, ShownEdition shown)
    {
        var (date, edition) = (shown.Edition.Date, renderer.Papers.Edition(period, shown.Edition.Date));
        IReadOnlyList<SectionModel> sections = shown.Papers.Count == 0 ? [] :
            [new("trending", "", [.. shown.Papers.Take(PapersTold).Select((paper, i) => renderer.Papers.Entry(paper, i + 1, MatchReason.None))])];
        object Entry(SiteModel page, LanguageModel language) => new FeedEntryPage(
            page, language, edition, null, sections, [], Math.Max(0, shown.Count - PapersTold));
        return new(links.Tag(date, $"{period.ToString().ToLowerInvariant()}/{EditionName.Of(period, date)}"),
            renderer.Line("feed-entry", Entry), edition.Url, shown.Edition.PreparedAt, renderer.Page("feed-entry", Entry));
    }

    sealed record Made(string Stamp, DateTimeOffset Updated, byte[] Atom, byte[] Json);
}

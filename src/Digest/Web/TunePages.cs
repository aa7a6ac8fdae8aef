using System.Text.Json;
using Digest.Composing;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>
/// More, less and never again: the link shows what each change would do, its button does it. The token in the path is all
/// that is asked for, no cookie and no login; only a form's own fields act, so what a mail program posts to links of a
/// letter (RFC 8058) does nothing here.
/// </summary>
internal static class TunePages
{
    public static void MapTune(this IEndpointRouteBuilder app)
    {
        app.MapRead("/tune/{token}", async (string token, HttpRequest request, Pages pages, Tuning tuning, CancellationToken ct) =>
        {
            if (await tuning.OpenAsync(token, ct) is not { } at)
                return pages.Message("unknown_link", StatusCodes.Status404NotFound);
            if (at.Reader.State == SubscriberState.Left)
                return pages.For(at.Reader).Message("tune_left", StatusCodes.Status410Gone);
            // A link that lost half of what it says still leads to all there is.
            var isSense = TasteChange.TryRead(request.Query["do"], request.Query["what"], out var chosen) && IsOffer(chosen);
            return await ShowAsync(token, at, isSense ? chosen : null, isSense ? Tuning.Refuse(at, chosen!) : null, pages, tuning, ct);
        });

        app.MapPost("/tune/{token}", async (string token, HttpRequest request, Pages pages, Tuning tuning, CancellationToken ct) =>
        {
            var form = await request.FormAsync(ct);
            if (await tuning.OpenAsync(token, ct) is not { } at)
                return pages.Message("unknown_link", StatusCodes.Status404NotFound);
            if (at.Reader.State == SubscriberState.Left)
                return pages.For(at.Reader).Message("tune_left", StatusCodes.Status410Gone);
            if (!TasteChange.TryRead(form["do"], form["what"], out var change))
                return await ShowAsync(token, at, null, TuneRefusal.Unknown, pages, tuning, ct);
            if (Tuning.Refuse(at, change) is { } refusal)
                return await ShowAsync(token, at, change, refusal, pages, tuning, ct);
            var tuned = await tuning.DoAsync(at, change, ct);
            var said = Said(await tuning.SaidAsync(at.Reader.Id, ct));
            return pages.For(at.Reader).Page("tuned", (site, language) => new TunedPage(
                site, language, token, Paper(pages, at), at.Issue?.LocalDate, Model(tuned.Change, false, tuned.Undo, tuned.Effect), tuned.IsNew,
                tuned.Undo?.Do ?? "", tuned.Undo?.What ?? "", said));
        }).FromOwnPages().DisableAntiforgery();
    }

    static async Task<IResult> ShowAsync(
        string token, TunedPaper at, TasteChange? chosen, TuneRefusal? refusal, Pages pages, Tuning tuning, CancellationToken ct)
    {
        // What was refused is offered again only as the words to mend.
        var typed = chosen is { Verb: TasteVerb.MuteWords } ? PaperText.Line(chosen.What, Muting.LongestWords) : "";
        var first = refusal is null ? chosen : null;
        var offers = (await tuning.OffersAsync(at, first, ct)).Select(o => Model(o.Change, o.IsSaid, Undo(at, o), o.Effect)).ToList();
        var said = Said(await tuning.SaidAsync(at.Reader.Id, ct));
        return pages.For(at.Reader).Page("tune", (site, language) => new TunePage(
            site, language, token, Paper(pages, at), at.Section?.Interest ?? "", at.Section?.Kind == SectionKind.Trending, at.Issue?.LocalDate,
            refusal is { } why ? JsonNamingPolicy.SnakeCaseLower.ConvertName(why.ToString()) : "", typed,
            first is null ? null : offers[0], first is null ? offers : offers[1..], said),
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    static bool IsOffer(TasteChange change) =>
        change.Verb is TasteVerb.MuteAuthor or TasteVerb.MuteWords || change is { Verb: TasteVerb.More or TasteVerb.Less, What: "" };

    static TasteChange? Undo(TunedPaper at, Offer offer) => offer.Change.Verb switch
    {
        TasteVerb.More or TasteVerb.Less => TasteChange.Unsay(at.Number),
        TasteVerb.MuteAuthor => TasteChange.Unmute(MuteKind.Author, offer.Change.What),
        _ => TasteChange.Unmute(MuteKind.Words, offer.Change.What),
    };

    static OfferModel Model(TasteChange change, bool isSaid, TasteChange? undo, IssueChange? effect) => new(
        change.Do, change.Verb is TasteVerb.MuteAuthor or TasteVerb.MuteWords or TasteVerb.UnmuteAuthor or TasteVerb.UnmuteWords ? change.What : "",
        isSaid, undo?.Do ?? "", undo?.What ?? "", effect is not null, Titles(effect?.Gone), Titles(effect?.Come));

    static IReadOnlyList<TitleModel> Titles(IReadOnlyList<Paper>? papers) =>
        [.. (papers ?? []).Select(p => new TitleModel(p.Title, TextLanguage.OfTitle(p.Title, p.Abstract)))];

    static IReadOnlyList<SaidModel> Said(IReadOnlyList<SaidSoFar> all) => [.. all.Select(said => new SaidModel(
        said.Change.Do, said.Change.What, said.Undo.Verb == TasteVerb.Unsay ? TextLanguage.Of(said.Change.What) : "",
        DateOnly.FromDateTime(said.At.UtcDateTime), said.Undo.Do, said.Undo.What))];

    static EntryModel Paper(Pages pages, TunedPaper at) => pages.Papers.Entry(
        new RankedPaper(at.Paper, 1, 0, new(RankReasonKind.New, 0), null), 1,
        at.Entry is { } entry ? new(entry.Words, entry.Like ?? "") : MatchReason.None);
}

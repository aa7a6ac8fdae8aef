using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The front page with its box, and what happens when somebody uses it.</summary>
internal static class HomePages
{
    const int PapersShown = 30;

    /// <summary>What the person at the box agrees to; kept as evidence.</summary>
    const string Wording = "Get trending papers in your email inbox once a day!";

    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapRead("/", (Pages pages, EditionShelf shelf, TimeProvider time, CancellationToken ct) =>
            ShowAsync(pages, shelf, time, "", "", "", ct));

        app.MapPost("/subscribe", async (
            HttpRequest request, Pages pages, EditionShelf shelf, Subscriptions subscriptions, TimeProvider time, CancellationToken ct) =>
        {
            var form = await request.FormAsync(ct);
            string typed = form["address"].ToString(), line = form["line"].ToString();
            // People do not see this field; what fills it is a programme, which is thanked and forgotten.
            if (form["website"].ToString().Length > 0)
                return pages.Message("check_inbox");
            if (!EmailAddress.TryParse(typed, out var address, out var why))
                return await ShowAsync(pages, shelf, time, why, Cut(typed), Cut(line), ct, StatusCodes.Status400BadRequest);
            await subscriptions.AskAsync(address, line, form["zone"], Wording, ct);
            return pages.Message("check_inbox");
        }).DisableAntiforgery();
    }

    static async Task<IResult> ShowAsync(
        Pages pages, EditionShelf shelf, TimeProvider time, string error, string address, string line, CancellationToken ct,
        int status = StatusCodes.Status200OK)
    {
        var reading = await shelf.UnreadAsync(null, time.GetUtcNow(), ct);
        var newest = reading?.Newest;
        return pages.Page("home", (site, language) => new HomePage(
            site, language, error, address, line, newest?.Date,
            [.. (newest?.Papers ?? []).Where(p => reading!.Span.Find(p.Paper.Id) is not null).Take(PapersShown).Select((paper, i) => pages.Papers.Entry(paper, i + 1, MatchReason.None))]), status);
    }

    static string Cut(string typed) => typed.Length <= Interest.LongestText ? typed : typed[..Interest.LongestText];
}

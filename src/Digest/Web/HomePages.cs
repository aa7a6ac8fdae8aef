using System.Security.Cryptography;
using System.Text;
using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Microsoft.AspNetCore.Mvc;

namespace Digest.Web;

/// <summary>The front page with its box, and what happens when somebody uses it.</summary>
internal static class HomePages
{
    const int PapersShown = 30;

    /// <summary>A bibliography of the longest kind, each of its characters written as nine in a form.</summary>
    const int LargestForm = 192 * 1024;

    /// <summary>What is larger than a form is read over up to here, so that its sender sees why it is refused.</summary>
    const int LargestFlood = 16 * 1024 * 1024;

    /// <summary>What the person at the box agrees to; kept as evidence.</summary>
    const string Wording = "Get trending papers in your email inbox once a day!";

    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapRead("/", (Pages pages, EditionShelf shelf, TimeProvider time, CancellationToken ct) =>
            ShowAsync(pages, shelf, time, new("", "", [], "", []), ct));

        app.MapPost("/subscribe", async (
            HttpRequest request, Pages pages, EditionShelf shelf, Subscriptions subscriptions, TimeProvider time, CancellationToken ct) =>
        {
            if (request.ContentLength > LargestForm)
            {
                await request.Body.CopyToAsync(Stream.Null, ct);
                return await ShowAsync(pages, shelf, time, new("", "", Entered.Read(new string('x', Pasted.Longest + 1)).Faults, "", []), ct,
                    StatusCodes.Status413PayloadTooLarge);
            }
            var form = await request.FormAsync(ct);
            string typed = form["address"].ToString(), line = form["line"].ToString();
            // People do not see this field; what fills it is a programme, which is thanked and forgotten.
            if (form["website"].ToString().Length > 0)
                return pages.Message("check_inbox");
            var entered = Entered.Read(line);
            var isAddress = EmailAddress.TryParse(typed, out var address, out var why);
            // What was not understood is told once; whoever sends the same again goes on with the rest.
            var isKnown = entered.Faults.Count == 0 || (entered.Interests.Count > 0 && form["told"] == Mark(line));
            if (!isAddress || !isKnown)
                return await ShowAsync(pages, shelf, time, new(why ?? "", Cut(typed, Interest.LongestText),
                    entered.Faults, Cut(line, Pasted.Longest), entered.Interests), ct, StatusCodes.Status400BadRequest);
            await subscriptions.AskAsync(address!, entered.Interests, form["zone"], Wording, ct);
            return pages.Message("check_inbox");
        }).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestFlood));
    }

    static async Task<IResult> ShowAsync(
        Pages pages, EditionShelf shelf, TimeProvider time, Typed typed, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var reading = await shelf.UnreadAsync(null, time.GetUtcNow(), ct);
        var newest = reading?.Newest;
        return pages.Page("home", (site, language) => new HomePage(
            site, language, typed.AddressFault, typed.Address, typed.Line, newest?.Date,
            [.. (newest?.Papers ?? []).Where(p => reading!.Span.Find(p.Paper.Id) is not null).Take(PapersShown).Select((paper, i) => pages.Papers.Entry(paper, i + 1, MatchReason.None))])
        {
            LineFaults = typed.LineFaults,
            Understood = typed.LineFaults.Count > 0 ? [.. typed.Interests.Select(i => i.Name)] : [],
            Told = typed.LineFaults.Count > 0 ? Mark(typed.Line) : "",
        }, status);
    }

    /// <summary>What was typed, and what is wrong with it.</summary>
    sealed record Typed(string AddressFault, string Address, IReadOnlyList<string> LineFaults, string Line, IReadOnlyList<Interest> Interests);

    // Browsers send line breaks back as two characters.
    static string Mark(string line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\n").Trim())).AsSpan(0, 8));

    static string Cut(string typed, int most) => typed.Length <= most ? typed : typed[..most];
}

using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The two ends of a change of address: each link shows a page with a button, the button says yes for that end, and opening it
/// does nothing. The new end is told nothing of the present one.</summary>
internal static class MovePages
{
    public static void MapMove(this IEndpointRouteBuilder app)
    {
        app.MapRead("/move/{token}", async (string token, Pages pages, Moving moving, CancellationToken ct) =>
        {
            var link = await moving.OpenAsync(token, ct);
            var theirs = Theirs(pages, link);
            if (link is not { State: MoveState.Open or MoveState.Waiting, Move: { } move })
                return Told(theirs, link.State);
            var never = link.IsHere ? moving.NeverUrl(move) : "";
            return theirs.Page("move", (site, language) => new MovePage(
                site, language, token, link.IsHere ? "here" : "away", link.State == MoveState.Waiting, link.IsHere ? "" : move.Shown, never));
        });

        app.MapPost("/move/{token}", async (string token, HttpRequest request, Pages pages, Moving moving, CancellationToken ct) =>
        {
            var form = await request.FormAsync(ct);
            var link = await moving.OpenAsync(token, ct);
            var theirs = Theirs(pages, link);
            return form["do"].ToString() switch
            {
                "yes" => Told(theirs, await moving.PressAsync(token, theirs.Agreed(request.HttpContext, link.IsHere ? "move_here" : "move_away"), ct)),
                "no" => Told(theirs, await moving.CancelAsync(token, ct)),
                // Only the page's own buttons act.
                _ => pages.Message("unknown_link", StatusCodes.Status400BadRequest),
            };
        }).FromOwnPages().DisableAntiforgery();
    }

    // The language of the mail that the link came in.
    static Pages Theirs(Pages pages, MoveLink link) => link.Reader is { } reader ? pages.For(reader) : pages;

    static IResult Told(Pages pages, MoveState state) => state switch
    {
        MoveState.Waiting or MoveState.Open => pages.Message("move_waiting"),
        MoveState.Moved => pages.Message("moved"),
        MoveState.Cancelled => pages.Message("move_cancelled"),
        MoveState.Taken => pages.Message("move_taken", StatusCodes.Status409Conflict),
        MoveState.Over => pages.Message("move_over", StatusCodes.Status410Gone),
        _ => pages.Message("unknown_link", StatusCodes.Status404NotFound),
    };
}

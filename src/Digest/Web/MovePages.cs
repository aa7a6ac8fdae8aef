using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The two ends of a change of address: each link shows a page with a button, the button says yes for that end, and opening it
/// does nothing. The new end is told nothing of the present one.</summary>
internal static class MovePages
{
    /// <summary>What the person at the button agrees to; kept as evidence.</summary>
    const string Here = "Yes, letters shall come here", Away = "Yes, let them go there";

    public static void MapMove(this IEndpointRouteBuilder app)
    {
        app.MapRead("/move/{token}", async (string token, Pages pages, Moving moving, CancellationToken ct) =>
        {
            var link = await moving.OpenAsync(token, ct);
            if (link is not { State: MoveState.Open or MoveState.Waiting, Move: { } move })
                return Told(pages, link.State);
            var never = link.IsHere ? moving.NeverUrl(move) : "";
            return pages.Page("move", (site, language) => new MovePage(
                site, language, token, link.IsHere ? "here" : "away", link.State == MoveState.Waiting, link.IsHere ? "" : move.Shown, never));
        });

        app.MapPost("/move/{token}", async (string token, HttpRequest request, Pages pages, Moving moving, CancellationToken ct) =>
        {
            var form = await request.FormAsync(ct);
            return form["do"].ToString() switch
            {
                "yes" => Told(pages, await moving.PressAsync(token, (await moving.OpenAsync(token, ct)).IsHere ? Here : Away, ct)),
                "no" => Told(pages, await moving.CancelAsync(token, ct)),
                // Only the page's own buttons act.
                _ => pages.Message("unknown_link", StatusCodes.Status400BadRequest),
            };
        }).FromOwnPages().DisableAntiforgery();
    }

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

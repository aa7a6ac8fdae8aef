using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>Confirming: the link shows today's picks and a button, the button confirms. Mail scanners open links, so opening
/// one does nothing.</summary>
internal static class ConfirmPages
{
    const string Wording = "Yes, send me these papers once a day";

    public static void MapConfirm(this IEndpointRouteBuilder app)
    {
        app.MapRead("/confirm/{token}", async (
            string token, Pages pages, Subscriptions subscriptions, IssueRun issues, CancellationToken ct) =>
        {
            var (state, signUp) = await subscriptions.LookUpAsync(token, ct);
            if (state != ConfirmState.Open)
                return Told(pages, state);
            var picks = await issues.PicksAsync(signUp!.Interests, signUp.Subscriber.Id, ct);
            return pages.Page("confirm", (site, language) => new ConfirmPage(
                site, language, token, [.. signUp.Interests.Select(i => i.Name)], pages.Papers.Sections(picks.Sections)));
        });

        app.MapPost("/confirm/{token}", async (
            string token, HttpContext context, Pages pages, Origins origins, Subscriptions subscriptions, CancellationToken ct) =>
        {
            var (state, _) = await subscriptions.ConfirmAsync(token, Wording, origins.Of(context), ct);
            return state == ConfirmState.Open ? pages.Message("confirmed") : Told(pages, state);
        }).DisableAntiforgery();
    }

    static IResult Told(Pages pages, ConfirmState state) => state switch
    {
        ConfirmState.AlreadyConfirmed => pages.Message("already_confirmed"),
        ConfirmState.Never => pages.Message("never", StatusCodes.Status410Gone),
        ConfirmState.Expired => pages.Message("expired", StatusCodes.Status410Gone),
        _ => pages.Message("unknown_link", StatusCodes.Status404NotFound),
    };
}

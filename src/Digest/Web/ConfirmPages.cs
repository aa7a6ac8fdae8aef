using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>Confirming: the link shows today's picks and a button, the button confirms. Mail scanners open links, so opening
/// one does nothing.</summary>
internal static class ConfirmPages
{
    public static void MapConfirm(this IEndpointRouteBuilder app)
    {
        app.MapRead("/confirm/{token}", async (
            string token, Pages pages, Subscriptions subscriptions, IssueRun issues, CancellationToken ct) =>
        {
            var (state, signUp) = await subscriptions.LookUpAsync(token, ct);
            var theirs = Theirs(pages, signUp);
            if (state != ConfirmState.Open)
                return Told(theirs, state);
            var picks = await issues.PicksAsync(signUp!.Interests, signUp.Subscriber.Id, ct);
            return theirs.Page("confirm", (site, language) => new ConfirmPage(
                site, language, token, [.. signUp.Interests.Select(i => i.Name)], pages.Papers.Sections(picks.Sections)));
        });

        app.MapPost("/confirm/{token}", async (
            string token, HttpContext context, Pages pages, Origins origins, Subscriptions subscriptions, CancellationToken ct) =>
        {
            var theirs = Theirs(pages, (await subscriptions.LookUpAsync(token, ct)).SignUp);
            var (state, _) = await subscriptions.ConfirmAsync(token, theirs.Agreed(context, "confirm"), origins.Of(context), ct);
            return state == ConfirmState.Open ? theirs.Message("confirmed") : Told(theirs, state);
        }).DisableAntiforgery();
    }

    // The language of the mail that the link came in.
    static Pages Theirs(Pages pages, SignUp? signUp) => signUp is null ? pages : pages.For(signUp.Subscriber);

    static IResult Told(Pages pages, ConfirmState state) => state switch
    {
        ConfirmState.AlreadyConfirmed => pages.Message("already_confirmed"),
        ConfirmState.Never => pages.Message("never", StatusCodes.Status410Gone),
        ConfirmState.Expired => pages.Message("expired", StatusCodes.Status410Gone),
        _ => pages.Message("unknown_link", StatusCodes.Status404NotFound),
    };
}

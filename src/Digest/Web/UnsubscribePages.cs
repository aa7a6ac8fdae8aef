using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>
/// Leaving: the link shows a page with one button, the button acts, and so does the one-click post of a mail program
/// (RFC 8058): no cookie, no redirect, no antiforgery, both encodings, the same answer however often it comes.
/// </summary>
internal static class UnsubscribePages
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder app)
    {
        app.MapRead("/unsubscribe/{token}", async (string token, Pages pages, Subscriptions subscriptions, Leaving leaving, CancellationToken ct) =>
            await subscriptions.ReadLeaveLinkAsync(token, ct) is not { } subscriber
                ? pages.Message("unknown_link", StatusCodes.Status404NotFound)
                : subscriber.State == SubscriberState.Left && !subscriptions.IsNever(token)
                    ? await leaving.ShowAsync(subscriber, token, sought: false, ct)
                    : pages.For(subscriber).Page("unsubscribe", (site, language) =>
                        new UnsubscribePage(site, language, token, subscriptions.IsNever(token))));

        app.MapPost("/unsubscribe/{token}", async (
            string token, HttpRequest request, Pages pages, Subscriptions subscriptions, Leaving leaving, CancellationToken ct) =>
        {
            var form = await request.FormAsync(ct);
            var byPage = form["leave"] == "page";
            var isOurs = await subscriptions.LeaveAsync(token, oneClick: !byPage, ct);
            if (byPage)
                return !isOurs || await subscriptions.ReadLeaveLinkAsync(token, ct) is not { } gone
                    ? pages.Message("unknown_link", StatusCodes.Status404NotFound)
                    : subscriptions.IsNever(token) ? pages.For(gone).Message("never") : await leaving.ShowAsync(gone, token, sought: false, ct);
            // A mail program learns nothing about which links exist, and never has a reason to try again.
            return Results.Text("Unsubscribed.\n");
        }).DisableAntiforgery();

        app.MapRead("/unsubscribe/{token}/undo", async (string token, Pages pages, Subscriptions subscriptions, Leaving leaving, CancellationToken ct) =>
            await subscriptions.ReadLeaveLinkAsync(token, ct) is not { } subscriber
                ? pages.Message("unknown_link", StatusCodes.Status404NotFound)
                : subscriber.State == SubscriberState.Left ? await leaving.ShowAsync(subscriber, token, sought: false, ct) : pages.For(subscriber).Message("returned"));

        // An address of its own: whatever is posted to the link itself leaves.
        app.MapPost("/unsubscribe/{token}/undo", async (string token, HttpRequest request, Leaving leaving, CancellationToken ct) =>
            await leaving.ReturnAsync(token, request.HttpContext, (await request.FormAsync(ct))["instead"].ToString(), ct)).FromOwnPages().DisableAntiforgery();
    }
}

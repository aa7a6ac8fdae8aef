using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The page of somebody who left, and the way back: for a day a button takes it back, or brings fewer letters.</summary>
internal sealed class Leaving(
    Pages pages, Links links, KeyRing keys, Subscriptions subscriptions, Choosing choosing)
{
    /// <summary>How long the pause is that is offered instead of leaving.</summary>
    const int PauseDays = 30;

    /// <summary>The way back is shown to who came by a link of this life: one mailed before they left and came back, or before
    /// they were erased, must not make a good one.</summary>
    /// <param name="tokenText">What they came by.</param>
    /// <param name="sought">They came for their preferences.</param>
    public async Task<IResult> ShowAsync(Subscriber subscriber, string tokenText, bool sought, CancellationToken ct)
    {
        var isOfThisLife = SubscriptionToken.TryRead(tokenText, keys, out var token) && token.TokenVersion == subscriber.TokenVersion;
        var url = isOfThisLife && await subscriptions.CanReturnAsync(subscriber, ct)
            ? links.Unsubscribe(subscriber.Id, subscriber.TokenVersion, keys.CurrentId) + "/undo" : "";
        return pages.For(subscriber).Page("left", (site, language) => new LeftPage(site, language, url, sought));
    }

    /// <summary>Takes leaving back. A link for leaving opens no preferences, so the page only says what was done.</summary>
    /// <param name="instead">"weekly" or "pause": fewer letters from now on; else as before.</param>
    public async Task<IResult> ReturnAsync(string token, HttpContext context, string instead, CancellationToken ct)
    {
        var known = await subscriptions.ReadLeaveLinkAsync(token, ct);
        var wording = (known is null ? pages : pages.For(known)).Agreed(context, "return");
        var (returned, isFresh) = await subscriptions.ReturnAsync(token, wording, ct);
        if (returned is not { } reader)
            return known is not null
                ? await ShowAsync(known, token, sought: false, ct) : pages.Message("unknown_link", StatusCodes.Status404NotFound);
        var (delivery, today) = (reader.Preferences.Delivery, choosing.Today(reader));
        if (isFresh && instead == "weekly" && DeliveryTime.TryCreate(delivery.Zone, delivery.Time, Weekdays.Monday, out var weekly))
            await choosing.SetLetterAsync(reader, weekly, reader.Preferences.Size, reader.Preferences.TrendingAlone, ct);
        if (isFresh && instead == "pause")
            await subscriptions.PauseUntilAsync(reader, today.AddDays(PauseDays), ct);
        return pages.For(reader).Message("returned");
    }
}

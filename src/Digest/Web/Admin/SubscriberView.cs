using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web.Admin;

/// <summary>The page of one subscriber, as it stands after whatever was done.</summary>
internal sealed class SubscriberView(
    Desk desk, Pages pages, SubscriberStore subscribers, DeliveryStory story, Registers registers, BounceStore bounces, Audit audit, TimeProvider time)
{
    const int MailsShown = 20, AuditShown = 20;

    public async Task<IResult> ShowAsync(HttpContext context, long id, Deed? deed, CancellationToken ct)
    {
        if (await subscribers.FindAsync(id, ct) is not { } subscriber)
            return pages.Message("not_found", StatusCodes.Status404NotFound);
        var standing = await bounces.FindAsync(subscriber.AddressHash, time.GetUtcNow(), ct);
        var consents = await story.ConsentsAsync(id, ct);
        var mails = await registers.MailsOfAsync(id, MailsShown, ct);
        var lines = await audit.PageAsync(long.MaxValue, id, AuditShown, ct);
        var isErased = Erasure.IsErased(subscriber);
        return desk.Page(context, "admin-subscriber", (site, at) => new AdminSubscriberPage(
            site, at, SubscriberDesk.Person(subscriber), standing.Suppressed is { } s ? $"not mailed since {Desk.Time(s.Since)} ({s.Strength}): {s.Reason}" : "",
            isErased ? [] : Verbs(subscriber, standing.Suppressed), isErased,
            [.. subscriber.Preferences.Interests.Select(i => new FollowedModel(i.Name, Says(i)))],
            [.. consents.Select(c => $"{Desk.Time(c.At)}  {c.Event} ({c.Channel})")],
            [.. standing.Bounces.Select(b => $"{Desk.Time(b.At)}  {Words.Of(b)}")],
            [.. mails.Select(MailDesk.Line)], [.. lines.Select(RecordDesk.Line)]), deed);
    }

    static IReadOnlyList<string> Verbs(Subscriber subscriber, Suppressed? suppressed) =>
    [
        .. subscriber.State switch
        {
            SubscriberState.Active => ["pause"],
            SubscriberState.Paused => ["resume"],
            SubscriberState.Pending => ["resend"],
            _ => Array.Empty<string>(),
        },
        .. suppressed is null ? ["suppress"] : suppressed.IsOperators ? ["unsuppress"] : Array.Empty<string>(),
    ];

    static string Says(Interest interest) => string.Join("; ", new[]
    {
        interest.Text == interest.Name ? "" : interest.Text, List("by", interest.Authors), List("in", interest.Categories), List("with", interest.Must),
        List("without", interest.MustNot),
        List("like", [.. interest.Papers.Select(p => p.Title.Length > 0 ? p.Title : p.Key)]), $"{Desk.Count(interest.Slots)} places",
    }.Where(part => part.Length > 0));

    static string List(string word, IReadOnlyList<string> items) => items.Count == 0 ? "" : $"{word} {string.Join(", ", items)}";
}

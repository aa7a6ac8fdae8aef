using Digest.Composing;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>What a subscriber was sent, read back by a link of a letter.</summary>
internal sealed class IssueArchive(
    SubscriberStore subscribers, IssueStore issues, DeliveryRun deliveries, EditionShelf shelf, Renderer renderer, Links links, SiteOptions site,
    KeyRing keys)
{
    const int IssuesTold = 20;

    /// <summary>Whose link this is and what it is about; null for one that this service did not make, for another purpose, or
    /// from before the reader's token version was raised.</summary>
    public async Task<(Subscriber Reader, long Object)?> OpenAsync(string? text, TokenPurpose purpose, CancellationToken ct) =>
        SubscriptionToken.TryRead(text, keys, out var token) && token.Purpose == purpose
        && await subscribers.FindAsync(token.Subscriber, ct) is { } reader && reader.TokenVersion == token.TokenVersion
            ? (reader, token.Object) : null;

    /// <summary>The issue as it was sent; null when it is not kept any more.</summary>
    public async Task<ReadIssue?> FindAsync(Subscriber reader, DateOnly date, CancellationToken ct)
    {
        if (await issues.FindAsync(reader.Id, date, ct) is not { } saved)
            return null;
        var newest = saved.Sections.SelectMany(s => s.Entries).Select(e => e.Edition).DefaultIfEmpty(0).Max();
        return new(saved, await deliveries.IssueOfAsync(saved, ct), newest == 0 ? AbsentSources.None : (await shelf.GetAsync(newest, ct)).Absent);
    }

    /// <summary>The newest letters that went out to a reader.</summary>
    public async Task<IReadOnlyList<ReceivedModel>> ReceivedAsync(Subscriber reader, CancellationToken ct) =>
        [.. (await issues.SentAsync(reader.Id, IssuesTold, ct)).Select(saved => new ReceivedModel(saved.LocalDate, saved.Sections.Sum(s => s.Entries.Count), Url(reader, saved)))];

    /// <summary>Where the reader's own feed is.</summary>
    /// <param name="kind">"atom" or "json".</param>
    public string FeedUrl(Subscriber reader, string kind) => links.Feed(reader.Id, reader.TokenVersion, keys.CurrentId, kind);

    /// <summary>What was sent to a reader, as a feed.</summary>
    public async Task<FeedDocument> FeedAsync(Subscriber reader, CancellationToken ct)
    {
        var spoken = renderer.Speaking(reader.Preferences.Locale);
        var items = new List<FeedItem>();
        foreach (var saved in await issues.SentAsync(reader.Id, IssuesTold, ct))
            items.Add(Item(reader, spoken, saved, await deliveries.IssueOfAsync(saved, ct)));
        return new(links.Tag(new(2026, 1, 1), $"reader/{reader.Id}"), spoken.Line("feed", (page, language) => new FeedPage(page, language, "mine")),
            site.OperatorName.Length > 0 ? site.OperatorName : site.Service, spoken.Locale, links.Home, items);
    }

    FeedItem Item(Subscriber reader, Renderer spoken, SavedIssue saved, Issue issue)
    {
        object Entry(SiteModel page, LanguageModel language) => new FeedEntryPage(
            page, language, null, saved.LocalDate, renderer.Papers.Sections(issue.Sections), renderer.Papers.Updates(issue.Sections), 0);
        return new(links.Tag(saved.LocalDate, $"issue/{saved.Id}"), spoken.Line("feed-entry", Entry),
            Url(reader, saved), saved.PlannedAt, spoken.Page("feed-entry", Entry));
    }

    string Url(Subscriber reader, SavedIssue saved) => links.Issue(reader.Id, saved.LocalDate, reader.TokenVersion, keys.CurrentId);
}

/// <param name="Absent">Sources it was made without.</param>
internal sealed record ReadIssue(SavedIssue Saved, Issue Issue, AbsentSources Absent);

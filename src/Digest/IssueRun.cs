using Digest.Bounces;
using Digest.Composing;
using Digest.Delivering;
using Digest.Embedding;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;

namespace Digest;

/// <summary>Per batch of due subscribers: plan → match → compose → queue. Planned twice, on two nodes or after a crash, an
/// issue is still one.</summary>
internal sealed partial class IssueRun(
    SubscriberStore subscribers, IssueStore issues, EditionShelf shelf, PaperNews news, LikedPapers liked, MeaningShelf meanings, DeliveryLedger ledger,
    TemplateSetStore templateSets,
    Composer composer, Renderer renderer, LiveTemplates templates, MailHeaders headers, LeaveRoute route, KeyRing keys, IssueOptions options, DeliveringOptions delivering,
    Timings timings, TimeProvider time, ILogger<IssueRun> log)
{
    const int BatchSize = 500;

    /// <summary>Plans every issue that is due. Memory holds one batch at a time.</summary>
    /// <param name="spread">Whether the mails leave over Delivering:Spread, or all as soon as they can.</param>
    public async Task<IssueStore.Planned> RunAsync(CancellationToken ct, bool spread = false)
    {
        // First what is too late gives its papers back: the issue that takes its place shall have them.
        var swept = await ledger.SweepAsync(time.GetUtcNow(), delivering.InDoubt == DoubtPolicy.Retry, delivering.InDoubtWait, ct);
        var total = new IssueStore.Planned(0, 0, swept.Expired, swept.InDoubt);
        await route.RefreshAsync(ct);
        templates.Refresh();
        await templateSets.KeepAsync(renderer.Current, time.GetUtcNow(), ct);
        await subscribers.ResumeDueAsync(time.GetUtcNow(), ct);
        while (await subscribers.DueAsync(time.GetUtcNow(), BatchSize, ct) is { Count: > 0 } due)
            total += await PlanAsync(due, spread ? delivering.Spread : TimeSpan.Zero, ct);
        if (total.Queued + total.Skipped > 0)
            LogPlanned(total.Queued, total.Skipped);
        return total;
    }

    /// <summary>What a subscriber's issue would be at an instant; nothing is written.</summary>
    public async Task<Composed> ComposeAsync(Subscriber subscriber, DateTimeOffset at, CancellationToken ct)
    {
        var past = await PastAsync([subscriber], at, ct);
        // Looked at from before what was covered since, the subscriber is one who has read nothing yet.
        var then = subscriber.CoveredUntil <= at ? subscriber : subscriber with { CoveredUntil = null };
        return (await ComposeAsync([then], at, past, ct))[0];
    }

    /// <summary>What an issue would have held for the subscriber as given, with another taste or other interests than they had:
    /// composed again from the editions it was composed from, as if it and what came after it had not been sent. News about
    /// papers received earlier is left out. Nothing is written.</summary>
    public async Task<Composed> ReconsiderAsync(Subscriber subscriber, SavedIssue issue, CancellationToken ct)
    {
        var past = await PastAsync([subscriber], issue.PlannedAt, ct, before: issue.Id);
        past = past.ToDictionary(p => p.Key, p => p.Value with { Updates = [] });
        return (await ComposeAsync([subscriber with { CoveredUntil = issue.CoveredFrom }], issue.PlannedAt, past, ct))[0];
    }

    /// <summary>What is fixed when an issue's mail is planned.</summary>
    public PlannedMail PlanMail(Subscriber subscriber, DateOnly date, DateTimeOffset plannedAt, DateTimeOffset expiresAt) => new(
        MailKind.Issue, About(date), MessageId(subscriber.Id, About(date)), subscriber.Preferences.Locale,
        renderer.Current.Version, keys.CurrentId, subscriber.TokenVersion, plannedAt, expiresAt,
        IsUrgent: subscriber.CoveredUntil is null)
    {
        LeaveBy = route.Advertised,
    };

    /// <summary>What the newest edition holds for interests that nobody has yet.</summary>
    /// <param name="reader">Whose they will be, by number; null for nobody's.</param>
    public async Task<Issue> PicksAsync(IReadOnlyList<Interest> interests, long? reader, CancellationToken ct) =>
        await shelf.UnreadAsync(null, time.GetUtcNow(), ct) is { } reading
            ? Compose(
                reading, await LeaningsAsync(reading, interests, [], ct), interests, Taste.None, new Past([], []),
                Preferences.DefaultSize, trendingAlone: false, reader)
            : new Issue([]);

    async Task<IssueStore.Planned> PlanAsync(IReadOnlyList<Subscriber> due, TimeSpan spread, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var past = await PastAsync(due, now, ct);
        var composed = await ComposeAsync(due, now, past, ct);
        var batch = due.Zip(composed, (subscriber, issue) => Plan(subscriber, issue, now, spread)).ToList();
        return await issues.PlanAsync(batch, ct);
    }

    PlannedIssue Plan(Subscriber subscriber, Composed composed, DateTimeOffset now, TimeSpan spread)
    {
        var dueAt = subscriber.NextIssueAt!.Value;
        var (date, next, isRecorded) = IssueDate.Decide(
            subscriber.Preferences.Delivery, dueAt, now, composed.Issue.IsEmpty, options.CatchUp);
        var mail = PlanMail(subscriber, date, plannedAt: now, expiresAt: next);
        return new()
        {
            Subscriber = subscriber.Id,
            LocalDate = date,
            ReadDueAt = dueAt,
            NextIssueAt = next,
            IsRecorded = isRecorded,
            CoveredFrom = subscriber.CoveredUntil,
            CoveredUntil = composed.CoveredUntil,
            Sections = Save(composed.Issue),
            SkippedBecause = composed.Issue.IsEmpty ? NothingToSay.Because(composed.Answers) : null,
            Mail = mail.IsUrgent ? mail : mail with { NotBefore = now + Spread.Of(subscriber.Id, spread) },
        };
    }

    /// <summary>What each was shown, all papers of a work when they were shown one, and what is new about those since.</summary>
    /// <param name="before">Only what issues before the one of this number showed.</param>
    async Task<IReadOnlyDictionary<long, Past>> PastAsync(
        IReadOnlyList<Subscriber> batch, DateTimeOffset now, CancellationToken ct, long before = long.MaxValue)
    {
        var aftermath = await shelf.AftermathAsync(now, ct);
        var shown = (await issues.ShownAsync([.. batch.Select(s => s.Id)], ct)).SelectMany(s => s, (s, paper) => (s.Key, Paper: paper))
            .Where(s => s.Paper.Issue < before).ToLookup(s => s.Key, s => s.Paper);
        var untold = await news.UntoldAsync(
            [
                .. from subscriber in shown
                   from paper in subscriber
                   from item in aftermath.News(paper.Paper)
                   select new PaperNews.Hit(subscriber.Key, paper.Issue, aftermath.Head(paper.Paper), item),
            ], ct);
        return batch.ToDictionary(s => s.Id, s => new Past(
            shown[s.Id].SelectMany(p => aftermath.Family(p.Paper)).ToHashSet(), [.. untold[s.Id]]));
    }

    /// <summary>One for each, in their order. What they like is read once for all who read the same editions.</summary>
    async Task<IReadOnlyList<Composed>> ComposeAsync(
        IReadOnlyList<Subscriber> batch, DateTimeOffset now, IReadOnlyDictionary<long, Past> past, CancellationToken ct)
    {
        var readings = new EditionReading?[batch.Count];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = await shelf.UnreadAsync(batch[i].CoveredUntil, now, ct);
        var leanings = new Dictionary<EditionReading, Leanings>(ReferenceEqualityComparer.Instance);
        foreach (var readers in batch.Zip(readings).Where(b => b.Second is not null).GroupBy(b => b.Second!, b => b.First))
            leanings[readers.Key] = await LeaningsAsync(
                readers.Key, [.. readers.SelectMany(r => r.Preferences.Interests)], [.. readers.SelectMany(r => r.Taste.Feedback)], ct);
        // Each in its place, so that the plan is the same however many cores made it.
        var composed = new Composed[batch.Count];
        Parallel.For(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, i =>
        {
            var start = time.GetTimestamp();
            composed[i] = readings[i] is not { } reading
                ? new Composed(new Issue([]), null, null) : Compose(reading, leanings[reading], batch[i], past[batch[i].Id]);
            timings.Matched(time.GetElapsedTime(start));
        });
        return composed;
    }

    async Task<Leanings> LeaningsAsync(
        EditionReading reading, IReadOnlyList<Interest> interests, IReadOnlyList<Feedback> feedback, CancellationToken ct) => new(
        await liked.OfAsync(reading, interests, feedback, ct), await meanings.OfAsync(reading.Span.Papers, interests, ct));

    Composed Compose(EditionReading reading, Leanings leanings, Subscriber subscriber, Past past)
    {
        var (preferences, taste) = (subscriber.Preferences, subscriber.Taste);
        if (reading.Muting.Muted(taste.Mutes) is { Count: > 0 } muted)
            past = past with { Shown = [.. past.Shown, .. muted] };
        var issue = Compose(reading, leanings, preferences.Interests, taste, past, preferences.Size, preferences.TrendingAlone, subscriber.Id);
        return new(issue, reading.Newest.PreparedAt, reading.Newest.Sources)
        {
            EmbedderFault = leanings.Meanings.Fault,
            BreakDown = (section, paper) => preferences.Interests.FirstOrDefault(i => i.Name == section) is { } interest
                ? reading.Matcher.BreakDown(paper, interest, leanings.About(interest, taste), leanings.Meanings.About(interest))
                : reading.Matcher.Place(paper) is { } place
                ? ScoreBreakdown.OfTrending(leanings.AboutTrending(preferences.Interests, taste), place) : null,
        };
    }

    Issue Compose(
        EditionReading reading, Leanings leanings, IReadOnlyList<Interest> interests, Taste taste, Past past, int size, bool trendingAlone,
        long? reader) =>
        composer.Compose(new Reading(
            reading.Span,
            [
                .. interests.Select(i => new InterestMatches(
                    i, reading.Matcher.Match(i, past.Shown, leanings.About(i, taste), leanings.Meanings.About(i)))),
            ],
            past.Shown, size, trendingAlone)
        {
            Trending = reading.Span.TrendingFor(leanings.AboutTrending(interests, taste)),
            Updates = past.Updates,
            Near = reading.Near,
            Turn = reader + reading.Newest.Date.DayNumber,
        });

    string MessageId(long subscriber, string about) =>
        headers.MessageId(MailKind.Issue, about, subscriber, keys.Hash($"message:{subscriber}:issue:{about}"));

    static string About(DateOnly date) => $"issue:{date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}";

    static IReadOnlyList<SavedSection> Save(Issue issue) => [.. issue.Sections.Select(s => new SavedSection(
        s.Kind, s.Interest, [.. s.Entries.Select(e => new SavedEntry(
        e.EditionId, e.Paper.Paper.Id, e.Score, e.Reason.Words, e.Reason.Like.Length > 0 ? e.Reason.Like : null, e.Parts))])
    {
        Updates = s.Updates.Count > 0 ? s.Updates : null,
    })];

    /// <param name="Shown">Papers they were shown, and others of the same works; and those they muted.</param>
    /// <param name="Updates">News about those, not told yet.</param>
    sealed record Past(HashSet<long> Shown, IReadOnlyList<Update> Updates);

    /// <summary>What is known of the readers of some editions beside their words.</summary>
    sealed record Leanings(Likes? Likes, InterestMeanings Meanings)
    {
        public Liking? About(Interest interest, Taste taste) => Likes?.About(interest, taste);

        public Liking? AboutTrending(IReadOnlyList<Interest> interests, Taste taste) => Likes?.AboutTrending(interests, taste);
    }

    /// <param name="CoveredUntil">When the newest edition that was looked at was prepared; null when there was none.</param>
    /// <param name="Answers">What the sources answered for that edition.</param>
    internal sealed record Composed(Issue Issue, DateTimeOffset? CoveredUntil, IReadOnlyList<SourceAnswer>? Answers)
    {
        /// <summary>Why it was made without the embedder; null when it was not, or there is none.</summary>
        public string? EmbedderFault { get; init; }

        /// <summary>How a paper came by its score, by its section's interest (null: it trends) and its number.</summary>
        public Func<string?, long, ScoreBreakdown?> BreakDown { get; init; } = (_, _) => null;

        public AbsentSources Absent => AbsentSources.Of(Answers ?? []);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Planned {Queued} issues; {Skipped} had nothing new to say")]
    partial void LogPlanned(int queued, int skipped);
}

using System.Globalization;
using Digest.Composing;
using Digest.Delivering;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Tests.Storage;

/// <summary>Values that do not matter to a test beyond being right.</summary>
static class Some
{
    static int _count;

    public static DateOnly Day { get; } = new(2026, 6, 1);

    public static ListedPaper Listed(
        string id = "2606.00001", string title = "A survey of surveys", string source = "hf-daily", int version = 0,
        DateTimeOffset? listedAt = null, int place = 1, int? upvotes = null, DateTimeOffset? takenAt = null) => new()
    {
        Source = source,
        SourceId = id,
        ListedAt = listedAt ?? At(Day),
        Place = place,
        Paper = new()
        {
            Title = title,
            Abstract = $"What {title} is about.",
            Authors = ["Ida Winter", "Omar Sand"],
            Version = version,
            Ids = [PaperId.FromArxiv(id)!.Value],
        },
        Signal = upvotes is null ? null : new(takenAt ?? At(Day).AddHours(10), upvotes, 0, null),
    };

    public static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    public static EmailAddress Address(string? text = null)
    {
        text ??= string.Create(CultureInfo.InvariantCulture, $"reader{Interlocked.Increment(ref _count)}@example.org");
        return EmailAddress.TryParse(text, out var address, out var why) ? address : throw new InvalidOperationException(why.ToString());
    }

    public static Preferences Preferences(params string[] interests) => new()
    {
        Delivery = DeliveryTime.TryCreate("UTC", new TimeOnly(18, 0), Weekdays.All, out var delivery) ? delivery : null!,
        Interests = [.. interests.Select(line => new Interest { Name = line, Text = line })],
    };

    public static Consent Consent(DateTimeOffset at, string what = "asked") => new(at, what, "form", "I agree.");

    /// <summary>A subscriber in the database, due for an issue at the instant.</summary>
    public static async Task<Subscriber> SubscriberAsync(
        Node node, DateTimeOffset? dueAt = null, SubscriberState state = SubscriberState.Active, string? address = null)
    {
        var mail = Address(address);
        var subscriber = new Subscriber
        {
            Address = mail,
            AddressHash = node.Keys.Hash(mail.Identity),
            State = state,
            Preferences = Preferences("robots that fold laundry"),
            NextIssueAt = state == SubscriberState.Active ? dueAt ?? node.Clock.GetUtcNow() : null,
            CreatedAt = node.Clock.GetUtcNow(),
            ConfirmedAt = state == SubscriberState.Pending ? null : node.Clock.GetUtcNow(),
        };
        var (id, _) = await node.Subscriptions.AddAsync(subscriber, Consent(node.Clock.GetUtcNow(), "added"), default);
        return subscriber with { Id = id!.Value };
    }

    public static PlannedMail Mail(DateOnly date, DateTimeOffset plannedAt, DateTimeOffset? expiresAt = null) => new(
        MailKind.Issue, $"issue:{date:yyyy-MM-dd}", string.Create(CultureInfo.InvariantCulture,
            $"m{Interlocked.Increment(ref _count)}@example.org"), "en", "v1", 1, 1, plannedAt, expiresAt ?? plannedAt.AddDays(1),
        IsUrgent: false);

    public static PlannedIssue Issue(
        Subscriber subscriber, DateOnly? date = null, DateTimeOffset? at = null, DateTimeOffset? expiresAt = null, params long[] papers)
    {
        var plannedAt = at ?? subscriber.NextIssueAt!.Value;
        return new()
        {
            Subscriber = subscriber.Id,
            LocalDate = date ?? Day,
            ReadDueAt = subscriber.NextIssueAt!.Value,
            NextIssueAt = plannedAt.AddDays(1),
            IsRecorded = true,
            CoveredFrom = subscriber.CoveredUntil,
            CoveredUntil = plannedAt.AddHours(-1),
            Sections = papers.Length == 0 ? [] :
                [new(SectionKind.ForYou, "laundry", [.. papers.Select(p => new SavedEntry(1, p, 0.5, ["fold"]))])],
            Mail = Mail(date ?? Day, plannedAt, expiresAt),
        };
    }

    /// <summary>Subscribers with an issue each in the queue, due now.</summary>
    public static async Task<IReadOnlyList<Subscriber>> QueueAsync(Node node, int count, DateTimeOffset? expiresAt = null)
    {
        var paper = (await PaperIdsAsync(node, 1))[0];
        var subscribers = new List<Subscriber>();
        for (var i = 0; i < count; i++)
            subscribers.Add(await SubscriberAsync(node));
        await node.Issues.PlanAsync([.. subscribers.Select(s => Issue(s, expiresAt: expiresAt, papers: paper))], default);
        return subscribers;
    }

    /// <summary>Papers in the catalogue, by number.</summary>
    public static async Task<long[]> PaperIdsAsync(Node node, int count)
    {
        await node.Catalogue.MergeAsync([.. Enumerable.Range(1, count).Select(i => Listed(
            string.Create(CultureInfo.InvariantCulture, $"2606.1{i:0000}"),
            string.Create(CultureInfo.InvariantCulture, $"Folding laundry, part {i}"), place: i))], node.Clock.GetUtcNow(), default);
        return [.. await node.RowsAsync<long>("SELECT id FROM papers ORDER BY id LIMIT @count", new { count })];
    }
}

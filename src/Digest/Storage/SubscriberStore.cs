using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Subscribers and their interests.</summary>
internal sealed class SubscriberStore(Database database)
{
    public Task<Subscriber?> FindAsync(EmailAddress address, CancellationToken ct) =>
        database.ReadAsync(db => Find(db, "identity = @key", new { key = address.Identity }), ct);

    public Task<Subscriber?> FindAsync(long id, CancellationToken ct) =>
        database.ReadAsync(db => Find(db, "id = @key", new { key = id }), ct);

    /// <summary>Subscribers in the order they came, after the one numbered <paramref name="after"/>.</summary>
    public Task<IReadOnlyList<Subscriber>> PageAsync(long after, int most, CancellationToken ct) =>
        database.ReadAsync(db => Query(db, "id > @after ORDER BY id LIMIT @most", new { after, most }), ct);

    /// <summary>Active subscribers whose issue is due, the longest waiting first.</summary>
    public Task<IReadOnlyList<Subscriber>> DueAsync(DateTimeOffset now, int most, CancellationToken ct) =>
        database.ReadAsync(db => Query(db,
            "state = 'active' AND next_issue_at <= @now ORDER BY next_issue_at, id LIMIT @most",
            new { now = now.Ms(), most }), ct);

    /// <summary>The local date of the newest issue; null before the first.</summary>
    public Task<DateOnly?> LastDateAsync(long id, CancellationToken ct) => database.ReadAsync(db => LastDate(db, id), ct);

    /// <summary>Makes those active again whose pause is over; returns how many.</summary>
    public async Task<int> ResumeDueAsync(DateTimeOffset now, CancellationToken ct)
    {
        const string Due = "state = 'paused' AND next_issue_at <= @now";
        var at = new { now = now.Ms() };
        if (await database.ReadAsync(db => db.QuerySingle<int>($"SELECT COUNT(*) FROM subscribers WHERE {Due}", at), ct) == 0)
            return 0;
        return await database.WriteAsync(db =>
        {
            Rows.Touch();
            var resumed = db.Query<SubscriberRow>($"UPDATE subscribers SET state = 'active' WHERE {Due} RETURNING *", at).AsList();
            foreach (var row in resumed)
            {
                var lasted = Pauses.Lasted(db, row.Id, now);
                SubscriptionStore.AddConsent(db, row.Id, row.AddressHash, new(now, "resumed", "date", ""));
                Pauses.Tell(db, row.Id, PauseEvent.ResumedByDate, lasted, now);
            }
            return resumed.Count;
        }, ct);
    }

    internal static DateOnly? LastDate(DbConnection db, long id) =>
        db.QuerySingle<string?>("SELECT MAX(local_date) FROM issues WHERE subscriber = @id", new { id })?.Date();

    internal static Subscriber? Find(DbConnection db, string where, object parameters) =>
        Query(db, where, parameters) is [var subscriber, ..] ? subscriber : null;

    internal static IReadOnlyList<Subscriber> Query(DbConnection db, string where, object parameters)
    {
        Rows.Touch();
        var rows = db.Query<SubscriberRow>($"SELECT * FROM subscribers WHERE {where}", parameters).AsList();
        var interests = db.QueryByIds<InterestRow>(
                "SELECT * FROM interests WHERE subscriber IN {=ids} ORDER BY subscriber, position", rows.Select(r => r.Id))
            .ToLookup(r => r.Subscriber, r => r.ToInterest());
        var tastes = TasteStore.Read(db, [.. rows.Select(r => r.Id)]);
        return [.. rows.Select(row => row.ToSubscriber([.. interests[row.Id]], tastes.GetValueOrDefault(row.Id, Taste.None)))];
    }

    /// <summary>Adds the row; the interests go with it. Returns its number.</summary>
    internal static long Insert(DbConnection db, Subscriber subscriber)
    {
        var delivery = subscriber.Preferences.Delivery;
        var id = Numbers.Next(db, "subscribers");
        db.Execute("""
            INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending,
              token_version, life_version, quiet_days, next_issue_at, covered_until, created_at, confirmed_at)
            VALUES (@id, @Address, @Identity, @AddressHash, @State, @Locale, @Zone, @Time, @Weekdays, @Size, @Trending,
              @TokenVersion, @LifeVersion, @QuietDays, @NextIssueAt, @CoveredUntil, @CreatedAt, @ConfirmedAt)
            """, new
        {
            id,
            Address = subscriber.Address.Text,
            subscriber.Address.Identity,
            subscriber.AddressHash,
            State = Rows.Word(subscriber.State),
            subscriber.Preferences.Locale,
            delivery.Zone,
            Time = Written(delivery.Time),
            Weekdays = (int)delivery.Days,
            subscriber.Preferences.Size,
            Trending = subscriber.Preferences.TrendingAlone ? 1 : 0,
            subscriber.TokenVersion,
            subscriber.LifeVersion,
            QuietDays = delivery.Quiet.Text,
            NextIssueAt = subscriber.NextIssueAt.Ms(),
            CoveredUntil = subscriber.CoveredUntil.Ms(),
            CreatedAt = subscriber.CreatedAt.Ms(),
            ConfirmedAt = subscriber.ConfirmedAt.Ms(),
        });
        AddInterests(db, id, subscriber.Preferences.Interests, from: 0);
        return id;
    }

    internal static string Written(TimeOnly time) => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    internal static void AddInterests(DbConnection db, long subscriber, IEnumerable<Interest> interests, int from)
    {
        foreach (var interest in interests)
            db.Execute("""
                INSERT INTO interests (subscriber, position, name, text, criteria, weight, slots, threshold)
                VALUES (@subscriber, @position, @Name, @Text, @criteria, @Weight, @Slots, @Threshold)
                ON CONFLICT (subscriber, name) DO NOTHING
                """, new
            {
                subscriber,
                position = from++,
                interest.Name,
                interest.Text,
                criteria = InterestCriteria.Written(interest),
                interest.Weight,
                interest.Slots,
                interest.Threshold,
            });
    }

    sealed record SubscriberRow
    {
        public long Id { get; init; }
        public string Address { get; init; } = "";
        public string AddressHash { get; init; } = "";
        public string State { get; init; } = "";
        public string Locale { get; init; } = "";
        public string Zone { get; init; } = "";
        public string Time { get; init; } = "";
        public int Weekdays { get; init; }
        public int Size { get; init; }
        public int Trending { get; init; }
        public int TokenVersion { get; init; }
        public int LifeVersion { get; init; }
        public string QuietDays { get; init; } = "";
        public long? NextIssueAt { get; init; }
        public long? CoveredUntil { get; init; }
        public long CreatedAt { get; init; }
        public long? ConfirmedAt { get; init; }

        public Subscriber ToSubscriber(IReadOnlyList<Interest> interests, Taste taste) => new()
        {
            Taste = taste,
            Id = Id,
            Address = EmailAddress.TryParse(Address, out var address, out var why)
                ? address : throw new InvalidDataException($"Subscriber {Id} has an unusable address: {why}"),
            AddressHash = AddressHash,
            State = Rows.FromWord<SubscriberState>(State),
            TokenVersion = TokenVersion,
            LifeVersion = LifeVersion,
            NextIssueAt = NextIssueAt.Instant(),
            CoveredUntil = CoveredUntil.Instant(),
            CreatedAt = CreatedAt.Instant(),
            ConfirmedAt = ConfirmedAt.Instant(),
            Preferences = new()
            {
                Locale = Locale,
                Delivery = ToDeliveryTime(),
                Size = Size,
                TrendingAlone = Trending == 1,
                Interests = interests,
            },
        };

        DeliveryTime ToDeliveryTime()
        {
            var time = TimeOnly.ParseExact(Time, "HH:mm", System.Globalization.CultureInfo.InvariantCulture);
            // A zone may leave the tz database after it was chosen; the reader still gets their mail, by UTC.
            return DeliveryTime.TryCreate(Zone, time, (Weekdays)Weekdays, out var delivery)
                || DeliveryTime.TryCreate(Preferences.DefaultZone, time, (Weekdays)Weekdays, out delivery)
                ? delivery.Without(Digest.Subscribers.QuietDays.Of(QuietDays))
                : throw new InvalidDataException($"Subscriber {Id} has no day to be mailed on.");
        }
    }

    sealed record InterestRow
    {
        public long Id { get; init; }
        public long Subscriber { get; init; }
        public string Name { get; init; } = "";
        public string Text { get; init; } = "";
        public string Criteria { get; init; } = InterestCriteria.None;
        public double Weight { get; init; }
        public int Slots { get; init; }
        public double? Threshold { get; init; }

        public Interest ToInterest() => InterestCriteria.Read(
            Criteria, new() { Id = Id, Name = Name, Text = Text, Weight = Weight, Slots = Slots, Threshold = Threshold });
    }
}

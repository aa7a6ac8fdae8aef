using System.Data.Common;
using System.Globalization;
using Dapper;
using Digest.Bounces;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What came back: each report once, with its evidence, and what follows from it for the address, in one transaction.</summary>
internal sealed class BounceStore(Database database)
{
    /// <summary>Of one address a day; who sends more of them than that has told all there is to know.</summary>
    const int MostADay = 50;

    const int MostCounted = 200;

    /// <summary>Older bounces have halved so often that they decide nothing.</summary>
    static readonly TimeSpan Counted = TimeSpan.FromDays(180);

    /// <summary>A report that merely names an address is heard only if a mail went there lately: servers try for five days.</summary>
    static readonly TimeSpan Lately = TimeSpan.FromDays(10);

    /// <summary>Writes down reports, each with whom it may be about, the strongest proof first.</summary>
    public Task<IReadOnlyList<BounceFate>> RecordAsync(
        IReadOnlyList<(Report Report, string Key, IReadOnlyList<Suspect> Suspects)> reports, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync<IReadOnlyList<BounceFate>>(db => [.. reports.Select(r => Record(db, r.Report, r.Key, r.Suspects, now))], ct);

    /// <summary>Addresses that something came back from and was not forgiven, the newest first.</summary>
    public Task<IReadOnlyList<BounceStanding>> ListAsync(int most, DateTimeOffset now, CancellationToken ct) => database.ReadAsync<IReadOnlyList<BounceStanding>>(db =>
    [
        .. from hash in db.Query<string>("""
               SELECT address_hash FROM bounces WHERE forgiven_at IS NULL GROUP BY address_hash ORDER BY MAX(at) DESC, address_hash LIMIT @most
               """, new { most }).AsList()
           select Standing(db, hash, now),
    ], ct);

    /// <summary>Domains that were taken for broken since an instant.</summary>
    public Task<IReadOnlyList<BrakedDomain>> BrakedAsync(DateTimeOffset since, CancellationToken ct) => database.ReadAsync(db => DomainFailures.Since(db, since), ct);

    public Task<BounceStanding> FindAsync(string addressHash, DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(db => Standing(db, addressHash, now), ct);

    /// <summary>Forgets that an address bounced, on the operator's word; a complaint and "never" are its owner's to lift.</summary>
    /// <returns>False where there was nothing to forgive.</returns>
    public Task<bool> ForgiveAsync(string addressHash, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
        db.Execute("DELETE FROM suppressions WHERE address_hash = @addressHash AND strength = 'soft' AND reason = @reason", new { addressHash, reason = Suppressed.Bounced })
        + Forgive(db, addressHash, now, complaintsToo: false) > 0, ct);

    internal static int Forgive(DbConnection db, string addressHash, DateTimeOffset now, bool complaintsToo = true) => db.Execute(
        $"UPDATE bounces SET forgiven_at = @at WHERE address_hash = @addressHash AND forgiven_at IS NULL {(complaintsToo ? "" : "AND kind = @failed")}",
        new { addressHash, at = now.Ms(), failed = Rows.Word(ReportKind.Failed) });

    /// <summary>A recipient was refused in the dialogue about this very mail.</summary>
    internal static void CountRefusal(DbConnection db, Delivery delivery, string reply, DateTimeOffset now)
    {
        if (db.QuerySingleOrDefault<Found>($"{OfDelivery} WHERE d.id = @Id", new { delivery.Id }) is not { AddressHash: not null } reader)
            return;
        var report = new Report(ReportKind.Failed) { Shape = "smtp", Status = StatusCode.In(reply), Words = reply };
        Add(db, report, string.Create(CultureInfo.InvariantCulture, $"smtp {delivery.Id}"), reader, Proof.Dialogue, now);
    }

    static BounceFate Record(DbConnection db, Report report, string key, IReadOnlyList<Suspect> suspects, DateTimeOffset now)
    {
        Rows.Touch();
        if (db.ExecuteScalar<long?>("SELECT id FROM bounces WHERE report = @key", new { key }) is not null)
            return BounceFate.AlreadyKnown;
        var about = suspects.Select(s => (Suspect: s, Reader: Find(db, s, now))).FirstOrDefault(f => f.Reader?.AddressHash is not null);
        return about.Reader is null ? BounceFate.Unknown : Add(db, report, key, about.Reader, about.Suspect.Proof, now);
    }

    static BounceFate Add(DbConnection db, Report report, string key, Found reader, Proof proof, DateTimeOffset now)
    {
        // What anybody can write does not take the place of what shows a letter of ours.
        var today = db.QuerySingle<long>($"SELECT COUNT(*) FROM bounces WHERE address_hash = @AddressHash AND at > @since AND proof {(proof == Proof.Address ? "=" : "<>")} @hearsay",
            new { reader.AddressHash, since = now.AddDays(-1).Ms(), hearsay = Rows.Word(Proof.Address) });
        var isFailure = report.Kind == ReportKind.Failed;
        var cause = BounceCauses.Of(report.Status, report.Words);
        var weight = isFailure ? SuppressionRule.Weight(cause, proof, IsElsewhere(report.Recipient, reader.Address)) : 0;
        var domain = isFailure && cause == BounceCause.Gone && weight > DomainBrake.Weight
            ? DomainFailures.Of(db, reader.Subscriber, reader.AddressHash!, reader.Address, now) : "";
        if (today >= MostADay || db.Execute("""
            INSERT INTO bounces (address_hash, subscriber, report, about, at, kind, cause, status, shape, proof, weight, excerpt, domain)
            VALUES (@AddressHash, @Subscriber, @key, @About, @at, @kind, @cause, @Status, @Shape, @proof, @weight, @excerpt, @domain)
            ON CONFLICT (report) DO NOTHING
            """, new
            {
                reader.AddressHash,
                reader.Subscriber,
                key,
                About = reader.About ?? "",
                at = now.Ms(),
                kind = Rows.Word(report.Kind),
                cause = isFailure ? Rows.Word(cause) : report.Words,
                report.Status,
                report.Shape,
                proof = Rows.Word(proof),
                weight,
                domain,
                excerpt = Excerpt.Of(report.Words, report.Recipient, report.OriginalRecipient, reader.Address),
            }) == 0)
            return BounceFate.AlreadyKnown;
        if (domain.Length > 0)
            DomainFailures.Holds(db, domain, reader.AddressHash!, key, now); // what it counts then is read with the score
        if (!isFailure && proof != Proof.Address)
            Leave(db, reader, report, now);
        else if (weight > 0 && SuppressionRule.IsEnough(Score(db, reader.AddressHash!, now)))
            Suppressions.Add(db, reader.AddressHash!, "soft", Suppressed.Bounced, $"{report.Status} {Rows.Word(cause)}, {report.Shape}".TrimStart(), now);
        return BounceFate.Counted;
    }

    /// <summary>Who complains has left, without a goodbye, and only a fresh confirmation brings them back; who asks for no more has left.</summary>
    static void Leave(DbConnection db, Found reader, Report report, DateTimeOffset now)
    {
        if (report.Kind == ReportKind.Complaint)
            Suppressions.Add(db, reader.AddressHash!, "complaint", "its reader complained", $"{report.Words}, {report.Shape}", now);
        if (db.Execute("UPDATE subscribers SET state = 'left', next_issue_at = NULL WHERE id = @Subscriber AND address_hash = @AddressHash AND state <> 'left'", reader) == 1)
            SubscriptionStore.AddConsent(db, reader.Subscriber, reader.AddressHash!, new(now, "left", report.Kind == ReportKind.Complaint ? "complaint" : "provider", ""));
    }

    static double Score(DbConnection db, string addressHash, DateTimeOffset now) => SuppressionRule.Score(db.Query<BounceRow>("""
        SELECT * FROM bounces WHERE address_hash = @addressHash AND at > @since AND forgiven_at IS NULL AND weight > 0 ORDER BY at DESC LIMIT @MostCounted
        """, new { addressHash, since = (now - Counted).Ms(), MostCounted }).Select(row => row.ToBounce()), now);

    static BounceStanding Standing(DbConnection db, string addressHash, DateTimeOffset now) => new(
        db.QueryFirstOrDefault<string>("SELECT address FROM subscribers WHERE address_hash = @addressHash", new { addressHash }),
        Score(db, addressHash, now),
        Suppressions.Find(db, addressHash),
        [.. db.Query<BounceRow>("SELECT * FROM bounces WHERE address_hash = @addressHash ORDER BY at DESC, id DESC LIMIT @MostCounted", new { addressHash, MostCounted })
            .Select(row => row.Tell())]);

    // A mail of an earlier token version went to an address that its reader had then: it says nothing of the present one.
    const string OfDelivery = """
        SELECT d.subscriber, d.about, COALESCE(d.recipient_hash, CASE WHEN d.token_version = s.token_version THEN s.address_hash END) AS address_hash,
          CASE WHEN d.recipient_hash IS NULL THEN s.address ELSE '' END AS address
        FROM deliveries d JOIN subscribers s ON s.id = d.subscriber
        """;

    static Found? Find(DbConnection db, Suspect suspect, DateTimeOffset now) => suspect.Proof switch
    {
        Proof.ReturnPath => db.QuerySingleOrDefault<Found>($"{OfDelivery} WHERE d.id = @Delivery", suspect),
        Proof.MessageId => db.QueryFirstOrDefault<Found>($"{OfDelivery} WHERE d.subscriber = @Subscriber AND d.message_id = @MessageId", suspect),
        Proof.Token => db.QuerySingleOrDefault<Found>(
            "SELECT id AS subscriber, address_hash, address FROM subscribers WHERE id = @Subscriber AND token_version = @TokenVersion", suspect),
        _ => db.QuerySingleOrDefault<Found>("""
            SELECT s.id AS subscriber, s.address_hash, s.address FROM subscribers s WHERE s.identity = @Identity
              AND EXISTS (SELECT 1 FROM deliveries d WHERE d.subscriber = s.id AND d.handed_off_at > @since)
            """, new { suspect.Identity, since = (now - Lately).Ms() }),
    };

    /// <summary>Whether it failed at another address than the one we wrote to. Names that are no addresses tell nothing.</summary>
    static bool IsElsewhere(string recipient, string address) =>
        recipient.Split('@') is [_, var domain] && domain.Contains('.', StringComparison.Ordinal) && EmailAddress.TryParse(recipient, out var at, out _)
        && EmailAddress.TryParse(address, out var ours, out _) && at.LimitKey != ours.LimitKey;

    sealed record Found
    {
        public long Subscriber { get; init; }
        public string? AddressHash { get; init; }
        public string Address { get; init; } = "";
        public string? About { get; init; }
    }

    sealed record BounceRow
    {
        public long At { get; init; }
        public string Kind { get; init; } = "";
        public string About { get; init; } = "";
        public string Cause { get; init; } = "";
        public string Status { get; init; } = "";
        public string Shape { get; init; } = "";
        public string Proof { get; init; } = "";
        public double Weight { get; init; }
        public string Excerpt { get; init; } = "";
        public long? ForgivenAt { get; init; }

        public Bounce ToBounce() => new(At.Instant(), Weight, Rows.FromWord<Proof>(Proof));

        public BounceTold Tell() => new(At.Instant(), Kind, About, Cause, Status, Shape, Proof, Weight, Excerpt, ForgivenAt.Instant());
    }
}

/// <summary>What became of a report.</summary>
internal enum BounceFate
{
    Counted,
    AlreadyKnown,

    /// <summary>It is about no mail and nobody we know.</summary>
    Unknown,
}

/// <summary>How an address stands.</summary>
/// <param name="Address">Null where nobody has it now.</param>
internal sealed record BounceStanding(string? Address, double Score, Suppressed? Suppressed, IReadOnlyList<BounceTold> Bounces);

/// <summary>Something that came back, as it is told.</summary>
internal sealed record BounceTold(
    DateTimeOffset At, string Kind, string About, string Cause, string Status, string Shape, string Proof, double Weight, string Excerpt, DateTimeOffset? ForgivenAt);

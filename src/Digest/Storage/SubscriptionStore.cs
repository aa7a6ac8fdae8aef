using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>The changes of a subscription, each whole or not at all: state, consent and the notice that is owed for it in
/// one transaction.</summary>
internal sealed class SubscriptionStore(Database database)
{
    /// <summary>Writes down that somebody asked, and the confirmation owed unless the rule says no. Null when the asking was
    /// answered already, by another node.</summary>
    /// <param name="stranger">The row to make when the address is unknown.</param>
    /// <param name="limitKey">Counts the spellings of one mailbox together.</param>
    public Task<SignUpAnswer?> SignUpAsync(
        Asking asking, Subscriber stranger, string limitKey, Consent consent, CancellationToken ct) => database.WriteAsync<SignUpAnswer?>(db =>
    {
        if (db.Execute("DELETE FROM askings WHERE id = @Id", new { asking.Id }) == 0)
            return null;
        var now = consent.At;
        var answer = MayConfirm(database.Dialect, db, limitKey, stranger.AddressHash, now);
        if (answer != SignUpAnswer.Confirm)
            return answer;
        // Asked for at two nodes at once, an address is one subscriber.
        database.Dialect.LockName(db, $"address:{stranger.Address.Identity}");

        var known = SubscriberStore.Find(db, "identity = @Identity", new { stranger.Address.Identity });
        // Who left is asked afresh, with nothing of what they chose once: links mailed to them before stay good for leaving only.
        if (known is { State: SubscriberState.Left })
            db.Execute("""
                UPDATE subscribers SET state = 'pending', address = @address, time = @time, weekdays = @days, size = @Size, trending = 0, quiet_days = ''
                WHERE id = @Id
                """, new
            {
                known.Id,
                address = stranger.Address.Text,
                time = SubscriberStore.Written(stranger.Preferences.Delivery.Time),
                days = (int)stranger.Preferences.Delivery.Days,
                stranger.Preferences.Size,
            });
        // Who is no reader yet is written to in the language they asked in last; a reader keeps the one they chose, whoever asks.
        if (known is { State: SubscriberState.Left or SubscriberState.Pending })
            db.Execute("UPDATE subscribers SET locale = @Locale WHERE id = @Id", new { known.Id, stranger.Preferences.Locale });
        var subscriber = known?.Id ?? SubscriberStore.Insert(db, stranger with { Preferences = stranger.Preferences with { Interests = [] } });
        var signUp = db.QuerySingle<long>("""
            INSERT INTO sign_ups (subscriber, limit_key, interests, zone, locale, asked_at)
            VALUES (@subscriber, @limitKey, @interests, @zone, @Locale, @at)
            RETURNING id
            """, new
        {
            subscriber,
            limitKey,
            interests = Rows.ToJson(stranger.Preferences.Interests),
            zone = stranger.Preferences.Delivery.Zone,
            stranger.Preferences.Locale,
            at = now.Ms(),
        });
        AddConsent(db, subscriber, stranger.AddressHash, consent);
        AddNotice(db, subscriber, new Notice(NoticeKind.Confirm, signUp), now);
        return answer;
    }, ct);

    /// <summary>Why nothing may be mailed to an address; null when it may.</summary>
    public Task<Suppressed?> SuppressionAsync(string addressHash, CancellationToken ct) => database.ReadAsync(db => Suppressions.Find(db, addressHash), ct);

    /// <summary>Whether the owner of the address said never.</summary>
    public Task<bool> IsNeverAsync(string addressHash, CancellationToken ct) => database.ReadAsync(db => Suppressions.IsNever(db, addressHash), ct);

    /// <summary>A sign-up and the subscriber it is for; null when there is none.</summary>
    public Task<SignUp?> FindSignUpAsync(long id, CancellationToken ct) => database.ReadAsync(db => FindSignUp(db, id), ct);

    /// <summary>Makes the subscriber active with what was asked for. Doing it again changes nothing.</summary>
    /// <param name="firstIssueAt">When the first issue is due.</param>
    public Task<bool> ConfirmAsync(long signUpId, DateTimeOffset firstIssueAt, Consent consent, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            var fresh = db.Execute("UPDATE sign_ups SET confirmed_at = @at WHERE id = @signUpId AND confirmed_at IS NULL",
                new { signUpId, at = consent.At.Ms() }) == 1;
            if (!fresh || FindSignUp(db, signUpId) is not { } signUp)
                return false;
            var subscriber = signUp.Subscriber;
            WantedStore.Want(db, signUp.Interests, consent.At);
            AddConsent(db, subscriber.Id, subscriber.AddressHash, consent);
            Suppressions.Lift(db, subscriber.AddressHash, consent.At);
            if (subscriber.State is SubscriberState.Active or SubscriberState.Paused)
            {
                var followed = subscriber.Preferences.Interests;
                var added = signUp.Interests.ExceptBy(followed.Select(i => i.Name), i => i.Name, StringComparer.OrdinalIgnoreCase);
                SubscriberStore.AddInterests(db, subscriber.Id, added.Take(Interest.MostInterests - followed.Count), followed.Count);
                // Who asks again after a pause wants mail again, and keeps what was chosen.
                db.Execute("UPDATE subscribers SET state = 'active', next_issue_at = @first WHERE id = @Id AND state = 'paused'",
                    new { subscriber.Id, first = firstIssueAt.Ms() });
                return true;
            }
            db.Execute("DELETE FROM interests WHERE subscriber = @Id", new { subscriber.Id });
            SubscriberStore.AddInterests(db, subscriber.Id, signUp.Interests, from: 0);
            // Who asked before a restored database began anew may have confirmed in the lost time, and had a first issue.
            var read = SecondLife.BeganAt(db) is { } began && began >= signUp.AskedAt ? began : (DateTimeOffset?)null;
            // A new token version: what was mailed in an earlier life cannot end this one.
            db.Execute("""
                UPDATE subscribers SET state = 'active', zone = @Zone, locale = @Locale, confirmed_at = @at, next_issue_at = @first,
                  covered_until = @read,
                  token_version = token_version + CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END,
                  life_version = token_version + CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END
                WHERE id = @Id
                """, new { subscriber.Id, signUp.Zone, signUp.Locale, at = consent.At.Ms(), first = firstIssueAt.Ms(), read = read.Ms() });
            AddNotice(db, subscriber.Id, new Notice(NoticeKind.Welcome, signUpId), consent.At);
            return true;
        }, ct);

    /// <summary>Ends the subscription. Doing it again changes nothing.</summary>
    /// <param name="tokenVersion">The link's; a link of an earlier life changes nothing. Null: the operator did it.</param>
    /// <param name="goodbye">Whether a goodbye is owed.</param>
    public Task<bool> LeaveAsync(long id, int? tokenVersion, bool goodbye, Consent consent, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            // As few statements as can be: mail programs post by the thousand, and each is a way to the database and back.
            var (addressHash, confirmedAt) = db.QuerySingleOrDefault<(string?, long?)>("""
                UPDATE subscribers SET state = 'left', next_issue_at = NULL
                WHERE id = @id AND state <> 'left'
                  AND COALESCE(CAST(@tokenVersion AS INTEGER), token_version) BETWEEN life_version AND token_version
                RETURNING address_hash, confirmed_at
                """, new { id, tokenVersion });
            if (addressHash is null)
                return false;
            AddConsent(db, id, addressHash, consent);
            if (goodbye && confirmedAt is not null)
                AddNotice(db, id, new Notice(NoticeKind.Goodbye, consent.At.Ms()), consent.At);
            return true;
        }, ct);

    /// <summary>The owner of the address says: never again, whoever asks.</summary>
    public Task<bool> NeverAsync(long id, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (SubscriberStore.Find(db, "id = @id", new { id }) is not { } subscriber)
            return false;
        var told = Suppressions.Never(db, subscriber.AddressHash, consent);
        db.Execute("UPDATE subscribers SET state = 'left', next_issue_at = NULL WHERE id = @id", new { id });
        if (told)
            AddConsent(db, id, subscriber.AddressHash, consent);
        return told;
    }, ct);

    /// <summary>Adds a subscriber the operator vouches for, active at once. No number when the address is known already, or
    /// suppressed, which nobody lifts but its owner.</summary>
    public Task<(long? Id, Suppressed? Suppressed)> AddAsync(Subscriber subscriber, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        database.Dialect.LockName(db, $"address:{subscriber.Address.Identity}");
        if (SubscriberStore.Find(db, "identity = @Identity", new { subscriber.Address.Identity }) is not null)
            return ((long?)null, (Suppressed?)null);
        if (Suppressions.Find(db, subscriber.AddressHash) is { } suppressed)
            return (null, suppressed);
        var id = SubscriberStore.Insert(db, subscriber);
        WantedStore.Want(db, subscriber.Preferences.Interests, consent.At);
        AddConsent(db, id, subscriber.AddressHash, consent);
        return (id, null);
    }, ct);

    /// <summary>Moves between active and paused; false when the subscriber is in neither. A reader who resumes by a link lifts a
    /// soft suppression; the operator, who knows nothing of the mailbox, lifts none.</summary>
    public Task<bool> SetPausedAsync(long id, DateTimeOffset? nextIssueAt, Consent consent, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            var (from, to) = nextIssueAt is null ? ("active", "paused") : ("paused", "active");
            var lasted = Pauses.Lasted(db, id, consent.At);
            var changed = db.Execute("UPDATE subscribers SET state = @to, next_issue_at = @next WHERE id = @id AND state = @from",
                new { id, from, to, next = nextIssueAt.Ms() }) == 1;
            if (changed)
            {
                var addressHash = SubscriberStore.Find(db, "id = @id", new { id })!.AddressHash;
                AddConsent(db, id, addressHash, consent);
                if (to == "active" && consent.Channel == "page")
                    Suppressions.LiftSoft(db, addressHash, consent.At);
                Pauses.Tell(db, id, nextIssueAt is null ? PauseEvent.Paused : consent.Channel == "page" ? PauseEvent.ResumedByPage : PauseEvent.ResumedByCommand,
                    lasted, consent.At);
            }
            return changed;
        }, ct);

    /// <summary>Pauses until an instant, whether paused already or not; false when that is so already, or nobody is to be mailed.</summary>
    /// <param name="resumesAt">When the first issue after it is due; null: until its reader says so.</param>
    public Task<bool> PauseUntilAsync(long id, DateTimeOffset? resumesAt, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        var isAnew = SubscriberStore.Find(db, "id = @id", new { id }) is { State: SubscriberState.Paused };
        var lasted = Pauses.Lasted(db, id, consent.At);
        var changed = db.Execute("""
            UPDATE subscribers SET state = 'paused', next_issue_at = CAST(@next AS BIGINT)
            WHERE id = @id AND (state = 'active' OR (state = 'paused' AND COALESCE(next_issue_at, 0) <> COALESCE(CAST(@next AS BIGINT), 0)))
            """, new { id, next = resumesAt.Ms() }) == 1;
        if (changed)
        {
            AddConsent(db, id, SubscriberStore.Find(db, "id = @id", new { id })!.AddressHash, consent);
            Pauses.Tell(db, id, isAnew ? PauseEvent.PausedAnew : PauseEvent.Paused, lasted, consent.At);
        }
        return changed;
    }, ct);

    /// <summary>When they said that they leave, last; null for never.</summary>
    public Task<DateTimeOffset?> LeftAtAsync(long id, CancellationToken ct) => database.ReadAsync(db => db.QuerySingle<long?>(
        "SELECT MAX(at) FROM consents WHERE subscriber = @id AND event = 'left'", new { id }).Instant(), ct);

    /// <summary>Takes leaving back, as if it had not been; false for who is not gone, left before that instant, was never
    /// confirmed, complained or said never, or lives another life than the link's.</summary>
    public Task<bool> ReturnAsync(
        long id, int tokenVersion, DateTimeOffset leftSince, DateTimeOffset nextIssueAt, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        var returned = db.Execute("""
            UPDATE subscribers SET state = 'active', next_issue_at = @next
            WHERE id = @id AND state = 'left' AND token_version = @tokenVersion AND confirmed_at IS NOT NULL
              AND EXISTS (SELECT 1 FROM consents c WHERE c.subscriber = @id AND c.event = 'left' AND c.at >= @since)
              AND NOT EXISTS (SELECT 1 FROM suppressions p WHERE p.address_hash = subscribers.address_hash AND p.strength <> 'soft')
            """, new { id, tokenVersion, since = leftSince.Ms(), next = nextIssueAt.Ms() }) == 1;
        if (returned)
        {
            var addressHash = SubscriberStore.Find(db, "id = @id", new { id })!.AddressHash;
            AddConsent(db, id, addressHash, consent);
            // Who opens a link from their mailbox has one that takes mail.
            Suppressions.LiftSoft(db, addressHash, consent.At);
            Pauses.Tell(db, id, Pauses.HadGoodbye(db, id) ? PauseEvent.ReturnedAfterGoodbye : PauseEvent.ReturnedInSilence, TimeSpan.Zero, consent.At);
        }
        return returned;
    }, ct);

    /// <summary>Whether an address may be mailed a confirmation, whoever asks; until the transaction ends no other node decides it.</summary>
    internal static SignUpAnswer MayConfirm(Dialect dialect, DbConnection db, string limitKey, string addressHash, DateTimeOffset now)
    {
        dialect.LockName(db, $"limit:{limitKey}");
        var asked = db.Query<long>("""
            SELECT u.asked_at FROM sign_ups u WHERE u.limit_key = @limitKey AND u.asked_at > @since AND u.confirmed_at IS NULL
            """, new { limitKey, since = (now - SignUpRule.Month).Ms() });
        return SignUpRule.Answer(now, asked.Select(Rows.Instant), Suppressions.IsNever(db, addressHash));
    }

    static SignUp? FindSignUp(DbConnection db, long id)
    {
        var row = db.QuerySingleOrDefault<SignUpRow>("SELECT * FROM sign_ups WHERE id = @id", new { id });
        if (row is null || SubscriberStore.Find(db, "id = @Subscriber", new { row.Subscriber }) is not { } subscriber)
            return null;
        return new(id, subscriber, Rows.FromJson<IReadOnlyList<Interest>>(row.Interests), row.Zone, row.Locale,
            row.AskedAt.Instant(), row.ConfirmedAt.Instant());
    }

    internal static void AddConsent(DbConnection db, long subscriber, string addressHash, Consent consent) => db.Execute("""
        INSERT INTO consents (address_hash, subscriber, at, event, channel, wording, origin)
        VALUES (@addressHash, @subscriber, @at, @Event, @Channel, @Wording, @Origin)
        """, new { addressHash, subscriber, at = consent.At.Ms(), consent.Event, consent.Channel, consent.Wording, consent.Origin });

    /// <param name="to">Null for the subscriber's own address.</param>
    internal static void AddNotice(DbConnection db, long subscriber, Notice notice, DateTimeOffset now, Recipient? to = null) => db.Execute("""
        INSERT INTO notices (kind, subscriber, about, model, created_at, recipient, recipient_hash)
        VALUES (@kind, @subscriber, @About, @model, @now, @recipient, @hash)
        ON CONFLICT (kind, subscriber, about) DO NOTHING
        """, new
    {
        kind = Rows.Word(notice.Kind),
        subscriber,
        notice.About,
        model = Rows.ToJson(notice),
        now = now.Ms(),
        recipient = to?.Address,
        hash = to?.AddressHash,
    });

    sealed record SignUpRow
    {
        public long Subscriber { get; init; }
        public string Interests { get; init; } = "";
        public string Zone { get; init; } = "";
        public string Locale { get; init; } = "";
        public long AskedAt { get; init; }
        public long? ConfirmedAt { get; init; }
    }
}

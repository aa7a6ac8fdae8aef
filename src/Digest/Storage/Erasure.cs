using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Forgets a person: what stays is the keyed hash of the address, by which it stays unmailed, the evidence of what
/// was agreed under that hash, and counts of mails.</summary>
internal sealed class Erasure(Database database)
{
    /// <summary>Nothing is mailed there, ever: the domain is reserved (RFC 6761).</summary>
    const string Nowhere = "invalid";

    /// <summary>What holds of the row that is kept of whom was erased, so that mails that went out stay counted.</summary>
    public const string IsErasedRow = $"identity LIKE 'erased-%@{Nowhere}'";

    /// <summary>False when there is nobody of that number, or they were erased before.</summary>
    public async Task<bool> EraseAsync(long id, Consent consent, CancellationToken ct)
    {
        var isErased = await database.WriteAsync(db => Erase(db, id, consent), ct);
        await database.SettleAsync(ct);
        return isErased;
    }

    static bool Erase(DbConnection db, long id, Consent consent)
    {
        if (SubscriberStore.Find(db, "id = @id", new { id }) is not { } subscriber || IsErased(subscriber))
            return false;
        Forget(db, subscriber, consent.At);
        db.Execute("""
            INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
            VALUES (@AddressHash, 'soft', 'erased', @channel, @at) ON CONFLICT (address_hash) DO NOTHING
            """, new { subscriber.AddressHash, channel = consent.Channel, at = consent.At.Ms() });
        SubscriptionStore.AddConsent(db, id, subscriber.AddressHash, consent);
        return true;
    }

    /// <summary>All of it but the suppression and the evidence, which are the caller's to write.</summary>
    internal static void Forget(DbConnection db, Subscriber subscriber, DateTimeOffset now)
    {
        var (id, at) = (subscriber.Id, now.Ms());
        foreach (var table in new[] { "interests", "feedback", "mutes", "shown", "updates_shown", "issues" })
            db.Execute($"DELETE FROM {table} WHERE subscriber = @id", new { id });
        // What they asked for is gone; that they asked is counted until its month is over.
        db.Execute("UPDATE sign_ups SET interests = '[]', zone = '', locale = '' WHERE subscriber = @id", new { id });
        db.Execute("UPDATE sign_ups SET subscriber = 0 WHERE subscriber = @id AND confirmed_at IS NULL", new { id });
        // Of moves only the hashes stay: who was asked may still say never.
        db.Execute("""
            UPDATE moves SET subscriber = 0, new_address = NULL, shown = '', sign_up = NULL, ended = COALESCE(ended, 'erased'), ended_at = COALESCE(ended_at, @at)
            WHERE subscriber = @id
            """, new { id, at });
        db.Execute("UPDATE consents SET origin = NULL WHERE subscriber = @id AND origin IS NOT NULL", new { id });
        db.Execute("DELETE FROM askings WHERE LOWER(address) = LOWER(@address)", new { address = subscriber.Address.Text });
        db.Execute("DELETE FROM bounces WHERE subscriber = @id OR address_hash = @AddressHash", new { id, subscriber.AddressHash });
        db.Execute("DELETE FROM notices WHERE subscriber = @id", new { id });
        // That operators did something stays, about whom it was does not.
        db.Execute("UPDATE audit SET subscriber = 0 WHERE subscriber = @id", new { id });
        db.Execute("""
            UPDATE deliveries SET state = 'skipped', reason = 'the subscriber was erased', ended_at = @at, next_attempt_at = NULL, lease_until = NULL
            WHERE subscriber = @id AND ended_at IS NULL AND state NOT IN ('claimed', 'handed_off')
            """, new { id, at });
        db.Execute("UPDATE deliveries SET recipient = NULL WHERE subscriber = @id AND ended_at IS NOT NULL", new { id });
        db.Execute("""
            UPDATE subscribers SET address = @address, identity = @address, state = 'left', zone = 'UTC', locale = 'en', next_issue_at = NULL,
              covered_until = NULL, quiet_days = '', token_version = token_version + 1, life_version = token_version + 1
            WHERE id = @id
            """, new { id, address = FormattableString.Invariant($"erased-{id}@{Nowhere}") });
    }

    /// <summary>Whether a row is kept of somebody who was erased, and nothing else.</summary>
    public static bool IsErased(Subscriber subscriber) =>
        subscriber.Address.Identity == FormattableString.Invariant($"erased-{subscriber.Id}@{Nowhere}");
}

using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Forgets a person: what stays is the keyed hash of the address, by which it stays unmailed, the evidence of what
/// was agreed under that hash, and counts of mails.</summary>
internal sealed class Erasure(Database database)
{
    /// <summary>Nothing is mailed there, ever: the domain is reserved (RFC 6761).</summary>
    const string Nowhere = "invalid";

    /// <summary>False when there is nobody of that number, or they were erased before.</summary>
    public Task<bool> EraseAsync(long id, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (SubscriberStore.Find(db, "id = @id", new { id }) is not { } subscriber || IsErased(subscriber))
            return false;
        var at = consent.At.Ms();
        foreach (var table in new[] { "interests", "feedback", "mutes", "shown", "updates_shown", "issues" })
            db.Execute($"DELETE FROM {table} WHERE subscriber = @id", new { id });
        // What they asked for is gone; that they asked is counted until its month is over.
        db.Execute("UPDATE sign_ups SET interests = '[]', zone = '', locale = '' WHERE subscriber = @id", new { id });
        db.Execute("DELETE FROM askings WHERE LOWER(address) = LOWER(@address)", new { address = subscriber.Address.Text });
        db.Execute("DELETE FROM notices WHERE subscriber = @id", new { id });
        db.Execute("""
            UPDATE deliveries SET state = 'skipped', reason = 'the subscriber was erased', ended_at = @at, next_attempt_at = NULL, lease_until = NULL
            WHERE subscriber = @id AND ended_at IS NULL AND state NOT IN ('claimed', 'handed_off')
            """, new { id, at });
        db.Execute("""
            UPDATE subscribers SET address = @address, identity = @address, state = 'left', zone = 'UTC', locale = 'en', next_issue_at = NULL,
              covered_until = NULL, token_version = token_version + 1
            WHERE id = @id
            """, new { id, address = FormattableString.Invariant($"erased-{id}@{Nowhere}") });
        db.Execute("""
            INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
            VALUES (@AddressHash, 'soft', 'erased', @channel, @at) ON CONFLICT (address_hash) DO NOTHING
            """, new { subscriber.AddressHash, channel = consent.Channel, at });
        SubscriptionStore.AddConsent(db, id, subscriber.AddressHash, consent);
        return true;
    }, ct);

    static bool IsErased(Subscriber subscriber) =>
        subscriber.Address.Identity == FormattableString.Invariant($"erased-{subscriber.Id}@{Nowhere}");
}

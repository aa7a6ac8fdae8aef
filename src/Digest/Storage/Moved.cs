using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What changes, all at once, when letters begin to come to another address.</summary>
internal static class Moved
{
    /// <param name="other">Who had the address before: left, or never confirmed; null for nobody.</param>
    public static void Write(DbConnection db, Move move, Subscriber reader, EmailAddress to, Subscriber? other, DateTimeOffset now)
    {
        // They asked for letters here with another hand; one mailbox is one subscriber.
        if (other is not null)
        {
            Erasure.Forget(db, other, now);
            SubscriptionStore.AddConsent(db, other.Id, move.NewHash, new(now, "gave_way", "page", ""));
        }
        var version = reader.TokenVersion + 1;
        db.Execute("""
            UPDATE subscribers SET address = @address, identity = @Identity, address_hash = @NewHash, token_version = @version WHERE id = @Id
            """, new { reader.Id, address = to.Text, to.Identity, move.NewHash, version });
        db.Execute("UPDATE moves SET ended_at = @at, ended = 'moved', new_address = NULL, shown = '' WHERE id = @Id", new { move.Id, at = now.Ms() });
        Suppressions.Lift(db, move.NewHash, now);
        // What was asked for with the old address and never confirmed is nobody's now; the limits go on counting it.
        db.Execute("UPDATE sign_ups SET subscriber = 0, interests = '[]', zone = '' WHERE subscriber = @Id AND confirmed_at IS NULL", new { reader.Id });
        DropQuestions(db, move, "the address was changed", now);
        Redirect(db, reader.Id, version, now);
        SubscriptionStore.AddConsent(db, reader.Id, move.OldHash, new(now, "moved_away", "page", ""));
        SubscriptionStore.AddConsent(db, reader.Id, move.NewHash, new(now, "moved_here", "page", ""));
        SubscriptionStore.AddNotice(db, reader.Id, new(NoticeKind.MovedHere, move.Id), now, new(to.Text, move.NewHash));
        SubscriptionStore.AddNotice(db, reader.Id, new(NoticeKind.MovedAway, move.Id), now, new(reader.Address.Text, reader.AddressHash));
    }

    /// <summary>The mails that ask for a move are not worth sending once it has ended.</summary>
    public static void DropQuestions(DbConnection db, Move move, string reason, DateTimeOffset now)
    {
        string[] about = [new Notice(NoticeKind.MoveHere, move.Id).About, new Notice(NoticeKind.MoveAway, move.Id).About];
        foreach (var question in about)
        {
            db.Execute("DELETE FROM notices WHERE subscriber = @Subscriber AND about = @question AND planned_at IS NULL", new { move.Subscriber, question });
            db.Execute("""
                UPDATE deliveries SET state = CASE WHEN doubted = 1 THEN 'in_doubt' ELSE 'skipped' END, reason = @reason, ended_at = @at,
                  next_attempt_at = NULL, lease_until = NULL
                WHERE subscriber = @Subscriber AND about = @question AND state = 'queued'
                """, new { move.Subscriber, question, reason, at = now.Ms() });
        }
    }

    /// <summary>Mails on their way go to the new address, with links of now, or not at all. One in another process's hands is taken
    /// from it by the fence: it learns so before the final dot.</summary>
    static void Redirect(DbConnection db, long subscriber, int version, DateTimeOffset now)
    {
        var at = now.Ms();
        // A confirmation speaks of the address that was typed.
        db.Execute("DELETE FROM notices WHERE subscriber = @subscriber AND kind = 'confirm' AND planned_at IS NULL", new { subscriber });
        db.Execute("""
            UPDATE deliveries SET state = 'skipped', fence = fence + 1, reason = 'the address was changed', ended_at = @at,
              next_attempt_at = NULL, lease_until = NULL
            WHERE subscriber = @subscriber AND kind = 'confirm' AND doubted = 0 AND state IN ('queued', 'claimed')
            """, new { subscriber, at });
        // The old address may have it already, and another address would not be the same mail.
        db.Execute("""
            UPDATE deliveries SET state = 'in_doubt', fence = fence + 1, reason = 'in doubt, and not sent once more: the address was changed',
              ended_at = @at, next_attempt_at = NULL, lease_until = NULL
            WHERE subscriber = @subscriber AND recipient IS NULL
              AND ((doubted = 1 AND state IN ('queued', 'claimed')) OR (state = 'in_doubt' AND next_attempt_at IS NOT NULL))
            """, new { subscriber, at });
        db.Execute("""
            UPDATE deliveries SET token_version = @version, fence = fence + 1, lease_until = NULL,
              next_attempt_at = CASE WHEN state = 'claimed' THEN CAST(@at AS BIGINT) ELSE next_attempt_at END, state = 'queued'
            WHERE subscriber = @subscriber AND recipient IS NULL AND state IN ('queued', 'claimed')
            """, new { subscriber, version, at });
    }
}

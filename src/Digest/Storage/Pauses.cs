using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What is known of a pause, and the mail about it that <see cref="PauseNews"/> finds worth sending.</summary>
internal static class Pauses
{
    /// <summary>Writes down the mail that is worth sending when letters stop or begin again, if any is.</summary>
    public static void Tell(DbConnection db, long id, PauseEvent what, TimeSpan lasted, DateTimeOffset now)
    {
        if (PauseNews.Owed(what, lasted) is { } kind)
            SubscriptionStore.AddNotice(db, id, new(kind, now.Ms()), now);
    }

    /// <summary>How long the present pause has lasted; nothing for who is not paused.</summary>
    public static TimeSpan Lasted(DbConnection db, long id, DateTimeOffset now) => db.QuerySingle<long?>("""
        SELECT MIN(at) FROM consents WHERE subscriber = @id AND event = 'paused' AND id > COALESCE(
          (SELECT MAX(id) FROM consents WHERE subscriber = @id AND event IN ('resumed', 'returned', 'confirmed', 'added')), 0)
        """, new { id }).Instant() is { } since ? now - since : TimeSpan.Zero;

    /// <summary>Whether their last leaving was followed by a goodbye. One that is still owed is not sent any more: who is back may not be
    /// mailed it.</summary>
    public static bool HadGoodbye(DbConnection db, long id) => db.QuerySingle<int>("""
        SELECT COUNT(*) FROM deliveries WHERE subscriber = @id AND kind = 'goodbye' AND state IN ('claimed', 'handed_off', 'in_doubt', 'sent')
          AND planned_at >= (SELECT MAX(at) FROM consents WHERE subscriber = @id AND event = 'left')
        """, new { id }) > 0;
}

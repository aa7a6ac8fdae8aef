using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What only operators do about a subscription, each whole or not at all.</summary>
internal sealed class OperatorStore(Database database)
{
    /// <summary>Asks an address whether it wants letters, as if its owner had asked at the page.</summary>
    /// <param name="stranger">The row to make; who is known, also as somebody who left, is not asked again by an operator.</param>
    /// <returns>No number when it is known already, or may not be asked now.</returns>
    public Task<(long? Id, SignUpAnswer Answer)> AskAsync(Subscriber stranger, string limitKey, Consent consent, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            database.Dialect.LockName(db, $"address:{stranger.Address.Identity}");
            var known = SubscriberStore.Find(db, "identity = @Identity", new { stranger.Address.Identity });
            if (known is not null)
                return ((long?)null, SignUpAnswer.Confirm);
            var answer = SubscriptionStore.MayConfirm(database.Dialect, db, limitKey, stranger.AddressHash, consent.At);
            if (answer != SignUpAnswer.Confirm)
                return (null, answer);
            var id = SubscriberStore.Insert(db, stranger with { Preferences = stranger.Preferences with { Interests = [] } });
            Ask(db, id, stranger.AddressHash, new(limitKey, Rows.ToJson(stranger.Preferences.Interests), stranger.Preferences.Delivery.Zone, stranger.Preferences.Locale), consent);
            return (id, answer);
        }, ct);

    /// <summary>Mails the confirmation once more, within the limits that hold for everybody.</summary>
    /// <returns>Null when nobody of that number has still to confirm.</returns>
    public Task<SignUpAnswer?> ResendAsync(long id, Consent consent, CancellationToken ct) => database.WriteAsync<SignUpAnswer?>(db =>
    {
        Rows.Touch();
        if (SubscriberStore.Find(db, "id = @id AND state = 'pending'", new { id }) is not { } subscriber
            || db.QueryFirstOrDefault<Asked>("SELECT limit_key, interests, zone, locale FROM sign_ups WHERE subscriber = @id AND confirmed_at IS NULL ORDER BY id DESC LIMIT 1", new { id }) is not { } asked)
            return null;
        var answer = SubscriptionStore.MayConfirm(database.Dialect, db, asked.LimitKey, subscriber.AddressHash, consent.At);
        if (answer == SignUpAnswer.Confirm)
            Ask(db, id, subscriber.AddressHash, asked, consent);
        return answer;
    }, ct);

    /// <summary>Mails the address no more, until that is undone or its owner confirms afresh.</summary>
    /// <param name="channel">By which way the operator says so.</param>
    /// <returns>False when it is suppressed already.</returns>
    public Task<bool> SuppressAsync(string addressHash, string channel, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (Suppressions.Find(db, addressHash) is not null)
            return false;
        Suppressions.Add(db, addressHash, "soft", Suppressed.ByOperator, channel, now);
        return true;
    }, ct);

    /// <summary>Mails the address again, where that is an operator's to say: a complaint, "never" and an erasure are the owner's.</summary>
    /// <returns>Whether anything was lifted, and what still stands.</returns>
    public Task<(bool Lifted, Suppressed? Still)> UnsuppressAsync(string addressHash, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        var lifted = db.Execute("DELETE FROM suppressions WHERE address_hash = @addressHash AND strength = 'soft' AND reason IN (@Bounced, @ByOperator)",
            new { addressHash, Suppressed.Bounced, Suppressed.ByOperator }) > 0;
        if (lifted)
            BounceStore.Forgive(db, addressHash, now);
        return (lifted, Suppressions.Find(db, addressHash));
    }, ct);

    static void Ask(DbConnection db, long subscriber, string addressHash, Asked asked, Consent consent)
    {
        var signUp = db.QuerySingle<long>("""
            INSERT INTO sign_ups (subscriber, limit_key, interests, zone, locale, asked_at) VALUES (@subscriber, @LimitKey, @Interests, @Zone, @Locale, @at) RETURNING id
            """, new { subscriber, asked.LimitKey, asked.Interests, asked.Zone, asked.Locale, at = consent.At.Ms() });
        SubscriptionStore.AddConsent(db, subscriber, addressHash, consent);
        SubscriptionStore.AddNotice(db, subscriber, new Notice(NoticeKind.Confirm, signUp), consent.At);
    }

    sealed record Asked(string LimitKey, string Interests, string Zone, string Locale)
    {
        public Asked() : this("", "", "", "") { }
    }
}

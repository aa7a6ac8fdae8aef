using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Changes of address, each step whole or not at all. While one is asked for nothing is looked up about the new address, so
/// that the page answers alike, and in the same time, whoever it is.</summary>
internal sealed class MoveStore(Database database)
{
    /// <summary>Writes down that letters are to come elsewhere; what was asked for before gives way.</summary>
    /// <param name="limitKey">Counts the spellings of the new mailbox together.</param>
    public Task<MoveAsked> AskAsync(
        long subscriber, EmailAddress to, string newHash, string limitKey, TimeSpan within, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        Lock(db, subscriber);
        if (SubscriberStore.Find(db, "id = @subscriber", new { subscriber }) is not { State: SubscriberState.Active or SubscriberState.Paused } reader)
            return MoveAsked.Gone;
        if (reader.Address.Identity == to.Identity)
            return MoveAsked.Same;
        var (now, pending) = (consent.At, OpenOf(db, subscriber, consent.At));
        // Pressed twice, it was asked for the first time.
        if (pending?.NewHash == newHash)
            return MoveAsked.Noted;
        var asked = db.Query<long>("SELECT asked_at FROM moves WHERE subscriber = @subscriber AND asked_at > @since",
            new { subscriber, since = (now - MoveRule.Month).Ms() });
        if (!MoveRule.MayAsk(now, asked.Select(Rows.Instant)))
            return MoveAsked.TooMany;
        if (pending is not null)
            End(db, pending, MoveEnd.Replaced, now);
        db.Execute("""
            INSERT INTO moves (id, subscriber, token_version, old_hash, new_hash, new_address, limit_key, shown, asked_at, expires_at)
            VALUES (@id, @subscriber, @TokenVersion, @AddressHash, @newHash, @address, @limitKey, @shown, @at, @expires)
            """, new
        {
            id = Numbers.Next(db, "moves"), subscriber, reader.TokenVersion, reader.AddressHash, newHash, address = to.Text, limitKey, shown = MoveRule.Shown(to), at = now.Ms(),
            expires = (now + within).Ms(),
        });
        SubscriptionStore.AddConsent(db, subscriber, reader.AddressHash, consent);
        return MoveAsked.Noted;
    }, ct);

    /// <summary>Moves that were asked for and not answered yet.</summary>
    public Task<IReadOnlyList<long>> UnansweredAsync(int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<long>>(db =>
        [.. db.Query<long>("SELECT id FROM moves WHERE answered_at IS NULL AND ended_at IS NULL ORDER BY id LIMIT @most", new { most })], ct);

    /// <summary>Writes down the mails that are owed: to the present address always, to the new one as if it had been entered at the
    /// door. Null when another node answered.</summary>
    public Task<SignUpAnswer?> AnswerAsync(long id, DateTimeOffset now, CancellationToken ct) => database.WriteAsync<SignUpAnswer?>(db =>
    {
        if (db.Execute("UPDATE moves SET answered_at = @at WHERE id = @id AND answered_at IS NULL AND ended_at IS NULL", new { id, at = now.Ms() }) == 0
            || Find(db, id) is not { NewAddress: { } to } move || SubscriberStore.Find(db, "id = @Subscriber", new { move.Subscriber }) is not { } reader)
            return null;
        var answer = SubscriptionStore.MayConfirm(database.Dialect, db, move.LimitKey, move.NewHash, now);
        if (answer == SignUpAnswer.Confirm)
        {
            var signUp = db.QuerySingle<long>("""
                INSERT INTO sign_ups (subscriber, limit_key, interests, zone, asked_at) VALUES (@Subscriber, @LimitKey, '[]', '', @at) RETURNING id
                """, new { move.Subscriber, move.LimitKey, at = now.Ms() });
            db.Execute("UPDATE moves SET sign_up = @signUp WHERE id = @id", new { id, signUp });
            SubscriptionStore.AddNotice(db, reader.Id, new(NoticeKind.MoveHere, id), move.AskedAt, new(to, move.NewHash));
        }
        SubscriptionStore.AddNotice(db, reader.Id, new(NoticeKind.MoveAway, id) { Shown = move.Shown }, move.AskedAt,
            new(reader.Address.Text, reader.AddressHash));
        return answer;
    }, ct);

    /// <summary>The move and whose it is; null when there is none.</summary>
    public Task<(Move Move, Subscriber? Reader)?> FindAsync(long id, CancellationToken ct) => database.ReadAsync<(Move, Subscriber?)?>(db =>
        Find(db, id) is { } move ? (move, SubscriberStore.Find(db, "id = @Subscriber", new { move.Subscriber })) : null, ct);

    /// <summary>The move that a subscriber waits for; null for none.</summary>
    public Task<Move?> OpenOfAsync(Subscriber reader, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(db =>
        OpenOf(db, reader.Id, now) is { } move && move.TokenVersion == reader.TokenVersion ? move : null, ct);

    /// <summary>Moves by which letters went away from an address, the newest last: to whom.</summary>
    public Task<IReadOnlyList<(Subscriber Reader, DateTimeOffset At)>> AwayFromAsync(string addressHash, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<(Subscriber, DateTimeOffset)>>(db =>
        [
            .. from row in db.Query<MoveRow>("SELECT * FROM moves WHERE old_hash = @addressHash AND ended = 'moved' ORDER BY ended_at", new { addressHash }).AsList()
               let reader = SubscriberStore.Find(db, "id = @Subscriber", new { row.Subscriber })
               where reader is not null
               select (reader, row.EndedAt.Instant()!.Value),
        ], ct);

    /// <summary>One end says yes. When both have, letters come to the new address from now on.</summary>
    public Task<MoveState> PressAsync(long id, bool isHere, string wording, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (Find(db, id) is not { } found)
            return MoveState.Unknown;
        Lock(db, found.Subscriber);
        var (move, reader) = (Find(db, id)!, SubscriberStore.Find(db, "id = @Subscriber", new { found.Subscriber }));
        var state = MoveRule.StateOf(move, isHere, reader, now);
        if (state is not (MoveState.Open or MoveState.Waiting))
            return state;
        if (!EmailAddress.TryParse(move.NewAddress, out var to, out var why))
            throw new InvalidDataException($"Move {id} goes to an unusable address: {why}");
        database.Dialect.LockName(db, $"address:{to.Identity}");
        // Whether somebody reads there is told to nobody before the owner of the mailbox has pressed.
        var isProven = isHere || move.ConfirmedAt is not null;
        var other = SubscriberStore.Find(db, "identity = @Identity", new { to.Identity });
        if (isProven && other is { State: SubscriberState.Active or SubscriberState.Paused })
            return MoveState.Taken;
        if (state == MoveState.Open)
        {
            db.Execute($"UPDATE moves SET {(isHere ? "confirmed_at" : "allowed_at")} = @at WHERE id = @id", new { id, at = now.Ms() });
            if (isHere)
                db.Execute("UPDATE sign_ups SET confirmed_at = @at WHERE id = @SignUp", new { move.SignUp, at = now.Ms() });
            SubscriptionStore.AddConsent(db, move.Subscriber, isHere ? move.NewHash : move.OldHash, new(now, isHere ? "move_confirmed" : "move_allowed", "page", wording));
        }
        if (move.PressedAt(!isHere) is null)
            return MoveState.Waiting;
        Moved.Write(db, move, reader!, to, other, now);
        return MoveState.Moved;
    }, ct);

    /// <summary>Calls it off; false when it had ended already.</summary>
    public Task<bool> CancelAsync(long id, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (Find(db, id) is not { } move || !End(db, move, MoveEnd.Cancelled, consent.At))
            return false;
        SubscriptionStore.AddConsent(db, move.Subscriber, move.OldHash, consent);
        return true;
    }, ct);

    /// <summary>The owner of the new address says: never mail me, whoever asks. Whoever reads there leaves with it.</summary>
    public Task<bool> NeverAsync(long id, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        if (Find(db, id) is not { } move)
            return false;
        End(db, move, MoveEnd.Never, consent.At);
        var told = Suppressions.Never(db, move.NewHash, consent);
        db.Execute("UPDATE subscribers SET state = 'left', next_issue_at = NULL WHERE address_hash = @NewHash", new { move.NewHash });
        var reader = db.QueryFirstOrDefault<long>("SELECT id FROM subscribers WHERE address_hash = @NewHash", new { move.NewHash });
        if (told)
            SubscriptionStore.AddConsent(db, reader, move.NewHash, consent);
        return told;
    }, ct);

    /// <summary>Forgets the new addresses of moves that waited too long.</summary>
    public async Task<int> ExpireAsync(DateTimeOffset now, CancellationToken ct)
    {
        const string Late = "ended_at IS NULL AND expires_at <= @now";
        var at = new { now = now.Ms() };
        if (await database.ReadAsync(db => db.QuerySingle<int>($"SELECT COUNT(*) FROM moves WHERE {Late}", at), ct) == 0)
            return 0;
        return await database.WriteAsync(db => db.Query<MoveRow>($"SELECT * FROM moves WHERE {Late}", at).AsList()
            .Count(row => End(db, row.ToMove(), MoveEnd.Expired, now)), ct);
    }

    void Lock(DbConnection db, long subscriber) => database.Dialect.LockName(db, FormattableString.Invariant($"move:{subscriber}"));

    static Move? OpenOf(DbConnection db, long subscriber, DateTimeOffset now) => db.QueryFirstOrDefault<MoveRow>("""
        SELECT * FROM moves WHERE subscriber = @subscriber AND ended_at IS NULL AND expires_at > @now ORDER BY id DESC LIMIT 1
        """, new { subscriber, now = now.Ms() })?.ToMove();

    static Move? Find(DbConnection db, long id) => db.QuerySingleOrDefault<MoveRow>("SELECT * FROM moves WHERE id = @id", new { id })?.ToMove();

    /// <summary>What still asks for it is not sent any more, and the new address is forgotten.</summary>
    static bool End(DbConnection db, Move move, MoveEnd end, DateTimeOffset now)
    {
        if (db.Execute("UPDATE moves SET ended_at = @at, ended = @end, new_address = NULL, shown = '' WHERE id = @Id AND ended_at IS NULL",
                new { move.Id, at = now.Ms(), end = Rows.Word(end) }) == 0)
            return false;
        Moved.DropQuestions(db, move, $"the change of address was {Rows.Word(end)}", now);
        return true;
    }

    sealed record MoveRow
    {
        public long Id { get; init; }
        public long Subscriber { get; init; }
        public int TokenVersion { get; init; }
        public string OldHash { get; init; } = "";
        public string NewHash { get; init; } = "";
        public string? NewAddress { get; init; }
        public string LimitKey { get; init; } = "";
        public string Shown { get; init; } = "";
        public long? SignUp { get; init; }
        public long AskedAt { get; init; }
        public long ExpiresAt { get; init; }
        public long? AllowedAt { get; init; }
        public long? ConfirmedAt { get; init; }
        public long? EndedAt { get; init; }
        public string? Ended { get; init; }

        public Move ToMove() => new(Id, Subscriber, TokenVersion, OldHash, NewHash, NewAddress, Shown, AskedAt.Instant(), ExpiresAt.Instant())
        {
            AllowedAt = AllowedAt.Instant(),
            ConfirmedAt = ConfirmedAt.Instant(),
            EndedAt = EndedAt.Instant(),
            Ended = Ended is null ? null : Rows.FromWord<MoveEnd>(Ended),
            LimitKey = LimitKey,
            SignUp = SignUp,
        };
    }
}

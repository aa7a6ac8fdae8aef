using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>
/// Merges two papers into one, and splits them again. Nothing moves: the member keeps its keys, listings, counts, revisions
/// and places in editions, and points to the head, which takes over what it is missing. So mails and editions made before
/// stay as they are, and to undo a merge is to take the pointer away.
/// </summary>
internal sealed class PaperUnions(Database database)
{
    public const string ByHand = "hand";

    /// <summary>Merges one paper into another, for good; also two that were split before.</summary>
    /// <returns>False, and nothing changes, when they are one already.</returns>
    public Task<bool> MergeAsync(long head, long member, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        database.Dialect.LockName(db, "catalogue");
        var (into, from) = (PaperRows.Head(db, head), PaperRows.Head(db, member));
        if (into == from)
            return false;
        var papers = PaperRows.Find(db, [into, from]).ToDictionary(p => p.Id);
        Join(db, papers[into], papers[from], ByHand, "said so", now);
        db.Execute($"DELETE FROM papers_apart WHERE {Across}", new { one = into, other = from });
        return true;
    }, ct);

    /// <summary>Takes a merge back: both are as they were, with what was told of each since, and are not merged again by
    /// anything but a hand.</summary>
    public Task<int> UndoAsync(long merge, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        database.Dialect.LockName(db, "catalogue");
        var row = db.QuerySingleOrDefault<MergeRow>(
            "SELECT id, head, member, before FROM paper_merges WHERE id = @merge AND ended_at IS NULL", new { merge });
        if (row is null)
            return 0;
        var before = Rows.FromJson<Before>(row.Before);
        var head = PaperRows.Find(db, [row.Head])[0];
        db.Execute("UPDATE papers SET merged_into = NULL WHERE id = @Member", row);
        foreach (var follower in before.Followers)
            db.Execute("UPDATE papers SET merged_into = @Member WHERE id = @follower", new { row.Member, follower });
        Restore(db, head, before);
        SetApart(db, row.Head, row.Member, now);
        return db.Execute("UPDATE paper_merges SET ended_at = @at WHERE id = @merge", new { merge, at = now.Ms() });
    }, ct);

    /// <summary>Makes a paper of its own of some keys of a paper that was never two in the catalogue: a source's word was
    /// taken for another work's. It has the words of the other until its source tells again.</summary>
    /// <returns>The new paper's number.</returns>
    public Task<long> SplitOffAsync(long paper, IReadOnlyList<PaperId> keys, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            database.Dialect.LockName(db, "catalogue");
            return SplitOff(db, paper, keys, now);
        }, ct);

    /// <summary>Whether somebody split these, or papers that are merged with them.</summary>
    public static bool AreApart(DbConnection db, long one, long other) =>
        db.QuerySingle<long>($"SELECT COUNT(*) FROM papers_apart WHERE {Across}", new { one, other }) > 0;

    /// <summary>Both must be heads. Returns what is then known of the first.</summary>
    public static Paper Join(DbConnection db, Paper head, Paper member, string by, string evidence, DateTimeOffset now)
    {
        // Of one source's words at one version the head's stand: the member's are no correction of them.
        var told = member.Voice == head.Voice && member.Version == head.Version && SameWork.IsTitleOnly(member) == SameWork.IsTitleOnly(head)
            ? member with { Voice = "" } : member;
        var (joined, isRevised, isChanged) = PaperMerge.Merge(head, told);
        if (isChanged)
            PaperRows.Save(db, joined, isRevised);
        var before = new Before(head.Revision, joined.Revision, head.Voice, head.FirstListedAt.Ms(), head.WithdrawnAt.Ms(),
            [.. db.Query<long>("SELECT id FROM papers WHERE merged_into = @Id ORDER BY id", member)]);
        db.Execute("UPDATE papers SET merged_into = @head WHERE id = @member OR merged_into = @member", new { head = head.Id, member = member.Id });
        db.Execute("""
            INSERT INTO paper_merges (head, member, merged_at, merged_by, evidence, before)
            VALUES (@head, @member, @at, @by, @evidence, @before)
            """, new { head = head.Id, member = member.Id, at = now.Ms(), by, evidence, before = Rows.ToJson(before) });
        return joined;
    }

    // Pairs between the two families.
    const string Across = """
        one IN (SELECT id FROM papers WHERE id IN (@one, @other) OR merged_into IN (@one, @other))
          AND other IN (SELECT id FROM papers WHERE id IN (@one, @other) OR merged_into IN (@one, @other))
        """;

    // What came since the merge stands; else the words of before it are said again, as a revision of their own, because
    // editions may hold the ones between.
    static void Restore(DbConnection db, Paper head, Before before)
    {
        var kept = head with
        {
            Voice = before.Voice,
            FirstListedAt = before.FirstListedAt.Instant(),
            WithdrawnAt = head.Revision == before.MergedRevision ? before.WithdrawnAt.Instant() : head.WithdrawnAt,
        };
        if (head.Revision != before.MergedRevision || before.Revision == before.MergedRevision)
        {
            PaperRows.Save(db, kept, isRevised: false);
            return;
        }
        var words = db.QuerySingle<PaperRow>("""
            SELECT r.title, r.abstract, r.one_line, r.authors, r.categories, r.links, r.published_at, r.version
            FROM paper_revisions r WHERE r.paper = @Id AND r.revision = @revision
            """, new { head.Id, revision = before.Revision }).ToPaper([]);
        PaperRows.Save(db, words with
        {
            Id = head.Id, Revision = head.Revision + 1, Voice = kept.Voice, FirstListedAt = kept.FirstListedAt, WithdrawnAt = kept.WithdrawnAt,
        }, isRevised: true);
    }

    static long SplitOff(DbConnection db, long paper, IReadOnlyList<PaperId> keys, DateTimeOffset now)
    {
        var known = PaperRows.Find(db, [paper])[0];
        var listings = db.Query<ListingRow>(
            "SELECT DISTINCT source, source_id FROM paper_listings WHERE paper = @paper", new { paper }).AsList();
        var tellers = db.Query<(string Key, string Evidence)>("SELECT key, evidence FROM paper_keys WHERE paper = @paper", new { paper })
            .ToLookup(row => keys.Contains(PaperId.Parse(row.Key)), row => row.Evidence.Split(':')[0]);
        var gone = listings.Where(l => keys.Any(key => Names(l.SourceId, key)) || IsOnlyOf(l, listings, tellers)).ToList();
        var counted = keys.Any(k => k.Scheme == PaperId.Arxiv);
        var off = PaperRows.Insert(db, known with
        {
            Voice = gone.Select(l => l.Source).FirstOrDefault() ?? tellers[true].First(),
            Version = counted ? known.Version : 0,
        });
        foreach (var key in keys)
            db.Execute("UPDATE paper_keys SET paper = @off, evidence = @evidence, since = @since WHERE key = @key AND paper = @paper",
                new { off, paper, key = key.ToString(), evidence = $"{ByHand}: split from {paper}", since = now.Ms() });
        foreach (var listing in gone)
            db.Execute("UPDATE paper_listings SET paper = @off WHERE source = @Source AND source_id = @SourceId AND paper = @paper",
                new { off, paper, listing.Source, listing.SourceId });
        foreach (var source in gone.Select(l => l.Source).Except(listings.Except(gone).Select(l => l.Source), StringComparer.Ordinal))
            db.Execute("UPDATE paper_signals SET paper = @off WHERE source = @source AND paper = @paper", new { off, paper, source });
        PaperRows.AddTitles(db, off, known.Title);
        foreach (var key in keys.Where(k => k.Scheme == PaperId.Title))
            db.Execute("INSERT INTO paper_titles (key, paper) VALUES (@title, @off) ON CONFLICT (key, paper) DO NOTHING",
                new { off, title = key.Value.Split('/')[0] });
        var stays = listings.Except(gone).Select(l => l.Source).ToList();
        PaperRows.Save(db, known with
        {
            Revision = known.Revision + 1,
            Voice = stays.Count == 0 || stays.Contains(known.Voice, StringComparer.Ordinal) ? known.Voice : stays[0],
            Version = counted ? 0 : known.Version,
        }, isRevised: true);
        SetApart(db, paper, off, now);
        return off;
    }

    // A source that names papers in its own way goes with the keys it told, if it told of one paper here and of no other key.
    static bool IsOnlyOf(ListingRow listing, List<ListingRow> all, ILookup<bool, string> tellers) =>
        all.Count(l => l.Source == listing.Source) == 1 &&
        tellers[true].Contains(listing.Source, StringComparer.Ordinal) && !tellers[false].Contains(listing.Source, StringComparer.Ordinal);

    // A source names papers as their keys do, or by the number alone.
    static bool Names(string sourceId, PaperId key) => sourceId == key.ToString() || sourceId == key.Value || PaperId.FromAny(sourceId) == key;

    static void SetApart(DbConnection db, long one, long other, DateTimeOffset now) => db.Execute("""
        INSERT INTO papers_apart (one, other, since) VALUES (@one, @other, @since) ON CONFLICT (one, other) DO NOTHING
        """, new { one = Math.Min(one, other), other = Math.Max(one, other), since = now.Ms() });

    /// <summary>How the head stood before a merge, and who followed the member.</summary>
    /// <param name="MergedRevision">The head's revision that the merge made; a later one means that something was told since.</param>
    sealed record Before(
        int Revision, int MergedRevision, string Voice, long FirstListedAt, long? WithdrawnAt, IReadOnlyList<long> Followers);

    sealed record MergeRow
    {
        public long Id { get; init; }
        public long Head { get; init; }
        public long Member { get; init; }
        public string Before { get; init; } = "";
    }

    sealed record ListingRow
    {
        public string Source { get; init; } = "";
        public string SourceId { get; init; } = "";
    }
}

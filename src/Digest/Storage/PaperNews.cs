using System.Data.Common;
using Dapper;
using Digest.Composing;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>News about papers after they were first told, and who was told of them.</summary>
internal sealed class PaperNews(Database database)
{
    /// <summary>Papers stand in editions of a month at most; what became of older ones nobody asks.</summary>
    static readonly TimeSpan Standing = TimeSpan.FromDays(40);

    /// <summary>What became of papers that editions since then may hold, and the news since then.</summary>
    public Task<Aftermath> ReadAsync(DateTimeOffset since, CancellationToken ct) => database.ReadAsync(db => new Aftermath(
        db.Query<(long Member, long Head)>("SELECT id, merged_into FROM papers WHERE merged_into IS NOT NULL")
            .ToDictionary(row => row.Member, row => row.Head),
        db.Query<long>("SELECT id FROM papers WHERE withdrawn_at IS NOT NULL AND first_listed_at >= @since",
            new { since = (since - Standing).Ms() }).ToHashSet(),
        [.. db.Query<NewsRow>("SELECT id, paper, kind, detail, at FROM paper_updates WHERE at >= @since ORDER BY id", new { since = since.Ms() })
            .Select(row => row.ToItem())]), ct);

    /// <summary>Of news about papers that were shown, what came after the edition each reader had them from, and was not
    /// told; by subscriber. A withdrawal that was taken back is none.</summary>
    public Task<ILookup<long, Update>> UntoldAsync(IReadOnlyList<Hit> hits, CancellationToken ct) => hits.Count == 0
        ? Task.FromResult(Array.Empty<Update>().ToLookup(_ => 0L))
        : database.ReadAsync(db =>
        {
            var read = db.QueryByIds<(long Issue, long At)>("SELECT id, COALESCE(covered_until, planned_at) FROM issues WHERE id IN {=ids}",
                hits.Select(h => h.Issue).Distinct()).ToDictionary(row => row.Issue, row => row.At.Instant());
            var told = db.QueryByIds<(long, long)>("SELECT subscriber, news FROM updates_shown WHERE subscriber IN {=ids}",
                hits.Select(h => h.Subscriber).Distinct()).ToHashSet();
            var papers = PaperRows.Find(db, hits.Select(h => h.Work).Distinct().ToList()).ToDictionary(p => p.Id);
            return (from hit in hits
                    where hit.News.At > read[hit.Issue] && !told.Contains((hit.Subscriber, hit.News.Id))
                    let paper = papers[hit.Work]
                    where (hit.News.Update.Kind == PaperUpdateKind.Withdrawn) == paper.WithdrawnAt is not null
                    select (hit.Subscriber, Update: new Update(
                        hit.News.Id, paper.Id, paper.Title, paper.Links.Page ?? paper.Links.Discussion, hit.News.Update, hit.News.At)))
                .Distinct().ToLookup(row => row.Subscriber, row => row.Update);
        }, ct);

    /// <summary>Kept once, whoever tells it.</summary>
    public static void Add(DbConnection db, long paper, PaperUpdate update, DateTimeOffset at) => db.Execute("""
        INSERT INTO paper_updates (paper, kind, detail, at) VALUES (@paper, @kind, @Detail, @at) ON CONFLICT (paper, kind, detail) DO NOTHING
        """, new { paper, kind = Rows.Word(update.Kind), update.Detail, at = at.Ms() });

    /// <param name="Issue">Where the subscriber was shown the paper.</param>
    /// <param name="Work">The paper that stands for it now.</param>
    internal sealed record Hit(long Subscriber, long Issue, long Work, PaperNewsItem News);

    sealed record NewsRow
    {
        public long Id { get; init; }
        public long Paper { get; init; }
        public string Kind { get; init; } = "";
        public string Detail { get; init; } = "";
        public long At { get; init; }

        public PaperNewsItem ToItem() => new(Id, Paper, new(Rows.FromWord<PaperUpdateKind>(Kind), Detail), At.Instant());
    }
}

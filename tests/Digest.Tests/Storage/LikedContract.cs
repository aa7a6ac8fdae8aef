using Digest.Composing;
using Digest.Matching;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class LikedOnSqlite() : LikedContract(new SqliteServer());

public sealed class LikedOnPostgres(PostgresDatabase database)
    : LikedContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>The papers that readers like, dislike or name, found for a batch of them.</summary>
public abstract class LikedContract : Contract
{
    private protected LikedContract(Server server) : base(server) { }

    [Fact]
    public async Task A_paper_is_found_by_its_number_and_by_any_of_its_keys()
    {
        var ids = await Some.PaperIdsAsync(Node, 3);
        var likes = await LikesAsync([Named("arxiv:2606.10002", "")], [Said(ids[0], Verdict.More)]);
        Assert.Equal("Folding laundry, part 1", likes!.About(Interest([]), Taste(Said(ids[0], Verdict.More)))!.NearestLiked(0)!.Title);
        Assert.Equal("Folding laundry, part 2", likes.About(Interest([Named("arxiv:2606.10002", "")]), Taste())!.NearestLiked(0)!.Title);
    }

    [Fact]
    public async Task A_paper_merged_into_another_is_that_other()
    {
        var ids = await Some.PaperIdsAsync(Node, 3);
        Assert.True(await Node.Unions.MergeAsync(ids[0], ids[1], Now, default));
        var (named, said) = (Named("arxiv:2606.10002", ""), Said(ids[1], Verdict.Less));
        var likes = await LikesAsync([named], [said]);
        var liking = likes!.About(Interest([named]), Taste(said))!;
        Assert.Equal("Folding laundry, part 1", liking.NearestLiked(0)!.Title);
        Assert.Equal("Folding laundry, part 1", liking.NearestDisliked(0)!.Title);
    }

    [Fact]
    public async Task What_nobody_knows_stands_for_its_title_or_is_passed_over()
    {
        await Some.PaperIdsAsync(Node, 3);
        ExamplePaper[] named = [Named("arxiv:2506.99999", "Folding towels"), Named("doi:10.1000/gone", ""), Named("", "Ironing")];
        var likes = await LikesAsync(named, [Said(4711, Verdict.More)]);
        Assert.Null(likes!.About(Interest([named[1]]), Taste(Said(4711, Verdict.More))));
        Assert.Equal("Folding towels", likes.About(Interest([named[0]]), Taste())!.NearestLiked(0)!.Title);
        Assert.Equal("Ironing", likes.About(Interest([named[2]]), Taste())!.NearestLiked(0)!.Title);
    }

    [Fact]
    public async Task Hundreds_of_papers_are_found_at_once()
    {
        var ids = await Some.PaperIdsAsync(Node, 1200);
        var named = Enumerable.Range(1, 1200).Select(i => Named($"arxiv:2606.1{i:0000}", "")).ToList();
        var likes = await LikesAsync(named, [.. ids.Select(id => Said(id, Verdict.Less))]);
        Assert.All(named.Zip(ids), pair => Assert.Equal(
            $"Folding laundry, part {pair.Second - ids[0] + 1}", likes!.About(Interest([pair.First]), Taste())!.NearestLiked(0)!.Title));
    }

    [Fact]
    public async Task Who_said_nothing_of_papers_costs_nothing() => Assert.Null(await LikesAsync([], []));

    [Fact]
    public async Task The_window_holds_the_newest_works_listed_until_an_instant_each_once()
    {
        await Node.Catalogue.MergeAsync([.. Enumerable.Range(1, 6).Select(i => Some.Listed(
            $"2606.0000{i}", $"Paper {i}", listedAt: Some.At(Some.Day).AddDays(i)))], Now, default);
        await Node.Unions.MergeAsync(3, 4, Now, default);
        var newest = await Node.Catalogue.NewestAsync(Some.At(Some.Day).AddDays(5), 3, default);
        Assert.Equal(["Paper 5", "Paper 3", "Paper 2"], newest.Select(p => p.Title));
    }

    async Task<Likes?> LikesAsync(IReadOnlyList<ExamplePaper> named, IReadOnlyList<Feedback> said)
    {
        var papers = await Node.Catalogue.NewestAsync(Now.AddYears(1), 5000, default);
        var ranked = papers.OrderBy(p => p.Id).Select((p, i) => new RankedPaper(p, i + 1, 1, new(RankReasonKind.New, 0), null)).ToList();
        var edition = new Edition(1, Some.Day, Now, ranked, []);
        var aftermath = await Node.News.ReadAsync(Now.AddDays(-30), default);
        var options = new MatchingOptions();
        var index = new TextIndex(ranked, options);
        var reading = new EditionReading([edition], new EditionSpan([edition], aftermath), new Matcher(index, options))
        {
            Muting = new(index),
            Near = NearPapers.Of(index),
            Aftermath = aftermath,
            Likeness = new(() => new LikenessIndex(new LikenessTerms(papers), [.. ranked.Select(r => r.Paper)])),
        };
        return await new LikedPapers(Node.Database).OfAsync(reading, [Interest(named)], said, default);
    }

    static Interest Interest(IReadOnlyList<ExamplePaper> named) => new() { Id = 1, Name = "like these", Text = "", Papers = named };

    static ExamplePaper Named(string key, string title) => new(key, title);

    static Taste Taste(params Feedback[] said) => new(said, []);

    static Feedback Said(long paper, Verdict verdict) => new(paper, verdict, 1, null, Some.At(Some.Day));
}

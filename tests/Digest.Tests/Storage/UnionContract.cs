using Digest.Papers;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class UnionOnSqlite() : UnionContract(new SqliteServer());

public sealed class UnionOnPostgres(PostgresDatabase database)
    : UnionContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Which papers are one, told by sources or by hand, and what stays when it is taken back.</summary>
public abstract class UnionContract : Contract
{
    private protected UnionContract(Server server) : base(server) { }

    const string Rivers = "Rivers of Data and Deltas";
    static readonly PaperId Doi = PaperId.Parse("doi:10.1000/rivers");

    static ListedPaper Preprint(int version = 1, string title = Rivers) => Some.Listed("2606.00001", title, "arxiv", version);

    static ListedPaper Article(string title = "Of Rivers", params PaperId[] also) => Some.Listed(title: title, source: "journal") is var told
        ? told with { SourceId = "j1", Paper = told.Paper with { Abstract = "", Ids = [Doi, .. also], Links = new() { Code = "https://code.example/r" } } } : null!;

    [Fact]
    public async Task A_key_says_who_told_it_and_why_it_was_taken_for_this_paper()
    {
        await TellAsync(Preprint());
        await TellAsync(Article(Rivers) with { ListedAt = Some.At(Some.Day).AddDays(2) });

        var keys = (await Node.Papers.TellAsync(1, default))!.Keys.ToDictionary(k => k.Name, k => k.Evidence, StringComparer.Ordinal);
        Assert.Equal("arxiv", keys["arxiv:2606.00001"]);
        Assert.Equal("journal: title and first author, listed 2 days apart", keys["doi:10.1000/rivers"]);
    }

    [Fact]
    public async Task A_telling_that_names_the_numbers_of_two_papers_merges_them()
    {
        var (preprint, article) = await TwoAsync();
        await TellAsync(Some.Listed("2606.00001", source: "bridge") is var told ? told with { Paper = told.Paper with { Ids = [.. told.Paper.Ids, Doi] } } : null!);

        var listed = Assert.Single(await ListedAsync());
        Assert.Equal((preprint, "https://code.example/r"), (listed.Paper.Id, listed.Paper.Links.Code));
        Assert.Equal(["arxiv", "bridge", "journal"], listed.Listings.Select(l => l.Source).Order(StringComparer.Ordinal));
        var merge = Assert.Single((await Node.Papers.TellAsync(article, default))!.Merges);
        Assert.Equal((preprint, article, "bridge", "same DOI"), (merge.Head, merge.Member, merge.By, merge.Evidence));
    }

    [Fact]
    public async Task What_is_told_of_either_is_told_of_both_and_again_changes_nothing()
    {
        var (preprint, article) = await TwoAsync();
        Assert.True(await Node.Unions.MergeAsync(preprint, article, Now, default));
        Assert.False(await Node.Unions.MergeAsync(article, preprint, Now, default));
        Assert.Equal(new(0, 1, 0), await TellAsync(Preprint(version: 2)));
        Assert.Equal(new(0, 0, 0), await TellAsync(Article()));
        var before = await Node.DumpAsync();
        foreach (var told in new[] { Article(), Preprint(version: 2), Article() })
            Assert.Equal(new(0, 0, 0), await TellAsync(told));

        Assert.Equal(before, await Node.DumpAsync());
        Assert.Equal(2, Assert.Single(await ListedAsync()).Paper.Version);
        Assert.Equal(preprint, (await Node.Catalogue.FindAsync(article, default))!.Id);
        Assert.Equal(preprint, await Node.Papers.ResolveAsync("https://doi.org/10.1000/RIVERS", default));
    }

    [Fact]
    public async Task A_merge_taken_back_leaves_both_as_they_were()
    {
        var (preprint, article) = await TwoAsync();
        var before = await BothAsync();
        var rows = await RowsOfTellingAsync();
        await Node.Unions.MergeAsync(preprint, article, Now, default);
        await UndoAsync(preprint);

        Assert.Equal(before, await BothAsync());
        Assert.Equal(rows, await RowsOfTellingAsync());
        Assert.Equal(0, await Node.Unions.UndoAsync(1, Now, default));
    }

    [Fact]
    public async Task What_came_since_the_merge_goes_to_the_paper_it_was_told_of()
    {
        var (preprint, article) = await TwoAsync();
        await Node.Unions.MergeAsync(preprint, article, Now, default);
        Clock.Advance(TimeSpan.FromDays(1));
        await TellAsync(Article(also: PaperId.Parse("openreview:rivers1")) with { ListedAt = Now, Signal = new(Now, 5, null, null) });
        await TellAsync(Preprint(version: 2) with { ListedAt = Now });
        await UndoAsync(preprint);

        var (one, other) = ((await Node.Papers.TellAsync(preprint, default))!, (await Node.Papers.TellAsync(article, default))!);
        Assert.Equal((2, 2), (one.Paper.Version, one.Listings.Count));
        Assert.Equal(2, other.Listings.Count);
        Assert.Contains(other.Keys, k => k.Name == "openreview:rivers1");
        Assert.Equal(article, (await Node.RowsAsync<long>("SELECT paper FROM paper_signals"))[0]);
    }

    [Fact]
    public async Task What_was_split_is_not_joined_by_title_or_number_again_until_a_hand_does()
    {
        var (preprint, article) = await TwoAsync();
        await Node.Unions.MergeAsync(preprint, article, Now, default);
        await UndoAsync(preprint);
        var bridge = Some.Listed("2606.00001", source: "bridge") is var told ? told with { Paper = told.Paper with { Ids = [.. told.Paper.Ids, Doi] } } : null!;
        await TellAsync(bridge);
        await TellAsync(Article(Rivers));
        await TellAsync(Preprint());
        Assert.Equal(2, (await ListedAsync()).Count);

        await Node.Unions.MergeAsync(preprint, article, Now, default);
        await TellAsync(Article());
        await TellAsync(bridge);
        Assert.Equal(preprint, Assert.Single(await ListedAsync()).Paper.Id);
    }

    [Fact]
    public async Task A_paper_that_was_never_two_is_split_by_its_keys_and_stays_so()
    {
        await TellAsync(Preprint() with { Signal = new(Now, 3, null, null) });
        await TellAsync(Article(Rivers) with { Signal = new(Now, 9, null, null) });
        var off = await Node.Unions.SplitOffAsync(1, [Doi], Now, default);

        var papers = (await ListedAsync()).ToDictionary(l => l.Paper.Id);
        Assert.Equal(["journal"], papers[off].Listings.Select(l => l.Source));
        Assert.Equal((1, 0), (papers[1].Paper.Version, papers[off].Paper.Version));
        Assert.Equal("hand: split from 1", Assert.Single((await Node.Papers.TellAsync(off, default))!.Keys).Evidence);

        await TellAsync(Preprint());
        await TellAsync(Article("Of Rivers, Properly")); // the source's own words come through
        Assert.Equal(["Of Rivers, Properly", Rivers], (await ListedAsync()).Select(l => l.Paper.Title).Order(StringComparer.Ordinal));
        Assert.True(await Node.Unions.MergeAsync(1, off, Now, default));
        Assert.Single(await ListedAsync());
    }

    [Fact]
    public async Task Three_become_one_and_come_apart_in_the_order_of_the_hand()
    {
        var (preprint, article) = await TwoAsync();
        await TellAsync(Some.Listed("2606.00009", "Something Third", "arxiv"));
        var third = (await Node.Papers.ResolveAsync("2606.00009", default))!.Value;
        await Node.Unions.MergeAsync(article, third, Now, default);
        await Node.Unions.MergeAsync(preprint, article, Now, default);
        Assert.Equal(preprint, (await Node.Catalogue.FindAsync(third, default))!.Id);

        await UndoAsync(preprint);
        Assert.Equal([preprint, article], (await ListedAsync()).Select(l => l.Paper.Id));
        Assert.Equal(article, (await Node.Catalogue.FindAsync(third, default))!.Id);
        await UndoAsync(article);
        Assert.Equal(3, (await ListedAsync()).Count);
    }

    [Fact]
    public async Task Editions_made_before_a_merge_read_as_they_did()
    {
        var (preprint, article) = await TwoAsync();
        await Node.Editions.SaveAsync(new(0, Some.Day, Now, [.. (await ListedAsync()).Select((l, i) =>
            new RankedPaper(l.Paper, i + 1, 0.5, new(RankReasonKind.New, 0), null))], []), default);
        var before = Words(await Node.Editions.FindAsync(Some.Day, default));
        await Node.Unions.MergeAsync(preprint, article, Now, default);
        Assert.Equal(before, Words(await Node.Editions.FindAsync(Some.Day, default)));
        await UndoAsync(preprint);
        Assert.Equal(before, Words(await Node.Editions.FindAsync(Some.Day, default)));

        static string Words(Edition? edition) => string.Join('\n', edition!.Papers.Select(p =>
            $"{p.Rank} {p.Paper.Id}.{p.Paper.Revision} {p.Paper.Title} {p.Paper.Abstract} {p.Paper.Links}"));
    }

    [Fact]
    public async Task Two_nodes_that_hear_of_two_papers_at_once_merge_them_once()
    {
        await TwoAsync();
        var other = await OpenNodeAsync();
        var bridge = Some.Listed("2606.00001", source: "bridge") is var told ? told with { Paper = told.Paper with { Ids = [.. told.Paper.Ids, Doi] } } : null!;
        await Task.WhenAll(Node.Catalogue.MergeAsync([bridge], Now, default), other.Catalogue.MergeAsync([bridge], Now, default));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM paper_merges"));
    }

    [Theory]
    [InlineData("rivers of DATA", 1)]
    [InlineData("10.1000/rivers", 1)]
    [InlineData("arXiv:2606.00001v3", 1)]
    [InlineData("of rivers", 1)]
    [InlineData("rivers", 2)]
    [InlineData("glaciers", 0)]
    [InlineData("***", 0)]
    public async Task A_paper_is_found_by_words_or_number(string text, int papers)
    {
        await TwoAsync();
        Assert.Equal(papers, (await Node.Papers.FindAsync(text, 10, default)).Count);
    }

    /// <summary>A preprint and an article that share nothing yet.</summary>
    async Task<(long Preprint, long Article)> TwoAsync()
    {
        await TellAsync(Preprint());
        await TellAsync(Article());
        Assert.Equal(2, (await ListedAsync()).Count);
        return ((await Node.Papers.ResolveAsync("2606.00001", default))!.Value, (await Node.Papers.ResolveAsync("10.1000/rivers", default))!.Value);
    }

    Task<Catalogue.Merged> TellAsync(ListedPaper told) => Node.Catalogue.MergeAsync([told], Now, default);

    async Task UndoAsync(long head)
    {
        var merge = (await Node.Papers.TellAsync(head, default))!.Merges.Last(m => m.Head == head && m.EndedAt is null);
        Assert.Equal(1, await Node.Unions.UndoAsync(merge.Id, Now, default));
    }

    /// <summary>What is known of each paper, all but the count of revisions.</summary>
    async Task<string> BothAsync() => string.Join('\n', (await ListedAsync()).Select(l => string.Join('|',
        l.Paper.Id, l.Paper.Title, l.Paper.Abstract, l.Paper.Voice, l.Paper.Links, string.Join(',', l.Paper.Authors), l.Paper.FirstListedAt,
        l.Paper.WithdrawnAt, l.Paper.Version, string.Join(',', l.Paper.Ids), string.Join(',', l.Listings), string.Join(',', l.Signals))));

    async Task<string> RowsOfTellingAsync() => string.Join('\n', (await Node.DumpAsync()).Split('\n')
        .Where(row => row.StartsWith("key=", StringComparison.Ordinal) || row.StartsWith("source=", StringComparison.Ordinal)));

    Task<IReadOnlyList<Catalogue.Listed>> ListedAsync() =>
        Node.Catalogue.ListedBetweenAsync(Some.At(Some.Day).AddDays(-7), Some.At(Some.Day).AddDays(7), default);
}

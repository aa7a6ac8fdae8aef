using Digest.Papers;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class CatalogueOnSqlite() : CatalogueContract(new SqliteServer());

public sealed class CatalogueOnPostgres(PostgresDatabase database)
    : CatalogueContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

public abstract class CatalogueContract : Contract
{
    private protected CatalogueContract(Server server) : base(server) { }

    [Fact]
    public async Task Told_again_nothing_changes()
    {
        ListedPaper[] told = [Some.Listed("2606.00001", upvotes: 3), Some.Listed("2606.00002", "Another", place: 2, upvotes: 0)];
        Assert.Equal(new Catalogue.Merged(2, 0, 0), await Node.Catalogue.MergeAsync(told, Now, default));
        var before = await Node.DumpAsync();

        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(new Catalogue.Merged(0, 0, 0), await Node.Catalogue.MergeAsync(told, Now, default));
        Assert.Equal(before, await Node.DumpAsync());
    }

    [Fact]
    public async Task Two_sources_of_one_work_are_one_paper_with_two_listings()
    {
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001", source: "hf-daily")], Now, default);
        Assert.Equal(new Catalogue.Merged(0, 0, 1),
            await Node.Catalogue.MergeAsync([Some.Listed("2606.00001", source: "arxiv", place: 9)], Now, default));

        var paper = Assert.Single(await ListedAsync());
        Assert.Equal([("arxiv", 9), ("hf-daily", 1)], paper.Listings.Select(l => (l.Source, l.Place)).Order());
    }

    [Fact]
    public async Task An_entry_known_by_title_alone_joins_the_work_that_comes_with_a_number()
    {
        var untitled = Some.Listed(title: "Patience in Agents") with { Source = "page", SourceId = "patience" };
        await Node.Catalogue.MergeAsync(
            [untitled with { Paper = untitled.Paper with { Ids = [PaperId.FromTitle("Patience in Agents")], Authors = [] } }], Now, default);
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00007", "Patience in agents")], Now, default);

        var paper = Assert.Single(await ListedAsync());
        Assert.Contains(paper.Paper.Ids, id => id.ToString() == "arxiv:2606.00007");
    }

    [Fact]
    public async Task Two_sources_that_tell_a_work_differently_do_not_change_it_back_and_forth()
    {
        var (one, other) = (Some.Listed("2606.00001", source: "hf-daily"), Some.Listed("2606.00001", source: "file"));
        ListedPaper[] told = [one, other with { Paper = other.Paper with { Abstract = "Told otherwise.", Links = new() { Page = "https://b.example/" } } }];
        await Node.Catalogue.MergeAsync(told, Now, default);
        var before = await Node.DumpAsync();

        Assert.Equal(new Catalogue.Merged(0, 0, 0), await Node.Catalogue.MergeAsync(told, Now, default));
        Assert.Equal(before, await Node.DumpAsync());
    }

    [Fact]
    public async Task A_withdrawn_paper_is_in_no_edition_to_come_and_an_unknown_one_changes_nothing()
    {
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001")], Now, default);

        Assert.False(await Node.Catalogue.WithdrawAsync(PaperId.Parse("arxiv:2606.09999"), Now, Now, default));
        Assert.True(await Node.Catalogue.WithdrawAsync(PaperId.Parse("arxiv:2606.00001"), Now, Now, default));
        Assert.False(await Node.Catalogue.WithdrawAsync(PaperId.Parse("arxiv:2606.00001"), Now, Now, default));

        Assert.NotNull(Assert.Single(await ListedAsync()).Paper.WithdrawnAt);
    }

    [Fact]
    public async Task Two_numbers_are_two_works_though_they_name_one_article()
    {
        var article = PaperId.Parse("doi:10.1000/both");
        var (one, other) = (Some.Listed("2606.00001"), Some.Listed("2606.00002", "Another"));
        await Node.Catalogue.MergeAsync(
        [
            one with { Paper = one.Paper with { Ids = [.. one.Paper.Ids, article] } },
            other with { Paper = other.Paper with { Ids = [.. other.Paper.Ids, article] } },
        ], Now, default);

        Assert.Equal(2, (await ListedAsync()).Count);
    }

    [Fact]
    public async Task Two_numbers_are_two_works_whatever_their_titles()
    {
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001", "Attention"), Some.Listed("2606.00002", "Attention")], Now, default);
        Assert.Equal(2, (await ListedAsync()).Count);
    }

    [Fact]
    public async Task A_newer_version_makes_a_revision_and_an_older_one_does_not()
    {
        await Node.Catalogue.MergeAsync([Some.Listed(title: "First words", version: 1)], Now, default);
        Assert.Equal(new Catalogue.Merged(0, 1, 0),
            await Node.Catalogue.MergeAsync([Some.Listed(title: "Better words", version: 2)], Now, default));
        Assert.Equal(new Catalogue.Merged(0, 0, 0),
            await Node.Catalogue.MergeAsync([Some.Listed(title: "First words", version: 1)], Now, default));

        var paper = Assert.Single(await ListedAsync()).Paper;
        Assert.Equal(("Better words", 2, 2), (paper.Title, paper.Version, paper.Revision));
        Assert.Equal(2, await Node.CountAsync("SELECT COUNT(*) FROM paper_revisions"));
    }

    [Fact]
    public async Task Votes_are_kept_once_an_hour_and_the_last_word_of_the_hour_stands()
    {
        var ten = Some.At(Some.Day).AddHours(10);
        foreach (var (minutes, votes) in new[] { (0, 5), (20, 8), (70, 13) })
            await Node.Catalogue.MergeAsync([Some.Listed(upvotes: votes, takenAt: ten.AddMinutes(minutes))], Now, default);

        var signals = Assert.Single(await ListedAsync()).Signals;
        Assert.Equal([(ten, 8), (ten.AddHours(1), 13)], signals.Select(s => (s.Signal.TakenAt, s.Signal.Upvotes!.Value)));
    }

    [Fact]
    public async Task A_list_without_a_date_counts_from_when_it_was_first_seen()
    {
        var undated = Some.Listed() with { ListedAt = null };
        await Node.Catalogue.MergeAsync([undated], Now, default);
        var seen = Now;
        Clock.Advance(TimeSpan.FromDays(2));
        await Node.Catalogue.MergeAsync([undated], Now, default);

        Assert.Equal(seen, Assert.Single(await ListedAsync()).Paper.FirstListedAt);
    }

    [Fact]
    public async Task What_was_listed_after_the_end_is_not_seen()
    {
        await Node.Catalogue.MergeAsync([Some.Listed(upvotes: 1, takenAt: Some.At(Some.Day).AddHours(1))], Now, default);
        await Node.Catalogue.MergeAsync([Some.Listed(
            listedAt: Some.At(Some.Day).AddDays(1), place: 4, upvotes: 9, takenAt: Some.At(Some.Day).AddDays(1))], Now, default);

        var paper = Assert.Single(await Node.Catalogue.ListedBetweenAsync(
            Some.At(Some.Day), Some.At(Some.Day).AddDays(1), default));
        Assert.Equal(1, Assert.Single(paper.Signals).Signal.Upvotes);
        Assert.Equal(1, Assert.Single(paper.Listings).Place);
    }

    [Fact]
    public async Task Two_nodes_that_gather_the_same_list_at_once_make_each_paper_once()
    {
        var other = await OpenNodeAsync();
        var told = Enumerable.Range(1, 60).Select(i => Some.Listed($"2606.2{i:0000}", $"Paper {i}", place: i)).ToList();
        var merged = await Task.WhenAll(
            Node.Catalogue.MergeAsync(told, Now, default), other.Catalogue.MergeAsync(told, Now, default));

        Assert.Equal(60, merged.Sum(m => m.New));
        Assert.Equal(60, await Node.CountAsync("SELECT COUNT(*) FROM papers"));
    }

    [Fact]
    public async Task An_edition_is_saved_once_and_keeps_the_words_it_was_made_from()
    {
        await Node.Catalogue.MergeAsync([Some.Listed(title: "First words", version: 1, upvotes: 7)], Now, default);
        var edition = await EditionAsync();
        Assert.True(await Node.Editions.SaveAsync(edition, default));
        Assert.False(await Node.Editions.SaveAsync(edition with { Papers = [] }, default));
        await Node.Catalogue.MergeAsync([Some.Listed(title: "Better words", version: 2)], Now, default);

        var saved = await Node.Editions.FindAsync(Some.Day, default);
        var ranked = Assert.Single(saved!.Papers);
        Assert.Equal(("First words", 1, 0.75, 7), (ranked.Paper.Title, ranked.Rank, ranked.Score, ranked.Signal!.Upvotes));
        Assert.Equal(new RankReason(RankReasonKind.Rising, 7, 3.2), ranked.Reason);
        Assert.Equal(new RankReason(RankReasonKind.Place, 1, Day: Some.Day), ranked.Also);
        Assert.Equal(edition.Sources, saved.Sources);
    }

    [Fact]
    public async Task An_edition_from_before_there_were_two_reasons_is_still_read()
    {
        await Node.Catalogue.MergeAsync([Some.Listed(upvotes: 7)], Now, default);
        await Node.Editions.SaveAsync(await EditionAsync(), default);
        await Node.ExecuteAsync("UPDATE edition_papers SET reasons = NULL, reason = 'upvotes', reason_count = 9");

        var ranked = Assert.Single((await Node.Editions.FindAsync(Some.Day, default))!.Papers);
        Assert.Equal((new RankReason(RankReasonKind.Upvotes, 9), null), (ranked.Reason, ranked.Also));
    }

    [Fact]
    public async Task Editions_of_a_day_a_week_and_a_month_stand_beside_each_other_and_issues_read_the_days()
    {
        var edition = await EditionAsync();
        foreach (var period in Enum.GetValues<Period>())
            Assert.True(await Node.Editions.SaveAsync(edition with { Period = period, Date = period.FirstDay(Some.Day) }, default));

        foreach (var period in Enum.GetValues<Period>())
            Assert.Equal((period, period.FirstDay(Some.Day)),
                await Node.Editions.FindAsync(period, Some.Day, default) is { } saved ? (saved.Period, saved.Date) : default);
        Assert.Single(await Node.Editions.PreparedAsync(Now.AddDays(-1), Now, default));
    }

    [Fact]
    public async Task Who_brought_a_paper_to_a_list_is_kept()
    {
        await Node.Catalogue.MergeAsync([Some.Listed() with { Submitter = "ada" }], Now, default);
        Assert.Equal("ada", Assert.Single(Assert.Single(await ListedAsync()).Listings).Submitter);
    }

    [Fact]
    public async Task Two_nodes_that_prepare_an_edition_at_once_save_one()
    {
        await Node.Catalogue.MergeAsync([Some.Listed()], Now, default);
        var other = await OpenNodeAsync();
        var edition = await EditionAsync();
        var saved = await Task.WhenAll(Node.Editions.SaveAsync(edition, default), other.Editions.SaveAsync(edition, default));
        Assert.Single(saved, isNew => isNew);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM edition_papers"));
    }

    [Fact]
    public async Task Editions_are_found_by_when_they_were_prepared_newest_first()
    {
        for (var day = 0; day < 3; day++)
            await Node.Editions.SaveAsync(new(0, Some.Day.AddDays(day), Now.AddDays(day), [], []), default);
        var found = await Node.Editions.PreparedAsync(Now, Now.AddDays(2), default);
        Assert.Equal([Now.AddDays(2), Now.AddDays(1)], found.Select(e => e.PreparedAt));
    }

    async Task<Edition> EditionAsync() => new(0, Some.Day, Now,
        [.. (await ListedAsync()).Select(l => new RankedPaper(
            l.Paper, 1, 0.75, new(RankReasonKind.Rising, 7, 3.2), new(Now, 7, 0, null))
        {
            Also = new(RankReasonKind.Place, 1, Day: Some.Day),
        })],
        [new("hf-daily", SourceState.Ok, 1, null), new("feed", SourceState.Failed, 0, "timed out")]);

    Task<IReadOnlyList<Catalogue.Listed>> ListedAsync() =>
        Node.Catalogue.ListedBetweenAsync(Some.At(Some.Day).AddDays(-7), Some.At(Some.Day).AddDays(7), default);
}

using Digest.Papers;
using Digest.Ranking;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class OldPapersOnSqlite() : OldPapersContract(new SqliteServer());

public sealed class OldPapersOnPostgres(PostgresDatabase database)
    : OldPapersContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Papers and editions are kept as long as the operator says, and longer where something still holds them.</summary>
public abstract class OldPapersContract : Contract
{
    static readonly string[] Tables = ["papers", "paper_revisions", "paper_keys", "paper_titles", "paper_listings", "paper_signals", "paper_updates", "paper_merges"];

    private protected OldPapersContract(Server server) : base(server) { }

    [Fact]
    public async Task With_nothing_said_they_stay_for_ever()
    {
        await TellAsync("2606.00001");
        await PrepareAsync();
        Clock.Advance(TimeSpan.FromDays(4000));
        Assert.Equal(0, await Node.Pruning.RunAsync(default));
    }

    [Fact]
    public async Task After_their_time_editions_go_and_then_papers_with_all_that_was_known_of_them()
    {
        for (var n = 0; n < 1203; n++)
            await TellAsync($"2606.{n:00000}");
        await Node.Unions.MergeAsync(1, 2, Now, default);
        await PrepareAsync();
        var node = await OpenNodeAsync(keepPapersDays: 200);
        Clock.Advance(TimeSpan.FromDays(199));
        await node.Pruning.RunAsync(default);
        Assert.Equal((1, 1203), (await CountAsync("editions"), await CountAsync("papers")));

        Clock.Advance(TimeSpan.FromDays(2));
        await node.Pruning.RunAsync(default);
        Assert.Equal((0, 0, 1203), (await CountAsync("editions"), await CountAsync("edition_papers"), await CountAsync("papers")));

        Clock.Advance(TimeSpan.FromDays(45));
        await node.Pruning.RunAsync(default);
        // What a hand made one stays, both of it.
        Assert.Equal([1, 2], await Node.RowsAsync<long>("SELECT id FROM papers ORDER BY id"));
        foreach (var table in Tables.Except(["papers", "paper_merges"]))
            Assert.Empty(await Node.RowsAsync<long>($"SELECT paper FROM {table} WHERE paper > 2"));
        Assert.Equal(0, await node.Pruning.RunAsync(default));
    }

    [Fact]
    public async Task What_a_source_still_lists_stays_and_is_no_news_however_long_it_goes_on()
    {
        var node = await OpenNodeAsync(keepPapersDays: 150);
        await TellAsync("2606.00001");
        await TellAsync("2606.00002");
        for (var day = 0; day < 400; day++)
        {
            Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(0, (await TellAsync("2606.00002")).New);
            await node.Pruning.RunAsync(default);
        }
        Assert.Equal([2], await Node.RowsAsync<long>("SELECT id FROM papers"));
    }

    [Fact]
    public async Task What_a_reader_likes_or_names_stays()
    {
        foreach (var id in new[] { "2606.00001", "2606.00002", "2606.00003" })
            await TellAsync(id);
        var reader = await Some.SubscriberAsync(Node);
        await Node.Tastes.SayAsync(reader.Id, new(1, Verdict.More, null, null, Now), default);
        await Node.Interests.AddAsync(reader.Id, [new Interest { Name = "like it", Text = "", Papers = [new("arxiv:2606.00002", "")] }], Now, default);
        await ForgetAsync();
        Assert.Equal([1, 2], await Node.RowsAsync<long>("SELECT id FROM papers ORDER BY id"));
    }

    [Fact]
    public async Task What_a_hand_set_apart_stays_apart()
    {
        await TellAsync("2606.00001");
        await TellAsync("2606.00002");
        await TellAsync("2606.00003");
        await Node.Unions.MergeAsync(1, 2, Now, default);
        await Node.Unions.UndoAsync(1, Now, default);
        await ForgetAsync();
        Assert.Equal([1, 2], await Node.RowsAsync<long>("SELECT id FROM papers ORDER BY id"));
    }

    [Fact]
    public async Task An_edition_of_old_days_that_was_made_late_keeps_its_papers()
    {
        await TellAsync("2606.00001");
        await TellAsync("2606.00002");
        Clock.Advance(TimeSpan.FromDays(300));
        await PrepareAsync(paper: 1);
        var node = await OpenNodeAsync(keepPapersDays: 200);
        await node.Pruning.RunAsync(default);
        Assert.Equal([1], await Node.RowsAsync<long>("SELECT id FROM papers"));
    }

    async Task ForgetAsync()
    {
        var node = await OpenNodeAsync(keepPapersDays: 150);
        Clock.Advance(TimeSpan.FromDays(500));
        await node.Pruning.RunAsync(default);
    }

    Task<Catalogue.Merged> TellAsync(string id) => Node.Catalogue.MergeAsync(
        [Some.Listed(id, $"On {id}", upvotes: 3, takenAt: Now)], Now, default);

    async Task PrepareAsync(int? paper = null)
    {
        var listed = await Node.Catalogue.ListedBetweenAsync(Now.AddYears(-1), Now.AddDays(1), default);
        await Node.Editions.SaveAsync(new(0, Some.Day, Now,
            [.. listed.Where(l => paper is null || l.Paper.Id == paper).Select((l, n) => new RankedPaper(l.Paper, n + 1, 1, new(RankReasonKind.Rising, 7, 3.2), null))],
            []), default);
    }

    Task<long> CountAsync(string table) => Node.CountAsync($"SELECT COUNT(*) FROM {table}");
}

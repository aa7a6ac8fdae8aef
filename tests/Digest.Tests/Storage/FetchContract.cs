using System.Net.Http.Headers;
using Digest.Gathering;
using Digest.Papers;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class FetchOnSqlite() : FetchContract(new SqliteServer());

public sealed class FetchOnPostgres(PostgresDatabase database)
    : FetchContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What sources were asked, and what they said.</summary>
public abstract class FetchContract : Contract
{
    private protected FetchContract(Server server) : base(server) { }

    [Fact]
    public async Task A_source_is_ok_missing_late_or_failed_for_a_day()
    {
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001", source: "hf-daily"),
            Some.Listed("2606.00002", "Of yesterday", source: "page", listedAt: Some.At(Some.Day).AddDays(-1))], Now, default);
        await RecordAsync("feed", FetchState.Failed, fault: "503 Service Unavailable");
        await RecordAsync("arxiv", FetchState.Late, fault: "it still announces yesterday");
        await RecordAsync("journal", FetchState.Answered);

        Assert.Equal(
            [("arxiv", SourceState.Late, 0), ("feed", SourceState.Failed, 0), ("hf-daily", SourceState.Ok, 1),
                ("journal", SourceState.Missing, 0), ("page", SourceState.Missing, 0)],
            (await Node.Fetches.AnswersForAsync(Some.Day, default)).Select(a => (a.Source, a.State, a.Papers)));
    }

    [Fact]
    public async Task The_last_answer_of_a_day_stands()
    {
        await RecordAsync("feed", FetchState.Failed, fault: "timed out");
        Assert.Empty(await AnsweredAsync());
        await RecordAsync("feed", FetchState.Late, fault: "not yet");
        Assert.Empty(await AnsweredAsync());
        await RecordAsync("feed", FetchState.Answered, papers: 12);
        Assert.Equal(12, (await AnsweredAsync())[Some.Day].Papers);
    }

    [Fact]
    public async Task A_list_that_is_here_is_not_taken_back_by_a_source_that_fails_later_in_the_day()
    {
        await RecordAsync("feed", FetchState.Answered, papers: 12);
        await RecordAsync("feed", FetchState.Failed, fault: "timed out");
        Assert.Equal(12, (await AnsweredAsync())[Some.Day].Papers);
        Assert.Equal(SourceState.Ok, Assert.Single(await Node.Fetches.AnswersForAsync(Some.Day, default)).State);
        Assert.Equal(2, await Node.CountAsync("SELECT COUNT(*) FROM fetch_log"));
    }

    [Fact]
    public async Task An_early_empty_answer_does_not_hide_that_the_source_failed_since()
    {
        await RecordAsync("feed", FetchState.Answered);
        await RecordAsync("feed", FetchState.Failed, fault: "timed out");
        Assert.Equal(SourceState.Failed, Assert.Single(await Node.Fetches.AnswersForAsync(Some.Day, default)).State);
    }

    [Fact]
    public async Task Answers_are_kept_with_the_day_they_belong_to_and_another_node_asks_with_them()
    {
        var address = new Uri("https://papers.example/list?p=0");
        var kept = new KeptAnswer(new(EntityTagHeaderValue.Parse("W/\"a1\""), Now), Some.Day, 12, 13);
        await Node.Fetches.RecordAsync(Fetch("feed", FetchState.Answered, 12), [new(address, kept)], default);
        var other = await OpenNodeAsync();
        Assert.Equal(kept, (await other.Fetches.KeptAsync("feed", default))[address.AbsoluteUri]);
        Assert.Empty(await other.Fetches.KeptAsync("another", default));
    }

    [Theory]
    [InlineData(true, "2606.00001", "2606.00002")]
    [InlineData(false, "2606.00001", "2606.00003")] // one of them is new
    [InlineData(false)]
    public async Task A_list_is_an_old_one_when_an_answered_day_before_listed_all_of_it(bool isOld, params string[] papers)
    {
        var yesterday = Some.Day.AddDays(-1);
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001", source: "arxiv", listedAt: Some.At(yesterday)),
            Some.Listed("2606.00002", "Another", source: "arxiv", listedAt: Some.At(yesterday))], Now, default);
        // A harvest may know papers before their day is announced.
        Assert.False(await Node.Fetches.AreAllListedBeforeAsync("arxiv", papers, Some.Day, default));

        await Node.Fetches.RecordAsync(Fetch("arxiv", FetchState.Answered, 2) with { About = "2026-05-31" }, [], default);
        Assert.Equal(isOld, await Node.Fetches.AreAllListedBeforeAsync("arxiv", papers, Some.Day, default));
    }

    Task<IReadOnlyDictionary<DateOnly, DaysToAsk.Answered>> AnsweredAsync() => Node.Fetches.AnsweredAsync("feed", Some.Day, Some.Day, default);

    Task RecordAsync(string source, FetchState state, int papers = 0, string? fault = null) =>
        Node.Fetches.RecordAsync(Fetch(source, state, papers) with { Fault = fault }, [], default);

    Fetch Fetch(string source, FetchState state, int papers) => new()
    {
        Source = source,
        About = Some.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        State = state,
        AskedAt = Now,
        AnsweredAt = Now,
        Papers = papers,
        Listed = papers,
    };
}

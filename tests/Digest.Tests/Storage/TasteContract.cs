using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class TasteOnSqlite() : TasteContract(new SqliteServer());

public sealed class TasteOnPostgres(PostgresDatabase database)
    : TasteContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What readers ask for beside words, and what they said of papers.</summary>
public abstract class TasteContract : Contract
{
    private protected TasteContract(Server server) : base(server) { }

    [Fact]
    public async Task An_interest_comes_back_with_all_it_asks_for()
    {
        var interest = new Interest
        {
            Name = "everything", Text = "laundry", Authors = ["Ada Márquez"], Categories = ["cs.RO"],
            Papers = [new("arxiv:2606.00001", "Folding"), new("", "A title alone")], Must = ["cotton"], MustNot = ["wool", "silk worm"],
            Weight = 2, Slots = 4, Threshold = 0.5,
        };
        var reader = await Some.SubscriberAsync(Node);
        await Node.Database.WriteAsync(db =>
        {
            Digest.Storage.SubscriberStore.AddInterests(db, reader.Id, [interest], from: 1);
            return 0;
        }, default);
        var kept = (await Node.Subscribers.FindAsync(reader.Id, default))!.Preferences.Interests[1];
        Assert.Equivalent(interest with { Id = kept.Id }, kept, strict: true);
    }

    [Fact]
    public async Task More_and_less_of_a_paper_replace_one_another_and_can_be_taken_back()
    {
        var (reader, papers) = (await Some.SubscriberAsync(Node), await Some.PaperIdsAsync(Node, 2));
        Assert.True(await SayAsync(reader, papers[0], Verdict.More));
        Assert.False(await SayAsync(reader, papers[0], Verdict.More));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await SayAsync(reader, papers[1], Verdict.Less, interest: 7));
        Assert.True(await SayAsync(reader, papers[0], Verdict.Less));
        Assert.Equal([(papers[0], Verdict.Less, null), (papers[1], Verdict.Less, 7L)],
            (await TasteAsync(reader)).Feedback.OrderBy(f => f.Paper).Select(f => (f.Paper, f.Verdict, f.Interest)));

        Assert.True(await Node.Tastes.UnsayAsync(reader.Id, papers[0], default));
        Assert.False(await Node.Tastes.UnsayAsync(reader.Id, papers[0], default));
        Assert.Equal(papers[1], Assert.Single((await TasteAsync(reader)).Feedback).Paper);
    }

    [Fact]
    public async Task What_is_muted_is_muted_once_and_can_be_heard_again()
    {
        var (reader, other) = (await Some.SubscriberAsync(Node), await Some.SubscriberAsync(Node));
        Assert.True(await MuteAsync(reader, MuteKind.Author, "Ada Marsh"));
        Assert.False(await MuteAsync(reader, MuteKind.Author, "Ada Marsh"));
        Assert.True(await MuteAsync(reader, MuteKind.Words, "Ada Marsh"));
        Assert.Equal(2, (await TasteAsync(reader)).Mutes.Count);
        Assert.Same(Taste.None, await TasteAsync(other));

        Assert.True(await Node.Tastes.UnmuteAsync(reader.Id, MuteKind.Author, "Ada Marsh", default));
        Assert.False(await Node.Tastes.UnmuteAsync(reader.Id, MuteKind.Author, "Ada Marsh", default));
        Assert.Equal(MuteKind.Words, Assert.Single((await TasteAsync(reader)).Mutes).Kind);
    }

    [Fact]
    public async Task The_oldest_gives_way_when_there_is_too_much()
    {
        var reader = await Some.SubscriberAsync(Node);
        var most = Digest.Storage.TasteStore.MostMutes;
        for (var i = 0; i < most + 3; i++)
        {
            await MuteAsync(reader, MuteKind.Words, $"word {i}");
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var mutes = (await TasteAsync(reader)).Mutes;
        Assert.Equal((most, "word 3", $"word {most + 2}"), (mutes.Count, mutes[0].What, mutes[^1].What));
    }

    [Fact]
    public async Task The_issue_that_showed_a_paper_is_found_by_its_reader_alone()
    {
        var (reader, other, papers) = (await Some.SubscriberAsync(Node), await Some.SubscriberAsync(Node), await Some.PaperIdsAsync(Node, 3));
        await Node.Issues.PlanAsync([Some.Issue(reader, papers: [papers[0], papers[1]]), Some.Issue(other, papers: papers[2])], default);

        var found = (await Node.Issues.ThatShowedAsync(reader.Id, papers[1], default))!;
        Assert.Equal((await Node.Issues.FindAsync(reader.Id, Some.Day, default))!.Id, found.Id);
        Assert.Equal((reader.Id, "laundry", papers[1]), (found.Subscriber, found.Sections[0].Interest, found.Sections[0].Entries[1].Paper));
        Assert.Null(await Node.Issues.ThatShowedAsync(reader.Id, papers[2], default));
        Assert.Null(await Node.Issues.ThatShowedAsync(other.Id, papers[0], default));
    }

    [Fact]
    public async Task Titles_are_those_of_the_works()
    {
        var papers = await Some.PaperIdsAsync(Node, 3);
        Assert.True(await Node.Unions.MergeAsync(papers[0], papers[1], Now, default));
        var titles = await Node.Catalogue.TitlesAsync([papers[1], papers[2], 999], default);
        Assert.Equal([(papers[1], "Folding laundry, part 1"), (papers[2], "Folding laundry, part 3")], titles.OrderBy(t => t.Key).Select(t => (t.Key, t.Value)));
        Assert.Empty(await Node.Catalogue.TitlesAsync([], default));
    }

    Task<bool> SayAsync(Subscriber reader, long paper, Verdict verdict, long? interest = null) =>
        Node.Tastes.SayAsync(reader.Id, new(paper, verdict, interest, 3, Clock.GetUtcNow()), default);

    Task<bool> MuteAsync(Subscriber reader, MuteKind kind, string what) =>
        Node.Tastes.MuteAsync(reader.Id, new(kind, what, Clock.GetUtcNow()), default);

    async Task<Taste> TasteAsync(Subscriber reader) => (await Node.Subscribers.FindAsync(reader.Id, default))!.Taste;
}

using Digest.Bounces;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class BouncesOnSqlite() : BounceContract(new SqliteServer());

public sealed class BouncesOnPostgres(PostgresDatabase database) : BounceContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Reports written down on both databases: each once, whoever reads it, and what follows.</summary>
public abstract class BounceContract : Contract
{
    private protected BounceContract(Server server) : base(server) { }

    [Theory]
    [InlineData(nameof(Proof.Token))]
    [InlineData(nameof(Proof.MessageId))]
    [InlineData(nameof(Proof.ReturnPath))]
    public async Task A_report_that_shows_a_mail_of_ours_suppresses_who_is_gone(string proof)
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        Assert.Equal([BounceFate.Counted, BounceFate.AlreadyKnown], await RecordAsync(await SuspectAsync(reader, Enum.Parse<Proof>(proof)), "a", "a"));
        var standing = await Node.Bounces.FindAsync(reader.AddressHash, Now, default);
        Assert.Equal(("soft", 1d, reader.Address.Text), (standing.Suppressed?.Strength, standing.Score, standing.Address));
        Assert.Equal(reader.Address.Text, Assert.Single(await Node.Bounces.ListAsync(10, Now, default)).Address);

        Assert.True(await Node.Bounces.ForgiveAsync(reader.AddressHash, Now, default));
        Assert.False(await Node.Bounces.ForgiveAsync(reader.AddressHash, Now, default));
        Assert.Equal((null, 0d), ((await Node.Bounces.FindAsync(reader.AddressHash, Now, default)).Suppressed,
            (await Node.Bounces.FindAsync(reader.AddressHash, Now, default)).Score));
        Assert.Empty(await Node.Bounces.ListAsync(10, Now, default));
    }

    [Fact]
    public async Task An_address_alone_is_heard_only_after_a_letter_went_there()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var named = await SuspectAsync(reader, Proof.Address);
        Assert.Equal([BounceFate.Unknown], await RecordAsync(named, "a"));
        await Node.ExecuteAsync("UPDATE deliveries SET handed_off_at = @now", new { now = Now.Ms() });
        Assert.Equal([BounceFate.Counted], await RecordAsync(named, "a"));
        Assert.Null((await Node.Bounces.FindAsync(reader.AddressHash, Now, default)).Suppressed);
    }

    [Fact]
    public async Task Two_nodes_that_read_the_same_report_count_it_once()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var other = await OpenNodeAsync();
        var suspect = await SuspectAsync(reader, Proof.Token);
        var fates = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => RecordAsync(i % 2 == 0 ? Node : other, suspect, "same")));
        Assert.Single(fates, f => f[0] == BounceFate.Counted);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM bounces"));
    }

    [Fact]
    public async Task A_complaint_stands_over_a_bounce_and_never_stands_over_both()
    {
        var readers = await Some.QueueAsync(Node, 2);
        await Node.Subscriptions.NeverAsync(readers[1].Id, new(Now, "never", "page", ""), default);
        foreach (var reader in readers)
        {
            var suspect = await SuspectAsync(reader, Proof.Token);
            await RecordAsync(suspect, $"bounce {reader.Id}");
            await Node.Bounces.RecordAsync([(new(ReportKind.Complaint) { Shape = "feedback-report", Words = "abuse" }, $"complaint {reader.Id}", [suspect])], Now, default);
        }
        Assert.Equal(["complaint", "never"], await Node.RowsAsync<string>("SELECT strength FROM suppressions ORDER BY strength"));
        Assert.Equal(["left", "left"], await Node.RowsAsync<string>("SELECT state FROM subscribers"));
    }

    [Fact]
    public async Task Who_floods_is_heard_fifty_times_a_day()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var fates = await RecordAsync(await SuspectAsync(reader, Proof.Token), [.. Enumerable.Range(0, 80).Select(i => $"n{i}")]);
        Assert.Equal((50, 30), (fates.Count(f => f == BounceFate.Counted), fates.Count(f => f == BounceFate.AlreadyKnown)));
    }

    [Fact]
    public async Task A_complaint_is_heard_however_many_reports_name_the_address()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        await Node.ExecuteAsync("UPDATE deliveries SET handed_off_at = @now", new { now = Now.Ms() });
        await RecordAsync(await SuspectAsync(reader, Proof.Address), [.. Enumerable.Range(0, 80).Select(i => $"forged {i}")]);
        await Node.Bounces.RecordAsync([(new(ReportKind.Complaint) { Shape = "feedback-report", Words = "abuse" }, "complaint", [await SuspectAsync(reader, Proof.Token)])],
            Now, default);
        Assert.Equal("complaint", (await Node.Bounces.FindAsync(reader.AddressHash, Now, default)).Suppressed?.Strength);
    }

    [Fact]
    public async Task Forgiving_bounces_leaves_a_complaint_as_it_is()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        await Node.Bounces.RecordAsync([(new(ReportKind.Complaint) { Shape = "feedback-report", Words = "abuse" }, "complaint", [await SuspectAsync(reader, Proof.Token)])], Now, default);
        Assert.False(await Node.Bounces.ForgiveAsync(reader.AddressHash, Now, default));
        var standing = Assert.Single(await Node.Bounces.ListAsync(10, Now, default));
        Assert.Equal(("complaint", null), (standing.Suppressed?.Strength, Assert.Single(standing.Bounces).ForgivenAt));
    }

    [Fact]
    public async Task What_came_back_is_forgotten_with_the_rest()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        await RecordAsync(await SuspectAsync(reader, Proof.Token), "a");
        Clock.Advance(TimeSpan.FromDays(91));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM bounces"));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
    }

    Task<IReadOnlyList<BounceFate>> RecordAsync(Suspect suspect, params string[] keys) => RecordAsync(Node, suspect, keys);

    Task<IReadOnlyList<BounceFate>> RecordAsync(Node node, Suspect suspect, params string[] keys) => node.Bounces.RecordAsync(
        [.. keys.Select(key => (new Report(ReportKind.Failed) { Shape = "delivery-status", Status = "5.1.1", Words = "550 no such user" }, key,
            (IReadOnlyList<Suspect>)[suspect]))], Now, default);

    async Task<Suspect> SuspectAsync(Subscriber reader, Proof proof)
    {
        var mail = (await Node.Ledger.FindAsync(reader.Id, "issue:2026-06-01", default))!;
        return proof switch
        {
            Proof.Token => new(proof, 0, reader.Id, reader.TokenVersion, "", ""),
            Proof.MessageId => new(proof, 0, reader.Id, 0, mail.MessageId, ""),
            Proof.ReturnPath => new(proof, mail.Id, 0, 0, "", ""),
            _ => new(proof, 0, 0, 0, "", reader.Address.Identity),
        };
    }
}

using System.Globalization;
using Digest.Bounces;
using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class DomainFailuresOnSqlite() : DomainFailureContract(new SqliteServer());

public sealed class DomainFailuresOnPostgres(PostgresDatabase database) : DomainFailureContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>A domain that says of many readers at once that they are gone is broken; they are not gone.</summary>
public abstract class DomainFailureContract : Contract
{
    int _reports;

    private protected DomainFailureContract(Server server) : base(server) { }

    [Fact]
    public async Task From_the_one_that_decides_it_on_all_reports_of_the_day_are_held_back()
    {
        var readers = await ReadersAsync("broken.example", 12);
        var elsewhere = await ReadersAsync("other.example", 1);
        foreach (var reader in readers.Take(4))
            await GoneAsync(reader);
        await GoneAsync(elsewhere[0]);
        Assert.Equal(5, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
        await GoneAsync(readers[4]);
        await GoneAsync(readers[5]);
        Assert.Equal(elsewhere[0].AddressHash, Assert.Single(await Node.RowsAsync<string>("SELECT address_hash FROM suppressions")));
        foreach (var reader in readers.Take(6))
            Assert.Equal(0.25, (await Node.Bounces.FindAsync(reader.AddressHash, Now, default)).Score);
        Assert.Equal([("broken.example", 6, 12)], (await Node.Bounces.BrakedAsync(Now.AddHours(-1), default)).Select(d => (d.Domain, d.Gone, d.Readers)));
    }

    [Fact]
    public async Task Who_is_said_to_be_gone_on_another_day_again_is()
    {
        var readers = await ReadersAsync("broken.example", 6);
        foreach (var reader in readers)
            await GoneAsync(reader);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
        Clock.Advance(TimeSpan.FromDays(1));
        await GoneAsync(readers[0]);
        Assert.Equal([readers[0].AddressHash], await Node.RowsAsync<string>("SELECT address_hash FROM suppressions"));
    }

    [Fact]
    public async Task A_large_domain_and_people_who_never_had_a_letter_are_believed_to_be_gone()
    {
        foreach (var reader in (await ReadersAsync("large.example", 25)).Take(5))
            await GoneAsync(reader);
        foreach (var reader in await ReadersAsync("bought.example", 6, hadLetters: false))
            await GoneAsync(reader);
        Assert.Equal(11, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
        Assert.Empty(await Node.Bounces.BrakedAsync(Now.AddDays(-1), default));
    }

    [Fact]
    public async Task The_same_mailbox_said_to_be_gone_again_and_again_is_one()
    {
        var readers = await ReadersAsync("broken.example", 5);
        for (var i = 0; i < 6; i++)
            await GoneAsync(readers[0]);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
    }

    async Task<IReadOnlyList<Subscriber>> ReadersAsync(string domain, int count, bool hadLetters = true)
    {
        var readers = new List<Subscriber>();
        for (var i = 0; i < count; i++)
            readers.Add(await Some.SubscriberAsync(Node, address: string.Create(CultureInfo.InvariantCulture, $"reader{i}@{domain}")));
        await Node.Issues.PlanAsync([.. readers.Select(r => Some.Issue(r, papers: 1))], default);
        if (hadLetters)
            await Node.ExecuteAsync("UPDATE deliveries SET state = 'sent', ended_at = @at", new { at = Now.AddDays(-2).Ms() });
        return readers;
    }

    Task GoneAsync(Subscriber reader) => Node.Bounces.RecordAsync(
        [(new(ReportKind.Failed) { Shape = "delivery-status", Status = "5.1.1", Words = "550 no such user" }, $"report {_reports++}",
            [new Suspect(Proof.Token, 0, reader.Id, reader.TokenVersion, "", "")])], Now, default);
}

using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class ImportOnSqlite() : ImportContract(new SqliteServer());

public sealed class ImportOnPostgres(PostgresDatabase database)
    : ImportContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Many people at once: strangers only, each once, and all of them told page by page.</summary>
public abstract class ImportContract : Contract
{
    private protected ImportContract(Server server) : base(server) { }

    [Fact]
    public async Task Two_imports_of_the_same_people_at_once_take_each_once()
    {
        var other = await OpenNodeAsync();
        var people = Enumerable.Range(0, 120).Select(i => Person($"r{i}@reader.example")).ToList();
        var taken = await Task.WhenAll(Node.Imports.AddAsync(people, Evidence, default), other.Imports.AddAsync([.. Enumerable.Reverse(people)], Evidence, default));
        Assert.Equal(120, taken.Sum(t => t.Count(x => x == Taken.Added)));
        Assert.Equal((120, 120), (await Node.CountAsync("SELECT COUNT(*) FROM subscribers"), await Node.CountAsync("SELECT COUNT(*) FROM consents WHERE channel = 'import'")));
    }

    [Fact]
    public async Task Looking_writes_nothing_and_says_what_adding_does()
    {
        await Node.Imports.AddAsync([Person("here@reader.example")], Evidence, default);
        var before = await Node.DumpAsync();
        List<Subscriber> people = [Person("here@reader.example"), Person("new@reader.example")];
        Assert.Equal([Taken.Here, Taken.Added], await Node.Imports.LookAsync(people, default));
        Assert.Equal(before, await Node.DumpAsync());
        Assert.Equal([Taken.Here, Taken.Added], await Node.Imports.AddAsync(people, Evidence, default));
    }

    [Fact]
    public async Task Everybody_is_told_page_by_page_but_the_erased()
    {
        await Node.Imports.AddAsync([.. Enumerable.Range(0, 7).Select(i => Person($"r{i}@reader.example"))], Evidence, default);
        var erased = (await Node.Exports.PageAsync(null, 0, 10, default))[2].Subscriber;
        await new Erasure(Node.Database).EraseAsync(erased.Id, new(Now, "erased", "command", ""), default);
        var told = new List<string>();
        for (long after = 0; await Node.Exports.PageAsync(SubscriberState.Active, after, 2, default) is { Count: > 0 } page; after = page[^1].Subscriber.Id)
            told.AddRange(page.Select(e => e.Subscriber.Address.Text));
        Assert.Equal(["r0@reader.example", "r1@reader.example", "r3@reader.example", "r4@reader.example", "r5@reader.example", "r6@reader.example"], told);
        Assert.Empty(await Node.Exports.PageAsync(SubscriberState.Left, 0, 10, default));
    }

    Consent Evidence => new(Now, "added", "import", "the fair's list");

    Subscriber Person(string address) => new()
    {
        Address = Some.Address(address), AddressHash = Node.Keys.Hash(Some.Address(address).Identity), State = SubscriberState.Active,
        Preferences = Some.Preferences("tides"), CreatedAt = Now, ConfirmedAt = Now, NextIssueAt = Now,
    };
}

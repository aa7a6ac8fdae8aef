using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class OperatorsOnSqlite() : OperatorContract(new SqliteServer());

public sealed class OperatorsOnPostgres(PostgresDatabase database) : OperatorContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What the operators' pages and programs read and write, by both databases alike.</summary>
public abstract class OperatorContract : Contract
{
    private protected OperatorContract(Server server) : base(server) { }

    Registers Registers => new(Node.Database);

    [Fact]
    public async Task Subscribers_are_found_by_a_part_of_the_address_and_by_state_page_by_page()
    {
        foreach (var address in new[] { "ada@one.example", "Ada.Lovelace@two.example", "grace_hopper@two.example", "100%@two.example" })
            await Some.SubscriberAsync(Node, address: address);
        await Some.SubscriberAsync(Node, state: SubscriberState.Paused, address: "ada.paused@three.example");
        var erased = await Some.SubscriberAsync(Node, address: "ada.erased@three.example");
        await new Erasure(Node.Database).EraseAsync(erased.Id, Some.Consent(Now, "erased"), default);

        Assert.Equal(["ada@one.example", "Ada.Lovelace@two.example", "ada.paused@three.example"], await FindAsync("ADA"));
        Assert.Equal(["ada@one.example"], await FindAsync(" ada@one.example "));
        Assert.Equal(["ada.paused@three.example"], await FindAsync("ada", SubscriberState.Paused));
        Assert.Equal(["grace_hopper@two.example"], await FindAsync("_"));
        Assert.Equal(["100%@two.example"], await FindAsync("%"));
        Assert.Empty(await FindAsync("!"));
        Assert.Equal(5, (await FindAsync("")).Count);
        var first = await Registers.SubscribersAsync("two", null, 0, 2, default);
        Assert.Equal(["100%@two.example"], (await Registers.SubscribersAsync("two", null, first[^1].Id, 2, default)).Select(s => s.Address.Text));

        async Task<IReadOnlyList<string>> FindAsync(string part, SubscriberState? state = null) =>
            [.. (await Registers.SubscribersAsync(part, state, 0, 100, default)).Select(s => s.Address.Text)];
    }

    [Fact]
    public async Task Mails_are_listed_by_state_and_day_the_newest_first_each_once()
    {
        await Some.QueueAsync(Node, 5);
        await Node.ExecuteAsync("UPDATE deliveries SET state = 'failed', reason = '550 no', ended_at = planned_at WHERE id IN (SELECT MIN(id) FROM deliveries)");
        var all = await Registers.MailsAsync(null, null, null, 100, default);
        Assert.Equal(5, all.Count);
        Assert.Equal(all, all.OrderByDescending(m => m.PlannedAt).ThenByDescending(m => m.Id));
        var (seen, before) = (new List<MailLine>(), (MailPlace?)null);
        while (await Registers.MailsAsync(null, null, before, 2, default) is { Count: > 0 } page)
            (seen, before) = ([.. seen, .. page], page[^1].Place);
        Assert.Equal(all, seen);

        foreach (var state in Registers.MailStates)
            Assert.Equal(state switch { "owed" => 4, "failed" => 1, _ => 0 }, (await Registers.MailsAsync(state, null, null, 100, default)).Count);
        var day = DateOnly.FromDateTime(all[0].PlannedAt.UtcDateTime);
        Assert.Equal(5, (await Registers.MailsAsync(null, day, null, 100, default)).Count);
        Assert.Empty(await Registers.MailsAsync(null, day.AddDays(1), null, 100, default));
        Assert.Empty(await Registers.MailsAsync("owed", day.AddDays(-1), null, 100, default));
        Assert.Equal(all[2], await Registers.MailAsync(all[2].Id, default));
        Assert.Single(await Registers.MailsOfAsync(all[2].Subscriber, 10, default));
    }

    [Fact]
    public async Task What_an_operator_suppressed_or_bounced_they_may_lift_and_nothing_else()
    {
        var store = new OperatorStore(Node.Database);
        var reader = await Some.SubscriberAsync(Node);
        Assert.True(await store.SuppressAsync(reader.AddressHash, "admin", Now, default));
        Assert.False(await store.SuppressAsync(reader.AddressHash, "admin", Now, default));
        Assert.Equal(reader.Address.Text, Assert.Single(await Registers.SuppressionsAsync(null, 10, default)).Address);
        Assert.Equal((true, null), await store.UnsuppressAsync(reader.AddressHash, Now, default));
        Assert.Equal((false, null), await store.UnsuppressAsync(reader.AddressHash, Now, default));
        foreach (var (strength, reason, isLifted) in new[] { ("soft", Suppressed.Bounced, true), ("soft", "erased", false), ("complaint", "its reader complained", false),
            ("never", "asked by the owner", false) })
        {
            await Node.ExecuteAsync("DELETE FROM suppressions");
            await Node.ExecuteAsync("INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES (@AddressHash, @strength, @reason, '', 1)",
                new { reader.AddressHash, strength, reason });
            Assert.Equal((isLifted, isLifted ? null : strength), await store.UnsuppressAsync(reader.AddressHash, Now, default) is var (lifted, still)
                ? (lifted, still?.Strength) : default);
        }
    }

    [Fact]
    public async Task Suppressions_go_on_page_by_page_also_of_one_instant()
    {
        for (var i = 0; i < 5; i++)
            await new OperatorStore(Node.Database).SuppressAsync(Node.Keys.Hash($"{i}"), "admin", Now, default);
        var (seen, before) = (new List<string>(), (SuppressionPlace?)null);
        while (await Registers.SuppressionsAsync(before, 2, default) is { Count: > 0 } page)
            (seen, before) = ([.. seen, .. page.Select(p => p.AddressHash)], page[^1].Place);
        Assert.Equal((5, 5), (seen.Count, seen.Distinct(StringComparer.Ordinal).Count()));
        Assert.Null((await Registers.SuppressionAsync(seen[0], default))!.Subscriber);
    }

    [Fact]
    public async Task The_confirmation_goes_again_after_a_day_and_to_nobody_who_confirmed()
    {
        var store = new OperatorStore(Node.Database);
        var stranger = Stranger();
        var (id, answer) = await store.AskAsync(stranger, "limit", Some.Consent(Now), default);
        Assert.Equal((SignUpAnswer.Confirm, true), (answer, id is not null));
        Assert.Null((await store.AskAsync(stranger, "limit", Some.Consent(Now), default)).Id);
        Assert.Equal(SignUpAnswer.TooSoon, await store.ResendAsync(id!.Value, Some.Consent(Now), default));
        Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(SignUpAnswer.Confirm, await store.ResendAsync(id.Value, Some.Consent(Now), default));
        Assert.Equal(2, await Node.CountAsync("SELECT COUNT(*) FROM notices WHERE kind = 'confirm'"));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(DISTINCT interests) FROM sign_ups"));
        Assert.Null(await store.ResendAsync((await Some.SubscriberAsync(Node)).Id, Some.Consent(Now), default));
        var other = Stranger();
        Assert.Equal((null, SignUpAnswer.TooSoon), await store.AskAsync(other, "limit", Some.Consent(Now), default));
    }

    Subscriber Stranger() => Some.Address() is var mail
        ? new() { Address = mail, AddressHash = Node.Keys.Hash(mail.Identity), Preferences = Some.Preferences("a line"), CreatedAt = Now } : null!;

    [Fact]
    public async Task A_line_of_the_audit_is_there_before_the_change_and_forgets_who_was_erased()
    {
        var audit = new Audit(Node.Database, Clock);
        var reader = await Some.SubscriberAsync(Node);
        var line = await audit.BeginAsync("ada", "pause", reader.Id, default);
        Assert.Equal("", Assert.Single(await audit.PageAsync(long.MaxValue, null, 10, default)).Outcome);
        await audit.EndAsync(line, "done", null, default);
        Assert.Equal(new Audit.Line(line, Now, "ada", "pause", reader.Id, "done"), Assert.Single(await audit.PageAsync(long.MaxValue, reader.Id, 10, default)));
        var added = await audit.BeginAsync("key x", "add", 0, default);
        await audit.EndAsync(added, "done", 77, default);
        Assert.Equal([77, reader.Id], (await audit.PageAsync(long.MaxValue, null, 10, default)).Select(l => l.Subscriber));
        Assert.Equal([reader.Id], (await audit.PageAsync(added, null, 10, default)).Select(l => l.Subscriber));
        await new Erasure(Node.Database).EraseAsync(reader.Id, Some.Consent(Now, "erased"), default);
        Assert.Empty(await audit.PageAsync(long.MaxValue, reader.Id, 10, default));
        Assert.Equal(0, (await audit.PageAsync(long.MaxValue, null, 10, default))[^1].Subscriber);
        Clock.Advance(TimeSpan.FromDays(731));
        await Node.Pruning.RunAsync(default);
        Assert.Empty(await audit.PageAsync(long.MaxValue, null, 10, default));
    }

    [Fact]
    public async Task Each_day_is_counted_and_one_that_is_over_only_once()
    {
        var figures = new RecentDays(new DayFigures(Node.Database));
        await Some.QueueAsync(Node, 3);
        await Node.ExecuteAsync("UPDATE deliveries SET state = 'sent', ended_at = @at", new { at = Now.AddDays(-3).ToUnixTimeMilliseconds() });
        await Node.ExecuteAsync("UPDATE deliveries SET state = 'skipped', ended_at = @at WHERE id IN (SELECT MAX(id) FROM deliveries)", new { at = Now.ToUnixTimeMilliseconds() });
        var days = await figures.CountAsync(30, Now, default);
        Assert.Equal((30, DateOnly.FromDateTime(Now.UtcDateTime)), (days.Count, days[^1].Date));
        Assert.Equal((2, 1, 0), (days[^4].Day.Of("sent"), days[^1].Day.Of("empty"), days[^2].Day.Of("sent")));
        await Node.ExecuteAsync("UPDATE deliveries SET state = 'failed'");
        days = await figures.CountAsync(30, Now, default);
        Assert.Equal((2, 0, 1), (days[^4].Day.Of("sent"), days[^1].Day.Of("empty"), days[^1].Day.Of("failed")));
    }

    [Fact]
    public async Task A_key_is_known_by_its_hash_until_it_is_revoked_and_its_name_is_given_once()
    {
        var keys = new ApiKeys(new ApiKeyStore(Node.Database), Clock);
        var key = (await keys.MakeAsync("board", "read", default))!;
        Assert.DoesNotContain(key, await Node.DumpAsync(), StringComparison.Ordinal);
        Assert.Equal(("board", "read"), await keys.FindAsync(key, default) is { } found ? (found.Name, found.Scope) : default);
        Assert.Null(await keys.FindAsync(key + "A", default));
        Assert.True(await keys.RevokeAsync("board", default));
        Assert.False(await keys.RevokeAsync("board", default));
        Assert.Null(await keys.FindAsync(key, default));
        Assert.Null(await keys.MakeAsync("board", "all", default));
        Assert.NotNull(Assert.Single(await keys.ListAsync(default)).RevokedAt);
    }
}

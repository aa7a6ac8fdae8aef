using Digest.Bounces;
using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class WatchingOnSqlite() : WatchingContract(new SqliteServer());

public sealed class WatchingOnPostgres(PostgresDatabase database)
    : WatchingContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What is counted and looked at to see how the service is, and what operators are to be told of it.</summary>
public abstract class WatchingContract : Contract
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private protected WatchingContract(Server server) : base(server) { }

    [Fact]
    public async Task Figures_count_what_stands_in_rows()
    {
        await MailsAsync();
        var counted = await new Figures(Node.Database).CountAsync(Now, default);
        Assert.Equal((1, TimeSpan.FromHours(3), 2, 1, TimeSpan.FromHours(3)), (counted.Due, counted.OldestDue, counted.Owed, counted.InDoubt, counted.OldestOwed));
        Assert.Equal((2, 2, 1, 1), (counted.Ended["sent"], counted.Ended["failed"], counted.Ended["skipped"], counted.Empty));
        Assert.Equal((1, 1), (counted.Failed["550"], counted.Failed["other"]));
        Assert.Equal((1, 1), (counted.Subscribers["active"], counted.Suppressions["bounced"]));
        Assert.Equal(TimeSpan.FromHours(5), counted.Answered["hf-daily"]);
        Assert.True(counted.Bytes > 4096);
    }

    [Fact]
    public async Task An_empty_service_counts_nothing()
    {
        var counted = await new Figures(Node.Database).CountAsync(Now, default);
        Assert.Equal((0, TimeSpan.Zero, 0, 0), (counted.Due, counted.OldestDue, counted.Owed, counted.InDoubt));
        Assert.Empty(counted.Ended);
        var seen = await new Symptoms(Node.Database).ReadAsync(Now, Today, default);
        Assert.Equal(new Symptoms.Read(0, 0, 0, null, 0, 0, HasEdition: false, null), seen);
    }

    [Fact]
    public async Task Symptoms_are_those_of_the_last_hour_and_day()
    {
        await MailsAsync();
        await Node.ExecuteAsync("INSERT INTO editions (period, date, prepared_at, sources) VALUES ('day', '2026-05-31', 0, '[]')");
        var seen = await new Symptoms(Node.Database).ReadAsync(Now, Today, default);
        Assert.Equal(new Symptoms.Read(3, 2, 1, Now.AddMinutes(-40), 2, 1, HasEdition: false, new DateOnly(2026, 5, 31)), seen);
        await Node.ExecuteAsync("INSERT INTO editions (period, date, prepared_at, sources) VALUES ('day', '2026-06-01', 0, '[]')");
        Assert.True((await new Symptoms(Node.Database).ReadAsync(Now, Today, default)).HasEdition);
    }

    [Fact]
    public async Task A_day_is_what_ended_between_its_bounds()
    {
        await MailsAsync();
        await Node.ExecuteAsync("INSERT INTO papers (revision, title_key, voice, first_listed_at) VALUES (1, 'a', '', @at)",
            new { at = Now.AddHours(-30).ToUnixTimeMilliseconds() });
        DateTimeOffset[] bounds = [Now.AddDays(-2), Now.AddDays(-1), Now];
        var days = await new DayFigures(Node.Database).TellAsync(bounds, default);
        Assert.Equal((1, 0), (days[0].Of("sent"), days[0].Of("failed")));
        Assert.Equal((2, 2, 1, 0), (days[1].Of("sent"), days[1].Of("failed"), days[1].Of("empty"), days[1].Of("skipped")));
        Assert.Equal((1, 1, 1, 0), (days[1].Joined, days[1].Left, days[1].Complaints, days[1].Bounced));
        Assert.Equal((1, 0), (days[0].Papers, days[1].Papers));
        var figures = new DayFigures(Node.Database);
        Assert.Equal([("", 1L), ("550", 1L)], await figures.FailedAsync(bounds[1], bounds[2], default));
        var failures = await figures.FailuresAsync(bounds[1], bounds[2], 10, default);
        Assert.Equal(["odd", "550 5.1.1 no"], failures.Select(mail => mail.Reply));
        Assert.Equal("reader@example.org", failures[0].Address);
        Assert.Single(await figures.FailuresAsync(bounds[1], bounds[2], 1, default));
    }

    [Fact]
    public async Task A_database_is_looked_at_as_it_lies_there()
    {
        var seen = await new Examination(Node.Database, new StorageOptions { DataFolder = Server.Folder, ConnectionString = "elsewhere" }).LookAsync(default);
        Assert.Equal((Migrations.Newest, Migrations.Newest), (seen.Schema, seen.Newest));
        Assert.Null(seen.Damage);
        Assert.Null(seen.WriteFault);
        Assert.Equal(Node.Keys.Fingerprint, seen.Keys);
        Assert.True(seen.Bytes > 4096);
    }

    [Fact]
    public async Task Something_is_planned_once_by_whichever_node()
    {
        var other = await OpenNodeAsync();
        var made = await Task.WhenAll(Enumerable.Range(0,
            20).Select(n => new OperatorPosts((n % 2 == 0 ? Node : other).Database).PlanAsync(Post("report:1", "a@b", "c@d"), default)));
        Assert.Single(made, isNew => isNew);
        Assert.Equal(2, await Node.CountAsync("SELECT COUNT(*) FROM operator_posts"));
        Assert.True(await new OperatorPosts(Node.Database).IsPlannedAsync("report:1", default));
        Assert.False(await new OperatorPosts(Node.Database).IsPlannedAsync("report:2", default));
    }

    [Fact]
    public async Task Each_is_claimed_by_one_node_and_its_bytes_go_when_it_ended()
    {
        var posts = new OperatorPosts(Node.Database);
        var other = new OperatorPosts((await OpenNodeAsync()).Database);
        await posts.PlanAsync(Post("report:1", [.. Enumerable.Range(0, 10).Select(n => $"{n}@b")]), default);
        var claims = (await Task.WhenAll(Enumerable.Range(0,
            30).Select(n => (n % 2 == 0 ? posts : other).ClaimAsync(["mail"], Now, Lease, default)))).OfType<OperatorPosts.Claimed>().ToList();
        Assert.Equal(claims.Count, claims.Select(claim => claim.Address).Distinct().Count());
        while (await posts.ClaimAsync(["mail"], Now, Lease, default) is { } rest)
            claims.Add(rest);
        Assert.Equal(10, claims.Count);
        Assert.All(claims, claim => Assert.Equal([1, 2, 3], claim.Content));
        Assert.True(await posts.HandOverAsync(claims[0], "main", default));
        Assert.True(await posts.FinishAsync(claims[0], "sent", "250 ok", null, Now, default));
        Assert.False(await other.FinishAsync(claims[0], "failed", "late", null, Now, default));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM operator_posts WHERE state = 'sent' AND content IS NULL AND relay = 'main'"));
        Assert.Equal("250 ok", (await posts.TellAsync("report:", 50, default)).Single(fate => fate.State == "sent").Reply);
    }

    [Fact]
    public async Task What_a_dead_process_held_goes_again_and_what_may_have_been_taken_once_more_only()
    {
        var posts = new OperatorPosts(Node.Database);
        await posts.PlanAsync(Post("report:1", "a@b"), default);
        var first = await posts.ClaimAsync(["mail"], Now, TimeSpan.Zero, default);
        await posts.SweepAsync(Now, default);
        var second = (await posts.ClaimAsync(["mail"], Now.AddSeconds(1), TimeSpan.Zero, default))!;
        Assert.False(await posts.HandOverAsync(first!, null, default));
        Assert.True(await posts.HandOverAsync(second, null, default));
        await posts.SweepAsync(Now.AddSeconds(1), default);
        var third = (await posts.ClaimAsync(["mail"], Now.AddSeconds(2), TimeSpan.Zero, default))!;
        Assert.Equal(1, third.Doubted);
        Assert.True(await posts.HandOverAsync(third, null, default));
        await posts.SweepAsync(Now.AddSeconds(3), default);
        Assert.Null(await posts.ClaimAsync(["mail"], Now.AddSeconds(4), TimeSpan.Zero, default));
        Assert.Equal("in_doubt", Assert.Single(await posts.TellAsync("report:1", 10, default)).State);
    }

    [Fact]
    public async Task A_way_that_is_closed_leaves_the_other_open_and_what_is_too_late_expires()
    {
        var posts = new OperatorPosts(Node.Database);
        await posts.PlanAsync(Post("alarms:1", "a@b") with { To = [("mail", "a@b", [1]), ("webhook", "", [2])] }, default);
        Assert.Equal("webhook", (await posts.ClaimAsync(["webhook"], Now, Lease, default))!.Way);
        Assert.Null(await posts.ClaimAsync(["webhook"], Now, Lease, default));
        await posts.SweepAsync(Now.AddDays(2), default);
        Assert.Null(await posts.ClaimAsync(["mail"], Now.AddDays(2), Lease, default));
        Assert.Contains(await posts.TellAsync("alarms:", 10, default), fate => fate is { Way: "mail", State: "expired" });
    }

    [Fact]
    public async Task Two_nodes_that_see_the_same_tell_it_once()
    {
        var (alarms, other) = (new AlarmStore(Node.Database), new AlarmStore((await OpenNodeAsync()).Database));
        AlarmRow row = new() { Kind = "waiting", Detail = "3 mails" };
        var noticed = await Task.WhenAll(alarms.ApplyAsync([new(AlarmStep.Notice, row)], null, Now, default), other.ApplyAsync([new(AlarmStep.Notice, row)], null, Now, default));
        Assert.Single(noticed, isMine => isMine);
        var open = Assert.Single(await alarms.OpenAsync(default));
        Assert.Equal(("waiting", "", "", "3 mails", 0, Now), (open.Kind, open.Subject, open.Node, open.Detail, open.Told, open.Seen));

        var told = await Task.WhenAll(
            alarms.ApplyAsync([new(AlarmStep.Begin, open)], Post("alarms:1.1", "a@b"), Now, default),
            other.ApplyAsync([new(AlarmStep.Begin, open)], Post("alarms:1.1x", "a@b"), Now, default));
        Assert.Single(told, isMine => isMine);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM operator_posts"));
        open = Assert.Single(await other.OpenAsync(default));
        Assert.Equal((1, Now), (open.Told, open.LastTold));
        Assert.True(await alarms.ApplyAsync([new(AlarmStep.End, open)], null, Now, default));
        Assert.False(await other.ApplyAsync([new(AlarmStep.End, open)], Post("alarms:1.over", "a@b"), Now, default));
        Assert.Empty(await alarms.OpenAsync(default));
        Assert.Equal(Now, Assert.Single(await alarms.PastAsync(10, default)).Ended);
        // The same may begin anew.
        Assert.True(await alarms.ApplyAsync([new(AlarmStep.Notice, row)], null, Now, default));
    }

    [Fact]
    public async Task All_changes_of_a_look_are_made_or_none()
    {
        var alarms = new AlarmStore(Node.Database);
        Assert.False(await alarms.ApplyAsync(
            [new(AlarmStep.Notice, new() { Kind = "disk" }), new(AlarmStep.Begin, new() { Id = 99, Kind = "relay" })], Post("alarms:99.1", "a@b"), Now, default));
        Assert.Empty(await alarms.OpenAsync(default));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM operator_posts"));
    }

    [Fact]
    public async Task What_was_told_is_forgotten_with_the_rest()
    {
        var (posts, alarms) = (new OperatorPosts(Node.Database), new AlarmStore(Node.Database));
        await posts.PlanAsync(Post("report:1", "a@b"), default);
        await posts.FinishAsync((await posts.ClaimAsync(["mail"], Now, Lease, default))!, "sent", null, null, Now, default);
        await alarms.ApplyAsync([new(AlarmStep.Notice, new() { Kind = "disk" })], null, Now, default);
        await alarms.ApplyAsync([new(AlarmStep.End, (await alarms.OpenAsync(default))[0])], null, Now, default);
        Clock.Advance(TimeSpan.FromDays(91));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(0, await Node.CountAsync("SELECT (SELECT COUNT(*) FROM operator_posts) + (SELECT COUNT(*) FROM alarms)"));
    }

    DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    OperatorPost Post(string about, params string[] to) => new(about, about + "@x", Now, Now.AddDays(1), [.. to.Select(address => ("mail", address, new byte[] { 1, 2, 3 }))]);

    /// <summary>One reader, eight mails, an answer of a source, a suppression, a complaint, somebody who came and went.</summary>
    async Task MailsAsync()
    {
        await Node.ExecuteAsync("""
            INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending, token_version, created_at)
            VALUES (1, 'reader@example.org', 'reader@example.org', 'h', 'active', 'en', 'UTC', '08:00', 127, 10, 1, 1, 0)
            """);
        await MailAsync(1, "sent", ended: 0.5);
        await MailAsync(2, "sent", ended: 5);
        await MailAsync(3, "sent", ended: 30);
        await MailAsync(4, "failed", ended: 0.75, reason: "550 5.1.1 no");
        await MailAsync(5, "failed", ended: 5, reason: "odd");
        await MailAsync(6, "skipped", ended: 6);
        await MailAsync(7, "queued", ended: null);
        await MailAsync(8, "in_doubt", ended: null);
        await Node.ExecuteAsync("INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES ('h', 'soft', 'bounced', '', 0)");
        await Node.ExecuteAsync("""
            INSERT INTO fetch_log (source, about, asked_at, answered_at, listed, added, updated, joined, skipped, late) VALUES ('hf-daily', '2026-06-01', @at, @at, 1, 1, 0, 0, 0, 0)
            """, new { at = Ms(5) });
        foreach (var what in new[] { "asked", "confirmed", "left" })
            await Node.ExecuteAsync("INSERT INTO consents (address_hash, subscriber, at, event, channel, wording) VALUES ('h', 1, @at, @what, 'page', '')",
                new { at = Ms(2), what });
        await Node.ExecuteAsync("""
            INSERT INTO bounces (address_hash, subscriber, report, about, at, kind, cause, status, shape, proof, weight, excerpt)
            VALUES ('h', 1, 'r', '', @at, @kind, '', '', '', '', 1, '')
            """, new { at = Ms(3), kind = Rows.Word(ReportKind.Complaint) });
    }

    long Ms(double hoursAgo) => Now.AddHours(-hoursAgo).ToUnixTimeMilliseconds();

    Task MailAsync(int id, string state, double? ended, string? reason = null) => Node.ExecuteAsync("""
        INSERT INTO deliveries (id, kind, subscriber, about, message_id, locale, template_version, key_id, token_version, planned_at, expires_at, urgent, state, reason, attempts, doubted, fence,
          next_attempt_at, handed_off_at, ended_at, reply)
        VALUES (@id, 'issue', 1, @about, @about, 'en', 'v', 1, 1, @planned, @expires, 0, @state, @reason, 1, 0, 1, @next, @handed, @ended, @reason)
        """, new
    {
        id, about = $"issue:{id}", planned = Ms(3), expires = Ms(-24), state, reason,
        next = state == "queued" ? Now.AddMinutes(-40).ToUnixTimeMilliseconds() : (long?)null, handed = state == "in_doubt" ? Ms(0.1) : (long?)null,
        ended = ended is { } hours ? Ms(hours) : (long?)null,
    });
}

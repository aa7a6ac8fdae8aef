using System.Net;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Tests.Bounces;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>A service that began anew from a backup, or from another's: nobody is mailed twice, and nobody who left.</summary>
public class BackupTests
{
    static readonly DateTimeOffset Monday = new(2026, 7, 13, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_is_mailed_a_day_or_a_paper_twice(bool destroyed)
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var (reader, papers) = (Some.Address, Enumerable.Range(0, 4).Select(_ => Some.Papers(3)).ToArray());
        await app.AddAsync(reader, at: Some.Hour(time: "08:00"));
        await app.PublishAsync(papers[0]);
        await app.AtAsync(Monday);
        var backup = await app.BackUpAsync();

        // The lost time: an issue goes out that no backup knows of.
        app.Clock.Set(Monday.AddDays(1).AddHours(-1));
        await app.PublishAsync(papers[1]);
        await app.AtAsync(Monday.AddDays(1));
        Assert.Equal(2, app.MailsTo(reader).Count);

        app.Clock.Set(Monday.AddDays(1).AddHours(4));
        await app.RestoreAsync(backup, destroyed);
        await app.PublishAsync([.. papers[0], .. papers[1]]);
        await app.PlanAndSendAsync();
        Assert.Equal(2, app.MailsTo(reader).Count);

        app.Clock.Set(Monday.AddDays(2).AddHours(-1));
        await app.PublishAsync([.. papers[0], .. papers[1], .. papers[2]]);
        await app.AtAsync(Monday.AddDays(2));
        var mails = app.MailsTo(reader);
        Assert.Equal(3, mails.Count);
        Assert.Equal(papers[2].Select(p => p.Title).Order(StringComparer.Ordinal), mails[2].Titles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_killed_restore_left_behind_is_forgotten_by_the_next()
    {
        await using var app = await App.StartAsync();
        var backup = await app.BackUpAsync();
        var data = Path.GetDirectoryName(app.KeysFile)!;
        foreach (var process in new[] { int.MaxValue, Environment.ProcessId })
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(data, $"restoring-{process}")).FullName, "digest.db-wal"), "everybody's addresses");
        await app.RestoreAsync(backup);
        Assert.Empty(Directory.EnumerateDirectories(data, "restoring-*"));
    }

    [Fact]
    public async Task Who_moved_and_came_back_to_the_old_address_reads_there()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var (old, other) = (Some.Address, Some.Address);
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(old);
        var backup = await app.BackUpAsync();
        await app.MoveAsync(app.MailsTo(old)[^1].PreferencesLink, old, other);
        await app.OneClickAsync(app.MailsTo(other)[^1]);
        await app.BecomeReaderAsync(old);

        Assert.Equal(0, (await app.RestoreAsync(backup)).Left);
        Assert.Equal(SubscriberState.Active, (await app.FindAsync(old)).State);
    }

    [Fact]
    public async Task A_restore_that_is_refused_leaves_nothing_behind()
    {
        await using var app = await App.StartAsync();
        var backup = await app.BackUpAsync();
        await app.StopAsync();
        var keys = app.KeysFile;
        File.Delete(keys);
        using var serving = new SqliteDialect(Path.Combine(Path.GetDirectoryName(keys)!, "digest.db"), TimeProvider.System);
        using (serving.ServeAlone())
            await Assert.ThrowsAsync<StorageException>(() => new Restoring(new() { DataFolder = Path.GetDirectoryName(keys)! }, app.Clock).RestoreAsync(backup, replace: true,
                moved: false, CancellationToken.None));
        Assert.False(File.Exists(keys));
    }

    [Fact]
    public async Task Who_confirmed_in_the_lost_time_and_presses_the_link_again_gets_no_first_issue_again()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var (reader, newcomer, papers, later) = (Some.Address, Some.Address, Some.Papers(3), Some.Papers(2));
        await app.PublishAsync(papers);
        await app.SubscribeAsync(reader);
        await app.PlanAndSendAsync();
        var backup = await app.BackUpAsync();
        await app.ConfirmAsync(app.MailsTo(reader)[0]);
        await app.PlanAndSendAsync();
        Assert.Contains(app.MailsTo(reader), mail => mail.Titles.Count == papers.Length);
        var mails = app.MailsTo(reader).Count;

        await app.RestoreAsync(backup, destroyed: true);
        await app.ConfirmAsync(app.MailsTo(reader)[0]);
        await app.PlanAndSendAsync();
        Assert.DoesNotContain(app.MailsTo(reader).Skip(mails), mail => mail.Titles.Count > 0);

        await app.BecomeReaderAsync(newcomer);
        Assert.Contains(app.MailsTo(newcomer), mail => mail.Titles.Count == papers.Length);
        app.Clock.Set(Monday.AddDays(1).AddHours(-1));
        await app.PublishAsync([.. papers, .. later]);
        await app.AtAsync(Monday.AddDays(1));
        Assert.Equal(later.Select(p => p.Title).Order(StringComparer.Ordinal), app.MailsTo(reader)[^1].Titles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_waited_when_the_backup_was_made_is_given_up_and_why_says_so()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var reader = await OwedALetterAsync(app);
        var backup = await app.BackUpAsync();
        await app.SendAsync();

        var restored = await app.RestoreAsync(backup);
        await app.PlanAndSendAsync();

        Assert.Equal(1, restored.GivenUp);
        Assert.Single(app.MailsTo(reader));
        Assert.Contains(await app.WhyAsync(reader), told => told.ToString().Contains("restored from a backup of 2026-07-13 08:00Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_left_or_was_erased_since_is_known_by_the_database_that_gives_way()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var (leaver, erased, stays) = (Some.Address, Some.Address, Some.Address);
        foreach (var address in new[] { leaver, erased, stays })
            await app.BecomeReaderAsync(address);
        var backup = await app.BackUpAsync();
        await app.LeaveByPageAsync(app.MailsTo(leaver)[^1]);
        await app.EraseAsync(erased);

        var restored = await app.RestoreAsync(backup);

        Assert.Equal(2, restored.Left);
        Assert.Equal(SubscriberState.Left, (await app.FindAsync(leaver)).State);
        Assert.DoesNotContain(erased, app.Snapshot(), StringComparison.OrdinalIgnoreCase);
        var mails = app.Mails.Count;
        app.Clock.Set(Monday.AddDays(1).AddHours(-1));
        await app.PublishAsync(Some.Papers(3));
        await app.AtAsync(Monday.AddDays(1));
        Assert.Equal([stays], app.Mails.Skip(mails).Select(m => m.To));
    }

    [Fact]
    public async Task Who_was_erased_stands_in_no_file_of_the_data_folder()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(address);
        Assert.NotEmpty(app.FilesThatHold(address));
        await app.EraseAsync(address);
        await app.PlanAndSendAsync(); // what is written next waits until the log is gone
        Assert.Empty(app.FilesThatHold(address));
    }

    [Fact]
    public async Task Whoever_moved_and_then_left_complained_or_was_erased_is_not_mailed_where_they_were()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        string[] before = [Some.Address, Some.Address, Some.Address, Some.Address], after = [Some.Address, Some.Address, Some.Address, Some.Address];
        await app.PublishAsync(Some.Papers(3));
        foreach (var address in before)
            await app.BecomeReaderAsync(address);
        var backup = await app.BackUpAsync();
        app.Clock.Advance(TimeSpan.FromHours(1));
        foreach (var (from, to) in before.Zip(after))
            await app.MoveAsync(app.MailsTo(from)[^1].PreferencesLink, from, to);
        await app.OneClickAsync(app.MailsTo(after[0])[^1]);
        await app.EraseAsync(after[1]);
        Assert.Equal(1, (await app.ComesBackAsync(Reports.Fill("aol-arf", says: "abuse", address: after[2], headers: app.MailsTo(after[2])[^1].Headers))).Complaints);

        var restored = await app.RestoreAsync(backup);

        Assert.Equal(3, restored.Left);
        var mails = app.Mails.Count;
        app.Clock.Set(Monday.AddDays(1).AddHours(-1));
        await app.PublishAsync(Some.Papers(3));
        await app.AtAsync(Monday.AddDays(1));
        Assert.Equal([after[3]], app.Mails.Skip(mails).Select(m => m.To)); // who moved, and reads on, reads where they are
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_s_key_that_was_revoked_since_stays_so_or_is_named_when_nobody_knows(bool destroyed)
    {
        await using var app = await App.StartAsync();
        var (stays, revoked) = (await app.KeyAsync("read"), await app.KeyAsync("all"));
        var backup = await app.BackUpAsync();
        await app.RevokeKeyAsync("all");

        var restored = await app.RestoreAsync(backup, destroyed);

        Assert.Equal(destroyed ? ["read", "all"] : ["read"], restored.ApiKeys);
        foreach (var (key, works) in new[] { (stays, true), (revoked, destroyed) })
            Assert.Equal(works ? HttpStatusCode.OK : HttpStatusCode.Unauthorized,
                (await app.AskAsync(HttpMethod.Get, "/api/v1/today", null, ("Authorization", $"Bearer {key}"))).Status);
    }

    [Fact]
    public async Task After_all_was_lost_links_mailed_before_still_work_and_links_of_the_lost_time_speak_for_nobody()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var (reader, lost, newcomer) = (Some.Address, Some.Address, Some.Address);
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(reader);
        var backup = await app.BackUpAsync();
        await app.BecomeReaderAsync(lost);

        var restored = await app.RestoreAsync(backup, destroyed: true);
        await app.BecomeReaderAsync(newcomer);
        await app.OneClickAsync(app.MailsTo(lost)[^1]);
        await app.OneClickAsync(app.MailsTo(reader)[^1]);

        Assert.Null(restored.Left);
        Assert.Equal(SubscriberState.Active, (await app.FindAsync(newcomer)).State);
        Assert.Equal(SubscriberState.Left, (await app.FindAsync(reader)).State);
    }

    [Fact]
    public async Task A_service_that_moves_goes_on_where_it_stopped()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2) });
        var reader = await OwedALetterAsync(app);

        await app.RestoreAsync(await app.BackUpAsync(), destroyed: true, moved: true);
        await app.SendAsync();

        Assert.Equal(3, Assert.Single(app.MailsTo(reader)).Titles.Count);
    }

    [Fact]
    public async Task A_report_about_a_mail_of_the_lost_time_is_about_nobody()
    {
        await using var app = await App.StartAsync(new() { At = Monday.AddHours(-2), Settings = { ["Delivering:ReturnPath"] = "back@bounce.papers.example" } });
        var (lost, newcomer) = (Some.Address, Some.Address);
        await app.PublishAsync(Some.Papers(3));
        var backup = await app.BackUpAsync();
        await app.BecomeReaderAsync(lost);
        var report = $"Delivered-To: {app.MailsTo(lost)[^1].ReturnPath}\r\n" + Reports.Fill("opensmtpd", address: lost, headers: "Subject: gone", id: "none@x.example");

        await app.RestoreAsync(backup, destroyed: true);
        await app.BecomeReaderAsync(newcomer);

        Assert.Equal(1, (await app.ComesBackAsync(report)).Unknown);
        Assert.Empty((await app.StandingAsync(newcomer)).Bounces);
    }

    /// <summary>Somebody whose letter is planned and not sent.</summary>
    static async Task<string> OwedALetterAsync(App app)
    {
        var reader = Some.Address;
        await app.AddAsync(reader, at: Some.Hour(time: "08:00"));
        await app.PublishAsync(Some.Papers(3));
        app.Clock.Set(Monday);
        await app.PlanAsync();
        return reader;
    }
}

using System.Net.Sockets;
using Digest.Subscribers;
using Digest.Tests.Bounces;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What comes back of a letter that went out, and what follows for its reader; and what strangers cannot bring about.</summary>
public sealed class BouncesTests : ReaderStory
{
    [Fact]
    public async Task A_mailbox_that_is_gone_gets_no_more_letters_until_its_owner_asks_afresh()
    {
        var report = Report();
        Assert.Equal(1, (await _app.ComesBackAsync(report)).Bounces);
        Assert.Equal(("soft", Suppressed.Bounced), (await SuppressedAsync(), (await _app.StandingAsync(_address)).Suppressed?.Reason));
        var told = Assert.Single((await _app.StandingAsync(_address)).Bounces);
        Assert.Equal(("gone", "5.1.1", "token", 1d), (told.Cause, told.Status, told.Proof, told.Weight));

        var mails = _app.MailsTo(_address).Count;
        await NextDayAsync();
        Assert.Equal(mails, _app.MailsTo(_address).Count);

        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        await _app.ConfirmAsync(_app.MailsTo(_address)[^1]);
        Assert.Equal((null, 0d), (await SuppressedAsync(), (await _app.StandingAsync(_address)).Score));
        Assert.Equal(1, (await _app.ComesBackAsync(report)).AlreadyKnown);
        Assert.Null(await SuppressedAsync());
        await NextDayAsync();
        Assert.True(_app.MailsTo(_address).Count > mails + 1);
    }

    [Fact]
    public async Task The_same_report_twice_counts_once()
    {
        var report = Report(status: "5.2.2", says: "552 5.2.2 mailbox full");
        Assert.Equal((1, 0), ((await _app.ComesBackAsync(report)).Bounces, (await _app.StandingAsync(_address)).Bounces.Count - 1));
        var again = await _app.ComesBackAsync(report);
        Assert.Equal((0, 1), (again.Bounces, again.AlreadyKnown));
        Assert.Equal(0.25, (await _app.StandingAsync(_address)).Score, 3);
    }

    [Fact]
    public async Task A_mailbox_that_stays_full_is_given_up_on_the_fifth_day()
    {
        for (var day = 1; day <= 5; day++)
        {
            await _app.ComesBackAsync(Report(status: "5.2.2", says: "552 5.2.2 mailbox full"));
            await _app.ComesBackAsync(Report(status: "5.2.2", says: "552 5.2.2 mailbox full")); // once a day
            Assert.Equal(day == 5 ? "soft" : null, await SuppressedAsync());
            if (day < 5)
                await NextDayAsync();
        }
    }

    [Theory]
    [InlineData("5.7.1", "550 5.7.1 blocked for its reputation")]
    [InlineData("5.6.0", "554 5.6.0 content")]
    [InlineData("5.1.1", "550 5.7.26 unauthenticated")]
    public async Task What_is_about_us_never_counts_against_a_reader(string status, string says)
    {
        for (var day = 0; day < 8; day++)
        {
            await _app.ComesBackAsync(Report(status: status, says: says));
            await NextDayAsync();
        }
        Assert.Equal((null, 0d, 8), (await SuppressedAsync(), (await _app.StandingAsync(_address)).Score, (await _app.StandingAsync(_address)).Bounces.Count));
    }

    [Fact]
    public async Task A_complaint_ends_the_subscription_at_once_and_only_a_fresh_confirmation_begins_it_again()
    {
        Assert.Equal(1, (await _app.ComesBackAsync(Report("aol-arf", says: "abuse"))).Complaints);
        Assert.Equal(("complaint", SubscriberState.Left), (await SuppressedAsync(), (await _app.FindAsync(_address)).State));
        await _app.ForgiveAsync(_address);
        Assert.Equal("complaint", await SuppressedAsync());
        var mails = _app.MailsTo(_address).Count;
        await NextDayAsync();
        Assert.Equal(mails, _app.MailsTo(_address).Count); // no goodbye either

        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        await _app.ConfirmAsync(_app.MailsTo(_address)[^1]);
        Assert.Equal((null, SubscriberState.Active), (await SuppressedAsync(), (await _app.FindAsync(_address)).State));
    }

    [Fact]
    public async Task Who_asks_their_provider_for_no_more_has_left_and_is_not_suppressed()
    {
        Assert.Equal(1, (await _app.ComesBackAsync(Report("yahoo-arf", says: "opt-out"))).Unsubscribes);
        Assert.Equal((null, SubscriberState.Left), (await SuppressedAsync(), (await _app.FindAsync(_address)).State));
    }

    [Theory]
    [InlineData("postfix", "")]
    [InlineData("yahoo-arf", "abuse")]
    public async Task A_stranger_who_knows_only_the_address_brings_nothing_about(string shape, string says)
    {
        var forged = Letter.Headers.Split("\r\n").First(h => h.StartsWith("To:", StringComparison.Ordinal))
            + $"\r\nMessage-ID: <issue.2026-07-17.1.{new string('0', 24)}@papers.example>\r\nList-Unsubscribe: <https://papers.example/unsubscribe/{Reports.NoToken}>";
        for (var day = 0; day < 30; day++)
        {
            await _app.ComesBackAsync(Reports.Fill(shape, says: says.Length > 0 ? says : "550 5.1.1 User unknown", address: _address, headers: forged, id: "none@papers.example"));
            _app.Clock.Advance(TimeSpan.FromHours(7));
        }
        var standing = await _app.StandingAsync(_address);
        Assert.Equal((null, SubscriberState.Active), (standing.Suppressed, (await _app.FindAsync(_address)).State));
        Assert.True(standing.Score <= 0.5);
        Assert.All(standing.Bounces, b => Assert.Equal("address", b.Proof));
    }

    [Fact]
    public async Task A_report_is_traced_by_its_Message_ID_where_that_is_all_that_came_back()
    {
        var report = Reports.Fill("torn", address: _address, id: Letter.MessageId.Trim('<', '>'));
        Assert.Equal(1, (await _app.ComesBackAsync(report)).Bounces);
        var told = Assert.Single((await _app.StandingAsync(_address)).Bounces);
        Assert.Equal(("message_id", "issue:2026-07-17"), (told.Proof, told.About));
        Assert.Equal("soft", await SuppressedAsync());
    }

    [Fact]
    public async Task With_a_return_path_each_mail_has_an_address_of_its_own_that_tells_who_it_was_for()
    {
        await _app.RestartAsync(("Delivering:ReturnPath", "back@bounce.papers.example"));
        await NextDayAsync();
        Assert.Matches("^back\\+[a-z2-7]{28}@bounce\\.papers\\.example$", Letter.ReturnPath);
        var report = $"Delivered-To: {Letter.ReturnPath.ToUpperInvariant()}\r\n" + Reports.Fill("opensmtpd", address: _address, headers: "Subject: gone", id: "none@x.example");
        Assert.Equal(1, (await _app.ComesBackAsync(report)).Bounces);
        Assert.Equal("return_path", Assert.Single((await _app.StandingAsync(_address)).Bounces).Proof);
        Assert.Equal("soft", await SuppressedAsync());

        var other = Letter.ReturnPath.Replace("back+a", "back+b", StringComparison.Ordinal);
        Assert.NotEqual(other, Letter.ReturnPath);
        var forged = $"Delivered-To: {other}\r\n" + Reports.Fill("opensmtpd", address: "nobody@reader.example", headers: "Subject: gone", id: "none@x.example");
        Assert.Equal(1, (await _app.ComesBackAsync(forged)).Unknown);
    }

    [Fact]
    public async Task A_recipient_that_the_relay_refuses_for_three_days_is_mailed_no_more()
    {
        _app.RelayAnswers = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        await NextDayAsync();
        var told = Assert.Single((await _app.StandingAsync(_address)).Bounces);
        Assert.Equal(("smtp", "dialogue", "gone"), (told.Shape, told.Proof, told.Cause));
        await NextDayAsync();
        Assert.Null(await SuppressedAsync());
        await NextDayAsync();
        Assert.Equal("soft", await SuppressedAsync());
        Assert.True(await _app.ForgiveAsync(_address));
        Assert.Null(await SuppressedAsync());
    }

    [Fact]
    public async Task A_letter_that_was_passed_on_and_failed_there_counts_a_quarter()
    {
        await _app.ComesBackAsync(Reports.Fill("postfix", address: "member@group.example", headers: Letter.Headers));
        Assert.Equal((0.25, null), (Math.Round((await _app.StandingAsync(_address)).Score, 3), await SuppressedAsync()));
    }

    [Fact]
    public async Task A_report_about_an_address_that_letters_have_moved_from_says_nothing_of_the_new_one()
    {
        var report = Reports.Fill("postfix", address: "once@readers.example", headers: Letter.Headers, id: Letter.MessageId.Trim('<', '>'));
        _app.Tamper("UPDATE subscribers SET token_version = token_version + 1");
        Assert.Equal((0, 1), ((await _app.ComesBackAsync(report)).Bounces, (await _app.ComesBackAsync(report)).Unknown));
        Assert.Null(await SuppressedAsync());
    }

    [Fact]
    public async Task An_erased_reader_leaves_nothing_that_came_back_either()
    {
        var local = _address[.._address.IndexOf('@', StringComparison.Ordinal)];
        await _app.ComesBackAsync(Report(says: $"550 5.1.1 <{_address}>: {local} is unknown here, says postmaster@readers.example"));
        Assert.Equal("550 5.1.1 <(the address)>: (the address) is unknown here, says (an address)", (await _app.StandingAsync(_address)).Bounces[0].Excerpt);
        Assert.DoesNotContain(local, string.Join('\n', _app.Rows("SELECT report || about || excerpt || status FROM bounces")), StringComparison.OrdinalIgnoreCase);
        var late = Report(says: "550 5.1.1 late");
        await _app.EraseAsync(_address);
        Assert.Empty(_app.Rows("SELECT excerpt FROM bounces"));
        Assert.Equal((0, 1), ((await _app.ComesBackAsync(late)).Bounces, (await _app.ComesBackAsync(late)).Unknown));
        Assert.Empty(_app.Rows("SELECT excerpt FROM bounces"));
    }

    [Fact]
    public async Task A_watched_Maildir_is_read_and_what_was_read_lies_in_cur()
    {
        var maildir = Path.Combine(_app.Folder, "Maildir");
        foreach (var folder in new[] { "new", "cur", "tmp" })
            Directory.CreateDirectory(Path.Combine(maildir, folder));
        await File.WriteAllTextAsync(Path.Combine(maildir, "new", "1780387231.1.mx"), Report());
        await File.WriteAllTextAsync(Path.Combine(maildir, "new", "1780387232.2.mx"), Reports.Fill("vacation", says: "Away"));
        await _app.RestartAsync(("Bounces:Maildir", maildir));
        await _app.ReadWhatCameBackAsync();
        Assert.Equal("soft", await SuppressedAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(maildir, "new")));
        Assert.Equal(["1780387231.1.mx:2,S", "1780387232.2.mx:2,S"], Directory.EnumerateFiles(Path.Combine(maildir, "cur")).Select(Path.GetFileName).Order());
        Assert.Equal(0, (await _app.ReadMaildirAsync(maildir)).Read);
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_nothing_back_that_lies_behind_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files");
        var maildir = Path.Combine(_app.Folder, "Maildir");
        foreach (var folder in new[] { "new", "cur", "tmp" })
            Directory.CreateDirectory(Path.Combine(maildir, folder));
        using var unreadable = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unreadable.Bind(new UnixDomainSocketEndPoint(Path.Combine(maildir, "new", "1"))); // the administrator may read all but this
        await File.WriteAllTextAsync(Path.Combine(maildir, "new", "2"),
            Report().Replace("Subject:", "X-Ids: \0\r\nMessage-ID: <a.b.1\0.c@x.example>\r\nSubject:", StringComparison.Ordinal));
        await _app.RestartAsync(("Bounces:Maildir", maildir));
        await _app.ReadWhatCameBackAsync();
        Assert.Equal("soft", await SuppressedAsync());
        Assert.Equal(["1"], Directory.EnumerateFileSystemEntries(Path.Combine(maildir, "new")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_Maildir_that_cannot_be_written_to_breaks_nothing_and_what_lies_there_counts_once()
    {
        var maildir = Path.Combine(_app.Folder, "Maildir");
        foreach (var folder in new[] { "new", "cur" })
            Directory.CreateDirectory(Path.Combine(maildir, folder));
        await File.WriteAllTextAsync(Path.Combine(maildir, "new", "1780387231.1.mx"), Report());
        await _app.RestartAsync(("Bounces:Maildir", maildir));
        Directory.Delete(Path.Combine(maildir, "cur"));
        await File.WriteAllTextAsync(Path.Combine(maildir, "cur"), "no folder");
        await _app.ReadWhatCameBackAsync();
        await _app.ReadWhatCameBackAsync();
        Assert.Single(Directory.EnumerateFiles(Path.Combine(maildir, "new")));
        Assert.Single(_app.Rows("SELECT id FROM bounces"));
    }

    string Report(string shape = "postfix", string status = "5.1.1", string says = "550 5.1.1 User unknown") =>
        Reports.Fill(shape, status, says, address: _address, headers: Letter.Headers);

    async Task<string?> SuppressedAsync() => (await _app.StandingAsync(_address)).Suppressed?.Strength;

    async Task NextDayAsync()
    {
        var midnight = new DateTimeOffset(_app.Now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        _app.Clock.Set(midnight.AddHours(5));
        await _app.PublishAsync(Some.Paper);
        await _app.AtAsync(midnight.AddHours(9));
    }
}

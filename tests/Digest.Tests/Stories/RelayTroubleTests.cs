using Digest.Demo;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What the relay may do to a mail, and what becomes of it: nothing is lost, and nothing is sent twice but what was
/// in doubt.</summary>
public sealed class RelayTroubleTests : IAsyncLifetime
{
    static readonly DateTimeOffset Due = new(2026, 7, 17, 8, 0, 0, TimeSpan.Zero);

    readonly string[] _readers = [Some.Address, Some.Address, Some.Address];
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(4));
        foreach (var reader in _readers)
            await _app.AddAsync(reader);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task One_refused_recipient_fails_alone()
    {
        _app.RelayAnswers = line => line == $"RCPT TO:<{_readers[1]}>" ? "550 5.1.1 no such user" : null;

        var counts = await _app.AtAsync(Due);

        Assert.Equal((2, 1, false), (counts.Sent, counts.Failed, counts.RelayIsDown));
        Assert.Equal(["sent", "failed", "sent"], await StatesAsync());
        var told = (await _app.WhyAsync(_readers[1]))[0];
        Assert.Contains("550 5.1.1 no such user", told.Reason, StringComparison.Ordinal);
        Assert.Equal("rcpt", told.Attempts.Single().Phase);
        Assert.False((await _app.AtAsync(Due.AddHours(3))).Any);
    }

    [Fact]
    public async Task Papers_of_a_failed_issue_come_with_the_next()
    {
        _app.RelayAnswers = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        await _app.AtAsync(Due);
        _app.RelayAnswers = null;
        _app.Clock.Set(Due.AddHours(23));
        await _app.PublishAsync(Some.Papers(1));

        await _app.AtAsync(Due.AddDays(1));

        Assert.All(_readers, reader => Assert.Equal(5, Assert.Single(_app.MailsTo(reader)).Titles.Count));
    }

    [Theory]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData(".")]
    public async Task A_mail_put_off_is_tried_again_later_and_is_the_same_mail(string step)
    {
        _app.RelayAnswers = line => line.StartsWith(step, StringComparison.Ordinal) ? "451 4.7.1 try again later" : null;
        var counts = await _app.AtAsync(Due);
        Assert.Equal((0, 3), (counts.Sent, counts.Retried));
        var planned = (await _app.PreviewAsync(_readers[0], DateOnly.FromDateTime(Due.Date))).Message;
        _app.RelayAnswers = null;

        Assert.Equal(0, (await _app.AtAsync(Due.AddMinutes(5))).Sent);
        Assert.Equal(3, (await _app.AtAsync(Due.AddMinutes(8))).Sent);

        Assert.Equal(planned, Assert.Single(_app.MailsTo(_readers[0])).Bytes);
        Assert.Equal(["try_later", "accepted"], (await _app.WhyAsync(_readers[0]))[0].Attempts.Select(a => a.Outcome));
    }

    [Theory]
    [InlineData("", "421 4.3.2 too busy")]
    [InlineData("EHLO", "421 4.3.2 going down")]
    [InlineData("MAIL", "550 5.7.1 sender not allowed")]
    [InlineData("RCPT", "421 4.3.2 going down")]
    [InlineData("", MailboxListener.Drop)]
    public async Task A_relay_that_cannot_be_used_costs_nobody_their_mail(string step, string answer)
    {
        _app.RelayAnswers = line => line.Length == 0 ? (step.Length == 0 ? answer : null) : step.Length > 0 && line.StartsWith(step, StringComparison.Ordinal) ? answer : null;
        var counts = await _app.AtAsync(Due);
        Assert.Equal((0, 0, true), (counts.Sent, counts.Failed, counts.RelayIsDown));
        _app.RelayAnswers = null;

        await _app.AtAsync(Due.AddMinutes(10));

        Assert.All(_readers, reader => Assert.Single(_app.MailsTo(reader)));
    }

    [Fact]
    public async Task A_relay_that_is_not_there_costs_nobody_their_mail()
    {
        await _app.StopRelayAsync();
        Assert.True((await _app.AtAsync(Due)).RelayIsDown);
        for (var minutes = 15; minutes <= 120; minutes += 15)
            Assert.False((await _app.AtAsync(Due.AddMinutes(minutes))).Sent > 0);
        _app.StartRelay();

        await _app.AtAsync(Due.AddHours(4));

        Assert.All(_readers, reader => Assert.Single(_app.MailsTo(reader)));
        Assert.Equal(["sent", "sent", "sent"], await StatesAsync());
    }

    [Fact]
    public async Task A_line_that_breaks_before_the_dot_is_no_doubt()
    {
        _app.RelayAnswers = line => line == "DATA" ? MailboxListener.Drop : null;
        var counts = await _app.AtAsync(Due);
        Assert.Equal((3, 0), (counts.Retried, counts.InDoubt));
    }

    [Fact]
    public async Task An_unheard_answer_is_in_doubt_and_the_same_mail_goes_once_more()
    {
        _app.RelayAnswers = line => line == "." ? MailboxListener.KeepAndDrop : null;
        var counts = await _app.AtAsync(Due);
        Assert.Equal((0, 3), (counts.Sent, counts.InDoubt));
        Assert.Equal(["in_doubt", "in_doubt", "in_doubt"], await StatesAsync());
        _app.RelayAnswers = null;

        Assert.Equal(0, (await _app.AtAsync(Due.AddMinutes(9))).Sent);
        Assert.Equal(3, (await _app.AtAsync(Due.AddMinutes(11))).Sent);
        await _app.AtAsync(Due.AddHours(2));

        Assert.All(_readers, reader =>
        {
            var mails = _app.MailsTo(reader);
            Assert.Equal(2, mails.Count);
            Assert.Equal(mails[0].Bytes, mails[1].Bytes);
        });
        Assert.True((await _app.WhyAsync(_readers[0]))[0].WasDoubted);
    }

    [Fact]
    public async Task A_second_doubt_is_not_tried_again()
    {
        _app.RelayAnswers = line => line == "." ? MailboxListener.KeepAndDrop : null;
        await _app.AtAsync(Due);
        // One at a time: a relay that never answers is not asked with all of them.
        foreach (var minutes in new[] { 11, 12, 14 })
            Assert.Equal(1, (await _app.AtAsync(Due.AddMinutes(minutes))).InDoubt);
        _app.RelayAnswers = null;
        await _app.AtAsync(Due.AddHours(1));

        Assert.All(_readers, reader => Assert.Equal(2, _app.MailsTo(reader).Count));
        Assert.Equal(["in_doubt", "in_doubt", "in_doubt"], await StatesAsync());
    }

    [Fact]
    public async Task With_the_hold_policy_a_mail_in_doubt_stays_there()
    {
        await _app.RestartAsync(("Delivering:InDoubt", "Hold"));
        _app.RelayAnswers = line => line == "." ? MailboxListener.KeepAndDrop : null;
        await _app.AtAsync(Due);
        _app.RelayAnswers = null;
        await _app.AtAsync(Due.AddHours(1));

        Assert.All(_readers, reader => Assert.Single(_app.MailsTo(reader)));
        Assert.Equal(["in_doubt", "in_doubt", "in_doubt"], await StatesAsync());
    }

    [Fact]
    public async Task A_mail_in_doubt_that_would_be_another_mail_now_is_held()
    {
        _app.RelayAnswers = line => line == "." ? MailboxListener.KeepAndDrop : null;
        await _app.AtAsync(Due);
        _app.RelayAnswers = null;
        await _app.RestartAsync(("Operator:Name", "Somebody Else"));
        await _app.AtAsync(Due.AddHours(1));

        Assert.All(_readers, reader => Assert.Single(_app.MailsTo(reader)));
        Assert.Contains("held", (await _app.WhyAsync(_readers[0]))[0].Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_go_before_the_next_is_due_expires_and_its_papers_come_again()
    {
        await _app.StopRelayAsync();
        for (var hours = 0; hours < 24; hours += 4)
            await _app.AtAsync(Due.AddHours(hours));
        _app.StartRelay();
        await _app.PublishAsync(Some.Papers(2));

        _app.Clock.Set(Due.AddDays(1));
        var planned = await _app.PlanAsync();
        await _app.SendAsync();

        Assert.Equal((3, 3), (planned.Queued, planned.Expired));
        Assert.All(_readers, reader => Assert.Equal(6, Assert.Single(_app.MailsTo(reader)).Titles.Count));
        Assert.Equal(["sent", "expired"], (await _app.WhyAsync(_readers[0])).Select(told => told.State));
    }

    [Fact]
    public async Task Who_left_or_was_suppressed_after_planning_is_not_mailed()
    {
        _app.Clock.Set(Due);
        await _app.PlanAsync();
        await _app.RemoveAsync(_readers[0]);
        _app.Tamper($"""
            INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
            SELECT address_hash, 'complaint', 'called it spam', 'a report', 0 FROM subscribers WHERE address = '{_readers[1]}'
            """);

        var counts = await _app.SendAsync();

        Assert.Equal((1, 1, 1), (counts.Sent, counts.Skipped, counts.Suppressed));
        Assert.Equal(["skipped", "suppressed", "sent"], await StatesAsync());
        Assert.Equal(_readers[2], Assert.Single(_app.Mails).To);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_made_does_not_keep_the_others_back()
    {
        _app.Clock.Set(Due);
        await _app.PlanAsync();
        _app.Tamper($"DELETE FROM issues WHERE subscriber = (SELECT id FROM subscribers WHERE address = '{_readers[1]}')");

        var counts = await _app.SendAsync();

        // It may be made once the cause is mended, so it is tried again until it expires.
        Assert.Equal((2, 1), (counts.Sent, counts.Retried));
        Assert.Equal(["sent", "queued", "sent"], await StatesAsync());
    }

    [Fact]
    public async Task A_mail_planned_before_the_templates_changed_goes_out_as_planned()
    {
        var folder = Path.Combine(_app.Folder, "templates", "en");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "digest.subject.txt"), "{{ count }} fine papers");
        _app.Clock.Set(Due);
        await _app.PlanAsync();

        await _app.RestartAsync(("Rendering:TemplatesFolder", Path.Combine(_app.Folder, "templates")));
        await _app.SendAsync();
        _app.Clock.Set(Due.AddHours(23));
        await _app.PublishAsync(Some.Papers(2));
        await _app.AtAsync(Due.AddDays(1));

        var mails = _app.MailsTo(_readers[0]);
        Assert.Contains("and 3 more", mails[0].Subject, StringComparison.Ordinal);
        Assert.Equal("2 fine papers", mails[1].Subject);
    }

    [Fact]
    public async Task A_stopping_service_ends_its_dialogues_and_the_next_one_sends_the_rest()
    {
        await _app.RestartAsync(("Delivering:Connections", "1"));
        foreach (var _ in Enumerable.Range(0, 20))
            await _app.AddAsync(Some.Address);
        using var stop = new CancellationTokenSource();
        _app.RelayAnswers = line =>
        {
            if (line == "." && _app.Mailbox.Received == 5)
                stop.Cancel();
            return null;
        };

        _app.Clock.Set(Due);
        await _app.PlanAsync();
        var first = await _app.SendAsync(stop.Token);
        _app.RelayAnswers = null;
        await _app.RestartAsync();
        var second = await _app.SendAsync();

        Assert.InRange(first.Sent, 6, 7);
        Assert.Equal(23, first.Sent + second.Sent);
        Assert.Equal(23, _app.Mails.Select(m => m.To).Distinct().Count());
        Assert.Equal(23, _app.Mailbox.Received);
    }

    async Task<IEnumerable<string>> StatesAsync()
    {
        var states = new List<string>();
        foreach (var reader in _readers)
            states.Add((await _app.WhyAsync(reader))[0].State);
        return states;
    }
}

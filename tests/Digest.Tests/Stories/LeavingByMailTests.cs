using Digest.Bounces;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Letters may be answered with "no more" by mail, once it was seen that such mails come in; believed is the letter's own token
/// and nothing else.</summary>
public sealed class LeavingByMailTests : IAsyncLifetime
{
    const string Address = "leave@bounce.papers.example", Reader = "ada@reader.example";

    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync(new() { Settings = { ["Bounces:UnsubscribeAddress"] = Address } });
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(Reader);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_letter_names_the_address_only_after_a_test_mail_came_in_by_it()
    {
        var untested = Header();
        Assert.DoesNotContain("mailto", untested, StringComparison.Ordinal);
        await _app.ComesBackAsync(await _app.SendTrialAsync());
        await NextLetterAsync();
        var link = untested.Trim('<', '>');
        Assert.Equal($"<{link}>, <mailto:{Address}?subject=unsubscribe%20{link[(link.LastIndexOf('/') + 1)..]}>",
            Header().Replace(Token(Header()), Token(untested), StringComparison.Ordinal));
        Assert.Equal("List-Unsubscribe=One-Click", Letter.Header("List-Unsubscribe-Post"));

        // As things were set when it was tested: another way in was not.
        await _app.RestartAsync(("Bounces:UnsubscribeAddress", "go@bounce.papers.example"));
        await NextLetterAsync();
        Assert.DoesNotContain("mailto", Header(), StringComparison.Ordinal);
        await _app.RestartAsync(("Bounces:UnsubscribeAddress", Address));
        await NextLetterAsync();
        Assert.Contains("mailto", Header(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_is_the_same_mail_whatever_was_set_or_tested_meanwhile()
    {
        await _app.ComesBackAsync(await _app.SendTrialAsync());
        _app.RelayAnswers = line => line == "." ? Digest.Demo.MailboxListener.KeepAndDrop : null;
        await NextLetterAsync();
        _app.RelayAnswers = null;
        var first = _app.MailsTo(Reader)[^1].Source;
        await _app.RestartAsync(("Bounces:UnsubscribeAddress", ""));
        _app.Clock.Set(_app.Now.AddHours(1));
        await _app.PlanAndSendAsync();
        Assert.Equal([first, first], _app.MailsTo(Reader).TakeLast(2).Select(m => m.Source));
    }

    [Theory]
    [InlineData("unsubscribe {token}")]
    [InlineData("Re: {token}")]
    public async Task A_mail_with_the_token_of_a_letter_leaves_whoever_it_is_from_and_without_a_goodbye(string subject)
    {
        var mails = _app.MailsTo(Reader).Count;
        var came = await _app.ComesBackAsync(Mail(subject.Replace("{token}", Token(Header()), StringComparison.Ordinal), from: "somebody@else.example"));
        Assert.Equal((1, 0, 0), (came.Unsubscribes, came.Ignored, came.Unknown));
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(Reader)).State);
        Assert.Equal("left", (await _app.ConsentsAsync(Reader))[^1]);
        await _app.PlanAndSendAsync();
        Assert.Equal(mails, _app.MailsTo(Reader).Count);
    }

    [Fact]
    public async Task The_token_may_stand_behind_the_plus_of_the_address()
    {
        await _app.ComesBackAsync($"Delivered-To: l+{Token(Header())}@bounce.papers.example\n" + Mail("no more"));
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(Reader)).State);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("Precedence: bulk")]
    [InlineData("Return-Path: <>")]
    public async Task What_a_program_answers_leaves_nobody(string header)
    {
        var came = await _app.ComesBackAsync(header + "\n" + Mail("unsubscribe " + Token(Header())));
        Assert.Equal((0, 1), (came.Unsubscribes, came.Ignored));
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(Reader)).State);
    }

    [Fact]
    public async Task Without_a_token_of_ours_nobody_leaves_and_it_is_counted()
    {
        foreach (var subject in new[] { "unsubscribe", "Please unsubscribe me!", "Abmelden" })
            Assert.Equal(1, (await _app.ComesBackAsync(Mail(subject, from: Reader))).BareUnsubscribes);
        Assert.Equal(1, (await _app.ComesBackAsync(Mail("unsubscribe " + new string('x', 58), from: Reader))).Unknown);
        Assert.Equal(1, (await _app.ComesBackAsync(Mail("why I do not unsubscribe", from: Reader))).Ignored);
        Assert.Equal((3, _app.Now), await _app.BareAsync());
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(Reader)).State);
    }

    [Fact]
    public async Task A_test_mail_that_is_a_day_old_shows_nothing()
    {
        var trial = await _app.SendTrialAsync();
        _app.Clock.Set(_app.Now.AddDays(1).AddMinutes(1));
        await _app.ComesBackAsync(trial);
        await NextLetterAsync();
        Assert.DoesNotContain("mailto", Header(), StringComparison.Ordinal);
    }

    AppMail Letter => _app.MailsTo(Reader).Last(m => m.Kind == "issue");

    string Header() => Letter.Header("List-Unsubscribe")!;

    static string Token(string header) => header.Split(',')[0].Trim('<', '>').Split('/')[^1];

    static string Mail(string subject, string from = Reader) => $"From: <{from}>\nTo: <{Address}>\nSubject: {subject}\n\nThis message was generated by a mail program.\n";

    async Task NextLetterAsync()
    {
        var midnight = new DateTimeOffset(_app.Now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        _app.Clock.Set(midnight.AddHours(5));
        await _app.PublishAsync(Some.Paper);
        await _app.AtAsync(midnight.AddHours(9));
    }
}

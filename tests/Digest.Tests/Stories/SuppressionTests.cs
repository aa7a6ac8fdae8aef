using System.Net;
using Digest.Delivering;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>An address that must not be mailed: which ways back lift that, and which do not. A bounce is lifted by whoever shows
/// that the mailbox takes mail, a complaint by a fresh confirmation alone, "never" by nobody.</summary>
public sealed class SuppressionTests : ReaderStory
{
    [Theory]
    [InlineData("soft", true)]
    [InlineData("complaint", true)]
    [InlineData("never", false)]
    public async Task Signing_up_again_and_confirming_lifts_all_but_never(string strength, bool lifts)
    {
        await _app.LeaveByPageAsync(Letter);
        await SuppressAsync(strength);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        Assert.Equal(lifts ? 2 : 1, _app.MailsTo(_address).Count(m => m.Kind == "confirm"));
        Assert.Equal(strength, Strength()); // asking alone, which anybody can, lifts nothing
        if (lifts)
            await _app.ConfirmAsync(_app.MailsTo(_address)[^1]);
        Assert.Equal(lifts ? null : strength, Strength());
    }

    [Theory]
    [InlineData("soft", true)]
    [InlineData("complaint", false)]
    [InlineData("never", false)]
    public async Task Leaving_taken_back_lifts_a_bounce_and_is_not_to_be_had_after_a_complaint(string strength, bool returns)
    {
        await _app.OneClickAsync(Letter);
        await SuppressAsync(strength);
        Assert.Equal(returns, (await _app.GetAsync(Letter.LeaveLink)).Links.Any(l => l.EndsWith("/undo", StringComparison.Ordinal)));
        var page = await _app.AskAsync(HttpMethod.Post, Letter.LeaveLink + "/undo");
        Assert.Equal((HttpStatusCode.OK, returns ? "You are back" : "You are unsubscribed"), (page.Status, page.Heading));
        Assert.Equal(returns ? SubscriberState.Active : SubscriberState.Left, (await _app.FindAsync(_address)).State);
        Assert.Equal(returns ? null : strength, Strength());
    }

    [Theory]
    [InlineData("soft", true, true)]
    [InlineData("soft", false, false)]
    [InlineData("complaint", true, false)]
    [InlineData("complaint", false, false)]
    [InlineData("never", true, false)]
    public async Task A_reader_who_resumes_lifts_a_bounce_and_the_operator_lifts_nothing(string strength, bool byPage, bool lifts)
    {
        await _app.PauseAsync(_address);
        await SuppressAsync(strength);
        if (byPage)
            await _app.AskAsync(HttpMethod.Post, Letter.PreferencesLink, new FormUrlEncodedContent([new("do", "resume")]));
        else
            await _app.ResumeAsync(_address);
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_address)).State);
        Assert.Equal(lifts ? null : strength, Strength());
        var mails = _app.MailsTo(_address).Count;
        _app.Clock.Advance(TimeSpan.FromHours(20));
        await _app.PublishAsync(Some.Paper);
        await _app.AtAsync(_app.Now.AddDays(1));
        Assert.Equal(lifts ? mails + 1 : mails, _app.MailsTo(_address).Count);
    }

    [Fact]
    public async Task The_operator_cannot_add_an_address_that_was_erased()
    {
        await _app.EraseAsync(_address);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _app.AddAsync(_address));
        Assert.Contains("suppressed", refused.Message, StringComparison.Ordinal);
        await _app.BecomeReaderAsync(_address); // its owner can come back
        Assert.Null(Strength());
    }

    async Task SuppressAsync(string strength) => _app.Tamper($"""
        INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
        VALUES ('{(await _app.FindAsync(_address)).AddressHash}', '{strength}', 'r', 'e', 0)
        """);

    string? Strength() => _app.Rows("SELECT strength FROM suppressions").SingleOrDefault();
}

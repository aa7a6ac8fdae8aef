using Digest.Delivering;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Delivering;

public class RightToMailTests
{
    /// <summary>A row a kind and state, a column each for no suppression, soft, complaint, never: may it be mailed?</summary>
    [Theory]
    [InlineData(MailKind.Issue, SubscriberState.Pending, "----")]
    [InlineData(MailKind.Issue, SubscriberState.Active, "+---")]
    [InlineData(MailKind.Issue, SubscriberState.Paused, "----")]
    [InlineData(MailKind.Issue, SubscriberState.Left, "----")]
    [InlineData(MailKind.Welcome, SubscriberState.Pending, "----")]
    [InlineData(MailKind.Welcome, SubscriberState.Active, "+---")]
    [InlineData(MailKind.Welcome, SubscriberState.Paused, "----")]
    [InlineData(MailKind.Welcome, SubscriberState.Left, "----")]
    [InlineData(MailKind.Confirm, SubscriberState.Pending, "+++-")]
    [InlineData(MailKind.Confirm, SubscriberState.Active, "+++-")]
    [InlineData(MailKind.Confirm, SubscriberState.Paused, "+++-")]
    [InlineData(MailKind.Confirm, SubscriberState.Left, "----")]
    [InlineData(MailKind.Goodbye, SubscriberState.Pending, "----")]
    [InlineData(MailKind.Goodbye, SubscriberState.Active, "----")]
    [InlineData(MailKind.Goodbye, SubscriberState.Paused, "----")]
    [InlineData(MailKind.Goodbye, SubscriberState.Left, "++--")]
    [InlineData(MailKind.MoveHere, SubscriberState.Pending, "----")]
    [InlineData(MailKind.MoveHere, SubscriberState.Active, "+++-")]
    [InlineData(MailKind.MoveHere, SubscriberState.Paused, "+++-")]
    [InlineData(MailKind.MoveHere, SubscriberState.Left, "----")]
    [InlineData(MailKind.MoveAway, SubscriberState.Pending, "----")]
    [InlineData(MailKind.MoveAway, SubscriberState.Active, "+++-")]
    [InlineData(MailKind.MoveAway, SubscriberState.Paused, "+++-")]
    [InlineData(MailKind.MoveAway, SubscriberState.Left, "----")]
    [InlineData(MailKind.MovedHere, SubscriberState.Pending, "----")]
    [InlineData(MailKind.MovedHere, SubscriberState.Active, "+---")]
    [InlineData(MailKind.MovedHere, SubscriberState.Paused, "+---")]
    [InlineData(MailKind.MovedHere, SubscriberState.Left, "----")]
    [InlineData(MailKind.MovedAway, SubscriberState.Pending, "----")]
    [InlineData(MailKind.MovedAway, SubscriberState.Active, "+++-")]
    [InlineData(MailKind.MovedAway, SubscriberState.Paused, "+++-")]
    [InlineData(MailKind.MovedAway, SubscriberState.Left, "+++-")]
    [InlineData(MailKind.Paused, SubscriberState.Pending, "----")]
    [InlineData(MailKind.Paused, SubscriberState.Active, "----")]
    [InlineData(MailKind.Paused, SubscriberState.Paused, "+---")]
    [InlineData(MailKind.Paused, SubscriberState.Left, "----")]
    [InlineData(MailKind.Back, SubscriberState.Pending, "----")]
    [InlineData(MailKind.Back, SubscriberState.Active, "+---")]
    [InlineData(MailKind.Back, SubscriberState.Paused, "----")]
    [InlineData(MailKind.Back, SubscriberState.Left, "----")]
    internal void Who_may_be_mailed_what(MailKind kind, SubscriberState state, string bySuppression) =>
        Assert.Equal(bySuppression, string.Concat(Enum.GetValues<Suppression>().Select(s => RightToMail.Refuse(kind, state, s) is null ? '+' : '-')));

    [Theory]
    [InlineData(SubscriberState.Active, Suppression.Soft, DeliveryState.Suppressed)]
    [InlineData(SubscriberState.Left, Suppression.None, DeliveryState.Skipped)]
    [InlineData(SubscriberState.Left, Suppression.Never, DeliveryState.Suppressed)]
    internal void What_may_not_go_ends_with_a_reason(SubscriberState state, Suppression suppression, DeliveryState end)
    {
        var refusal = RightToMail.Refuse(MailKind.Issue, state, suppression);
        Assert.Equal(end, refusal?.End);
        Assert.NotEmpty(refusal!.Reason);
    }
}

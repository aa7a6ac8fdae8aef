using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class MoveRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 7, 17, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", true)]
    [InlineData("1,2", true)]
    [InlineData("1,2,29", false)]
    [InlineData("1,2,30", true)]
    [InlineData("0,0,0", false)]
    public void Three_moves_may_be_asked_for_in_a_month(string daysAgo, bool may) => Assert.Equal(may, MoveRule.MayAsk(
        Now, daysAgo.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => Now.AddDays(-int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)))));

    [Theory]
    [InlineData("ada.marsh@example.org", "a\u2026@example.org")]
    [InlineData("x@example.org", "x\u2026@example.org")]
    public void Of_a_new_address_only_what_its_owner_knows_it_by_is_shown(string address, string shown)
    {
        Assert.True(EmailAddress.TryParse(address, out var read, out _));
        Assert.Equal(shown, MoveRule.Shown(read));
    }

    [Theory]
    [InlineData(null, null, 1, 1, SubscriberState.Active, MoveState.Open)]
    [InlineData(null, null, 71, 1, SubscriberState.Paused, MoveState.Open)]
    [InlineData(null, null, 72, 1, SubscriberState.Active, MoveState.Over)]
    [InlineData(null, null, 1, 2, SubscriberState.Active, MoveState.Over)]
    [InlineData(null, null, 1, 1, SubscriberState.Left, MoveState.Over)]
    [InlineData(null, 0, 1, 1, SubscriberState.Active, MoveState.Waiting)]
    [InlineData(null, 0, 72, 1, SubscriberState.Active, MoveState.Over)]
    [InlineData(MoveEnd.Moved, 0, 72, 2, SubscriberState.Left, MoveState.Moved)]
    [InlineData(MoveEnd.Cancelled, null, 1, 1, SubscriberState.Active, MoveState.Cancelled)]
    [InlineData(MoveEnd.Never, null, 1, 1, SubscriberState.Active, MoveState.Cancelled)]
    [InlineData(MoveEnd.Replaced, null, 1, 1, SubscriberState.Active, MoveState.Over)]
    [InlineData(MoveEnd.Erased, null, 1, 1, SubscriberState.Active, MoveState.Over)]
    internal void How_a_move_stands(MoveEnd? ended, int? confirmedAfter, int hours, int tokenVersion, SubscriberState state, MoveState stands)
    {
        var move = new Move(1, 1, 1, "", "", "a@example.org", "", Now, Now.AddHours(72))
        {
            LimitKey = "", ConfirmedAt = confirmedAfter is { } after ? Now.AddHours(after) : null, Ended = ended, EndedAt = ended is null ? null : Now,
        };
        Assert.True(EmailAddress.TryParse("b@example.org", out var address, out _));
        var reader = new Subscriber
        {
            Address = address, AddressHash = "", State = state, TokenVersion = tokenVersion, Preferences = new() { Delivery = Some.Hour() },
        };
        Assert.Equal(stands, MoveRule.StateOf(move, isHere: true, reader, Now.AddHours(hours)));
    }
}

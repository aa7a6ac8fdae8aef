using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Storage;

/// <summary>What the rows know of relays, and mails that were claimed and put back untried.</summary>
public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_relay_that_was_asked_is_remembered_by_the_mail_and_the_attempt()
    {
        var mail = await ClaimOneAsync();
        await Node.Ledger.HandOverAsync(mail with { Relay = "north" }, "abc", Now, Over, default);
        await SweepAsync();
        Clock.Advance(Wait);
        await SweepAsync();
        var again = Assert.Single((await ClaimAsync()).Mails);
        Assert.Equal("north", again.Relay);

        await Node.Ledger.FinishAsync(again, new(OutcomeKind.TryLater, "rcpt", "451 later") { Relay = "south" },
            DeliveryState.Queued, Now.AddMinutes(6), Now, Now, default);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("south", Assert.Single((await ClaimAsync()).Mails).Relay);
        Assert.Equal([null, "south"], (await TellAsync(again)).Attempts.Select(a => a.Relay));
    }

    [Fact]
    public async Task A_claim_given_back_until_later_is_not_due_before()
    {
        var mail = await ClaimOneAsync();
        Assert.False(await Node.Ledger.AnyDueAsync(Now, default));
        await Node.Ledger.ReleaseAsync([mail], Now.AddMinutes(2), default);
        Assert.Equal((false, 0), (await Node.Ledger.AnyDueAsync(Now, default), (await ClaimAsync()).Seen));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await Node.Ledger.AnyDueAsync(Now, default));
        Assert.Equal(1, Assert.Single((await ClaimAsync()).Mails).Attempts);
    }
}

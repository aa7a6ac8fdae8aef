using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Who never asked says so once, and is not written to again, whoever enters the address.</summary>
public class NeverAgainTests
{
    [Fact]
    public async Task Tell_us_never_to_mail_this_address_again_is_for_good()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.SubscribeAsync(address);
        await app.SendAsync();
        var confirmation = app.MailsTo(address)[0];

        var answer = await app.LeaveByPageAsync(confirmation);
        Assert.Equal("We will not mail you again", answer.Heading);
        for (var month = 0; month < 3; month++)
        {
            app.Clock.Advance(TimeSpan.FromDays(31));
            await app.SubscribeAsync(address);
            await app.SubscribeAsync(address.ToUpperInvariant());
            await app.PlanAndSendAsync();
        }
        Assert.Single(app.Mails);
    }

    [Fact]
    public async Task After_never_the_confirmation_of_the_same_mail_is_worthless()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        var address = Some.Address;
        await app.SubscribeAsync(address);
        await app.SendAsync();
        var confirmation = app.MailsTo(address)[0];
        var open = await app.GetAsync(confirmation.ConfirmLink);
        await app.LeaveByPageAsync(confirmation);

        Assert.Equal("We will not mail you again", (await app.GetAsync(confirmation.ConfirmLink)).Heading);
        Assert.Equal("We will not mail you again", (await app.SubmitAsync(open)).Heading);
        Assert.Equal(SubscriberState.Left, (await app.FindAsync(address)).State);
    }

    [Fact]
    public async Task A_link_to_somebody_who_vanished_speaks_for_nobody_who_came_after()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        var (vanished, reader) = (Some.Address, Some.Address);
        await app.SubscribeAsync(vanished);
        await app.SendAsync();
        app.Clock.Advance(TimeSpan.FromDays(10));
        await app.PruneAsync();
        await app.BecomeReaderAsync(reader);

        await app.OneClickAsync(app.MailsTo(vanished)[0].LeaveLink);

        Assert.Equal(SubscriberState.Active, (await app.FindAsync(reader)).State);
    }
}

using System.Text;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Who asks to be forgotten is: nothing of the address is left but its keyed hash, and it stays unmailed.</summary>
public class ErasureTests
{
    readonly string _address = Some.Address;

    [Fact]
    public async Task After_erasure_no_byte_of_the_address_is_left()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Paper, Some.Paper);
        await app.BecomeReaderAsync(_address);
        // Relays like to repeat the address in what they say.
        app.RelayAnswers = step => step.StartsWith("RCPT", StringComparison.Ordinal) ? $"450 4.2.1 <{_address}>: mailbox busy" : null;
        await TomorrowAsync(app);
        var reader = await app.FindAsync(_address);
        Assert.Contains(await app.WhyAsync(_address), told => told.Attempts.Any(a => a.Reply?.Contains("4.2.1 <(the address)>", StringComparison.Ordinal) == true));
        Assert.True(await app.EraseAsync(_address));
        Assert.False(await app.EraseAsync(reader));
        await app.StopAsync();

        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.False(bytes.Contains(_address, StringComparison.OrdinalIgnoreCase), $"{file} holds the address");
            Assert.False(bytes.Contains(_address[.._address.IndexOf('@', StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase), $"{file} holds its local part");
        }
    }

    [Fact]
    public async Task Who_was_erased_is_mailed_nothing_more_and_can_come_back_as_a_stranger()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Paper, Some.Paper);
        await app.BecomeReaderAsync(_address);
        var (mails, link) = (app.Mails.Count, app.MailsTo(_address)[^1].LeaveLink);
        var before = await app.FindAsync(_address);
        Assert.True(await app.EraseAsync(_address));
        await TomorrowAsync(app);
        Assert.Equal(mails, app.Mails.Count);
        Assert.Equal("You are unsubscribed", (await app.GetAsync(link)).Heading);

        await app.BecomeReaderAsync(_address);
        var after = await app.FindAsync(_address);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal((SubscriberState.Active, before.AddressHash), (after.State, after.AddressHash));
        Assert.Equal(Taste.None, after.Taste);
        Assert.True(app.Mails.Count > mails);
    }

    static async Task TomorrowAsync(App app)
    {
        app.Clock.Advance(TimeSpan.FromHours(31));
        await app.PublishAsync(Some.Paper);
        app.Clock.Advance(TimeSpan.FromHours(20));
        await app.PlanAndSendAsync();
    }
}

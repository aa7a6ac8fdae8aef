using System.Text;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Readers whose addresses are not all ASCII: what goes over the wire, and what they see.</summary>
public class WorldMailTests
{
    [Fact]
    public async Task A_domain_in_its_own_letters_is_mailed_as_A_label_and_shown_as_people_know_it()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        await app.SubscribeAsync("Ada@B\u00fccher.example");
        await app.PlanAndSendAsync();
        await app.ConfirmAsync(app.MailsTo("Ada@xn--bcher-kva.example")[0]);
        await app.PlanAndSendAsync();
        var letter = app.MailsTo("Ada@xn--bcher-kva.example")[^1];
        Assert.Equal(("issue", "Ada@xn--bcher-kva.example"), (letter.Kind, letter.Header("To")));
        Assert.Contains("Ada@b\u00fccher.example", (await app.GetAsync(letter.PreferencesLink)).Says("bdi"));
        Assert.Contains("Ada@b\u00fccher.example", (await app.GetAsync(letter.PreferencesLink + "/erase")).Says("bdi"));
        foreach (var spelling in new[] { "ada@XN--BCHER-KVA.example", "ADA@bu\u0308cher.example" })
            Assert.Equal(1, (await app.FindAsync(spelling)).Id);
    }

    [Fact]
    public async Task A_local_part_beyond_ASCII_goes_only_to_a_relay_that_takes_it_and_otherwise_the_ledger_says_why()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        var commands = new List<string>();
        app.RelayAnswers = step =>
        {
            lock (commands)
                commands.Add(step);
            return null;
        };
#if USE_MAILKIT
        const string recipient = "ren\u00e9@b\u00fccher.example"; // to a relay that takes SMTPUTF8 it names domains in their letters
#else
        const string recipient = "ren\u00e9@xn--bcher-kva.example";
#endif
        await app.AddAsync("rene\u0301@b\u00fccher.example");
        await app.AtAsync(Some.Morning.AddDays(1));
        Assert.Equal("issue", Assert.Single(app.MailsTo(recipient)).Kind);
        Assert.Contains("To: ren\u00e9@xn--bcher-kva.example\r\n", Encoding.UTF8.GetString(app.Mailbox.Mails.Single().Source), StringComparison.Ordinal);
        Assert.Contains(commands, c => c.StartsWith("MAIL FROM:", StringComparison.Ordinal) && c.Contains(" SMTPUTF8", StringComparison.Ordinal));

        // The next morning the relay has lost that skill.
        await app.StopRelayAsync();
        app.StartRelay();
        app.RelayAnswers = step => step.StartsWith("EHLO", StringComparison.Ordinal) ? "250-relay\r\n250 8BITMIME" : null;
        await app.PublishAsync(Some.Paper);
        await app.AtAsync(Some.Morning.AddDays(2));
        var told = (await app.WhyAsync("ren\u00e9@b\u00fccher.example"))[0];
        Assert.Contains("SMTPUTF8, which the relay does not offer", told.Attempts.Single().Reply, StringComparison.Ordinal);
        Assert.Single(app.MailsTo(recipient));
    }
}

using System.Text;
using System.Text.Json.Nodes;
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

    /// <summary>Logged at its most talkative, through a whole life with faults whose replies quote the address in every way.</summary>
    [Theory]
    [InlineData("{0}: mailbox busy")]
    [InlineData("<{1}>: user unknown here, {0} is")]
    [InlineData("User '{1}' is over quota ({2})")]
    public async Task No_log_holds_an_address(string quoting)
    {
        await using var app = await App.StartAsync(new()
        {
            Settings =
            {
                ["Serilog:MinimumLevel:Override:Digest"] = "Verbose", ["Serilog:MinimumLevel:Override:Microsoft"] = "Verbose",
                ["Serilog:WriteTo:1:Name"] = "File", ["Serilog:WriteTo:1:Args:path"] = Path.Combine(Path.GetTempPath(), "digest-log-" + _address + ".txt"),
            },
        });
        var log = Path.Combine(Path.GetTempPath(), "digest-log-" + _address + ".txt");
        try
        {
            await app.PublishAsync(Some.Paper, Some.Paper);
            await app.BecomeReaderAsync(_address);
            var local = _address[.._address.IndexOf('@', StringComparison.Ordinal)];
            app.RelayAnswers = step => step.StartsWith("RCPT", StringComparison.Ordinal)
                ? "450 4.2.1 " + string.Format(System.Globalization.CultureInfo.InvariantCulture, quoting, _address, local, _address.ToUpperInvariant()) : null;
            await TomorrowAsync(app);
            app.RelayAnswers = null;
            await app.LeaveByPageAsync(app.MailsTo(_address)[^1]);
            await app.EraseAsync(_address);
            await app.StopAsync();
            var told = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
            Assert.Contains("(the address)", told, StringComparison.Ordinal);
            Assert.DoesNotContain(local, told, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(log);
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

    /// <summary>A table made later fails here until it is told and erased, or kept on purpose.</summary>
    [Fact]
    public async Task Every_table_that_knows_a_person_is_told_to_them_and_erased_but_for_what_counts_and_proves()
    {
        await using var app = await App.StartAsync();
        var paper = Some.Paper;
        await app.PublishAsync(paper, Some.Paper);
        await app.BecomeReaderAsync(_address);
        var (reader, letter) = (await app.FindAsync(_address), app.MailsTo(_address).First(m => m.Kind == "issue"));
        await app.SayAsync(reader, paper, Verdict.More);
        app.Tamper($"INSERT INTO mutes (subscriber, kind, what, at) VALUES ({reader.Id}, 'words', 'soap', 0)");
        await app.AskToMoveAsync(letter.PreferencesLink, Some.Address);
        app.Tamper($"INSERT INTO updates_shown (subscriber, news, issue) VALUES ({reader.Id}, 1, 1)");
        app.Tamper($"""
            INSERT INTO bounces (address_hash, subscriber, report, about, at, kind, cause, status, shape, proof, weight, excerpt)
            VALUES ('{reader.AddressHash}', {reader.Id}, 'r', '', 0, 'failed', 'gone', '5.1.1', 'qmail', 'token', 1, '')
            """);
        app.Tamper($"INSERT INTO audit (at, who, what, subscriber, outcome) VALUES (0, 'an operator', 'pause', {reader.Id}, 'done')");
        Assert.Equal(app.TablesOfPeople(), app.TablesOf(reader.Id));

        var told = JsonNode.Parse((await app.GetAsync(letter.PreferencesLink + "/export")).Body)!.AsObject();
        Assert.All(app.TablesOfPeople(), table => Assert.NotEmpty(told[table]!.AsArray()));
        Assert.DoesNotContain("an operator", told.ToJsonString(), StringComparison.Ordinal);

        Assert.True(await app.EraseAsync(_address));
        Assert.Equal(["consents", "deliveries", "sign_ups"], app.TablesOf(reader.Id));
    }

    static async Task TomorrowAsync(App app)
    {
        app.Clock.Advance(TimeSpan.FromHours(31));
        await app.PublishAsync(Some.Paper);
        app.Clock.Advance(TimeSpan.FromHours(20));
        await app.PlanAndSendAsync();
    }
}

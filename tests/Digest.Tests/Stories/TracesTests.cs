using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What stays of who was here: where they agreed from, for as long as the operator keeps it, and nothing of who never
/// confirmed.</summary>
public class TracesTests
{
    readonly string _address = Some.Address;

    [Fact]
    public async Task Where_somebody_agreed_from_is_not_kept_unless_the_operator_says_so()
    {
        await using var app = await App.StartAsync();
        await app.BecomeReaderAsync(_address);
        Assert.Empty(app.Rows("SELECT origin FROM consents WHERE origin IS NOT NULL"));
    }

    [Fact]
    public async Task Where_somebody_agreed_from_is_told_to_them_and_forgotten_after_its_time()
    {
        await using var app = await App.StartAsync(Keeping(30));
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(_address);
        var letter = app.MailsTo(_address).First(m => m.Kind == "issue");
        Assert.Equal(["asked 127.0.0.1", "confirmed 127.0.0.1"], Kept(app));
        var told = JsonNode.Parse((await app.GetAsync(letter.PreferencesLink + "/export")).Body)!["consents"]!.AsArray();
        Assert.All(told, consent => Assert.Equal("127.0.0.1", (string?)consent!["origin"]));
        // A mail program's servers are not its reader.
        await app.OneClickAsync(letter);

        app.Clock.Advance(TimeSpan.FromDays(29));
        await app.PruneAsync();
        Assert.Equal(2, Kept(app).Count);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.PruneAsync();
        Assert.Empty(Kept(app));
        Assert.Equal(["asked", "confirmed", "left"], await app.ConsentsAsync(_address));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_somebody_agreed_from_goes_with_erasure_and_when_the_operator_keeps_it_no_more(bool erased)
    {
        await using var app = await App.StartAsync(Keeping(30));
        await app.BecomeReaderAsync(_address);
        Assert.Equal(2, Kept(app).Count);
        if (erased)
            await app.EraseAsync(_address);
        else
        {
            await app.RestartAsync(("Storage:KeepOriginDays", "0"));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.PruneAsync();
        }
        Assert.Empty(Kept(app));
    }

    [Fact]
    public async Task Who_never_confirmed_is_gone_after_a_week_with_all_they_typed()
    {
        await using var app = await App.StartAsync(Keeping(300));
        await app.SubscribeAsync(_address, "left-handed screwdrivers", "Europe/Berlin");
        await app.PlanAndSendAsync();
        app.Clock.Advance(TimeSpan.FromDays(6));
        await app.PruneAsync();
        Assert.Single(app.Rows("SELECT address FROM subscribers"));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.PruneAsync();
        foreach (var table in new[] { "subscribers", "interests", "askings", "notices", "deliveries", "delivery_attempts", "consents" })
            Assert.Equal("0", app.Rows($"SELECT CAST(COUNT(*) AS TEXT) FROM {table}").Single());
        // That somebody asked is counted for a month, by a keyed hash.
        Assert.Equal(["[]"], app.Rows("SELECT interests || zone FROM sign_ups"));
        app.Clock.Advance(TimeSpan.FromDays(24));
        await app.PruneAsync();
        Assert.Empty(app.Rows("SELECT limit_key FROM sign_ups"));

        await app.StopAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(app.Folder, "data")))
        {
            var bytes = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            foreach (var typed in new[] { _address, "screwdrivers", "Europe/Berlin", "127.0.0.1" })
                Assert.False(bytes.Contains(typed, StringComparison.OrdinalIgnoreCase), $"{Path.GetFileName(file)} holds {typed}");
        }
    }

    /// <summary>Anybody can enter anybody's address: what they typed beside it must not reach the mailbox.</summary>
    [Fact]
    public async Task Nothing_that_a_stranger_types_stands_in_the_mail_to_a_victim()
    {
        await using var app = await App.StartAsync();
        string[] lines =
        [
            "", "You won! https://evil.example/prize", "<a href=\"https://evil.example\">click</a>", "{{ site.home }}", "x\r\nBcc: others@evil.example",
            "https://arxiv.org/search/?query=buy+now", "author:\"Call 555 0100\"", "‮gpj.exe", new string('W', 400),
        ];
        foreach (var (i, line) in lines.Index())
        {
            var page = await app.SubscribeAsync($"victim{i}@mail.example", line, i == 0 ? "" : "Evil/Zone https://evil.example");
            if (page.Heading != "Look into your inbox") // told once, and sent again as it is
                page = await app.SubmitAsync(page);
            Assert.Equal("Look into your inbox", page.Heading);
        }
        await app.PlanAndSendAsync();
        var mails = Enumerable.Range(0, lines.Length).Select(i => Plain(app.Mailbox.Mails.Single(m => m.EnvelopeTo == $"victim{i}@mail.example").Source)).ToList();
        Assert.Contains("ADDRESS", mails[0], StringComparison.Ordinal);
        Assert.All(mails, mail => Assert.Equal(mails[0], mail));

        // But for the address itself, the secrets and the mail's own number.
        static string Plain(ReadOnlyMemory<byte> message)
        {
            var text = Regex.Replace(Encoding.ASCII.GetString(message.Span), "=\r\n", "");
            text = Regex.Replace(text, "victim[0-9]@mail.example", "ADDRESS");
            text = Regex.Replace(text, "(?<=/(confirm|unsubscribe)/)[A-Za-z0-9_-]{58}", "TOKEN");
            text = Regex.Replace(text, "(?<=Message-ID: <)[^>]+|(?<=Feedback-ID: )confirm-[0-9]+", "ID");
            return Regex.Replace(text, Regex.Match(text, "boundary=\"([^\"]+)\"").Groups[1].Value, "BOUNDARY");
        }
    }

    // Nobody's proxy, or this machine would not be who asks.
    static AppSettings Keeping(int days) => new()
    {
        Settings =
        {
            ["Storage:KeepOriginDays"] = days.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Web:Proxies:0"] = "192.0.2.0/24", ["Web:Proxies:1"] = "192.0.2.1",
        },
    };

    static IReadOnlyList<string> Kept(App app) => app.Rows("SELECT event || ' ' || origin FROM consents WHERE origin IS NOT NULL ORDER BY id");
}

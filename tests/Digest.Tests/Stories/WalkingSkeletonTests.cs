using System.Text.Json;
using Digest.Tests.Gathering;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The main job from one end to the other: papers from the network, an edition, an issue, a mail over SMTP, leaving,
/// and silence.</summary>
public class WalkingSkeletonTests
{
    static readonly DateOnly Day = new(2026, 7, 17);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Papers_of_the_day_reach_a_reader_until_they_leave()
    {
        await using var hub = await HubAsync();
        await using var app = await App.StartAsync(Reading(hub));

        await LiveAsync(app);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_through_a_real_postfix()
    {
        Assert.SkipUnless(Postfix.WhyNot is null, Postfix.WhyNot ?? "");
        await using var hub = await HubAsync();
        var settings = Reading(hub);
        await using var app = await App.StartAsync(settings);
        await using var postfix = await Postfix.StartAsync(relayPort: app.RelayPort);
        await app.RestartAsync(("Delivering:Relay:Port", $"{postfix.Port}"));

        await LiveAsync(app);

        Assert.Contains("Received", app.Mails[0].Source, StringComparison.Ordinal);
    }

    static async Task LiveAsync(App app)
    {
        app.Clock.Set(At(Day, 11));
        var gathered = await app.GatherAsync();
        Assert.Equal((3, 0), (gathered.New, gathered.UnansweredDays));
        app.Clock.Set(At(Day, 12));
        var edition = await app.PrepareEditionAsync();
        Assert.Equal("Folding Proteins by Candlelight", edition.Papers[0].Paper.Title);

        await app.AddAsync("ada@readers.example", "protein folding", Some.Hour("Europe/Berlin", "18:00"));
        Assert.Equal(0, (await app.AtAsync(At(Day, 15))).Sent); // 17:00 in Berlin
        Assert.Equal(1, (await app.AtAsync(At(Day, 16))).Sent);

        await app.Mailbox.WaitForAsync(1, Patience);
        var mail = Assert.Single(app.MailsTo("ada@readers.example"));
        Assert.Equal("issue", mail.Kind);
        Assert.Contains("Folding Proteins by Candlelight", mail.Titles);
        Assert.All(mail.Titles, title => Assert.Contains(title, mail.Text, StringComparison.Ordinal));

        await app.OneClickAsync(mail);

        app.Clock.Set(At(Day.AddDays(1), 12));
        await app.PublishAsync(Some.Papers(3));
        Assert.Equal(0, (await app.AtAsync(At(Day.AddDays(1), 16))).Sent);
        Assert.Equal(1, app.Mailbox.Received);
    }

    static AppSettings Reading(FarEnd hub) => new()
    {
        Settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Gathering:HfDaily:Enabled"] = "true",
            ["Gathering:HfDaily:BaseAddress"] = hub.Address.AbsoluteUri,
            ["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1",
        },
    };

    /// <summary>Answers as the daily-papers API does: one day has a list, the others are empty.</summary>
    static Task<FarEnd> HubAsync() => FarEnd.StartAsync(context =>
        context.Say(context.Request.Query["date"] == "2026-07-17" && context.Request.Query["p"] == "0" ? DailyList() : "[]"));

    static string DailyList() => JsonSerializer.Serialize(new[]
    {
        Item("2607.90001", "Folding Proteins by Candlelight", "Protein folding needs less compute than was thought. We fold at night.", 120),
        Item("2607.90002", "A Robot that Waters Plants", "Watering needs patience. We teach a robot to look before it pours.", 14),
        Item("2607.90003", "How Small Errors Grow in Protein Folding", "Errors in early steps of protein folding grow. We measure how fast.", 3),
    });

    static object Item(string id, string title, string summary, int upvotes) => new
    {
        paper = new
        {
            id,
            title,
            summary,
            upvotes,
            authors = new[] { new { name = "Ada Okonjoh", hidden = false }, new { name = "Bo Lindqvist", hidden = false } },
            publishedAt = "2026-07-15T00:00:00.000Z",
            submittedOnDailyAt = "2026-07-17T00:00:00.000Z",
        },
        publishedAt = "2026-07-14T20:00:00.000Z",
        title,
        summary,
        numComments = 2,
    };

    static DateTimeOffset At(DateOnly day, int hour) => new(day, new TimeOnly(hour, 0), TimeSpan.Zero);
}

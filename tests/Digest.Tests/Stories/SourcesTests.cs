using System.Net;
using Digest.Papers;
using Digest.Tests.Gathering;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>A source that has a bad day.</summary>
public class SourcesTests
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Readers_are_told_of_a_source_that_did_not_answer_and_get_its_papers_later()
    {
        var isUp = false;
        await using var hub = await FarEnd.StartAsync(context =>
        {
            if (!isUp)
                context.Response.StatusCode = 500;
            return context.Say(isUp && context.Request.Query["p"] == "0" && context.Request.Query["date"] == "2026-07-17" ? """
                [{"paper": {"id": "2607.90009", "title": "Protein Folding, Late", "summary": "Protein folding that came late.", "submittedOnDailyAt": "2026-07-17T00:00:00.000Z"}}]
                """ : "[]");
        });
        await using var app = await App.StartAsync(Reading(hub));
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));

        Assert.NotEqual(0, (await app.GatherAsync()).UnansweredDays);
        var edition = await app.PublishAsync(Some.Papers(2));
        Assert.Equal(SourceState.Failed, edition.Sources.Single(s => s.Source == "hf-daily").State);
        await app.AtAsync(Noon.AddHours(6));
        isUp = true;
        app.Clock.Set(Noon.AddDays(1));
        await app.GatherAsync();
        await app.PrepareEditionAsync();
        await app.AtAsync(Noon.AddDays(1).AddHours(6));

        var mails = app.MailsTo(address);
        Assert.Contains("Today without hf-daily", mails[0].Text, StringComparison.Ordinal);
        Assert.Contains("Today without hf-daily", mails[0].Html, StringComparison.Ordinal);
        Assert.Equal(["Protein Folding, Late"], mails[1].Titles);
        Assert.DoesNotContain("Today without", mails[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_without_a_list_is_no_fault()
    {
        await using var hub = await FarEnd.StartAsync(context => context.Say("[]"));
        await using var app = await App.StartAsync(Reading(hub));
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));

        Assert.Equal(0, (await app.GatherAsync()).UnansweredDays);
        await app.PublishAsync(Some.Papers(2));
        await app.AtAsync(Noon.AddHours(6));

        Assert.DoesNotContain("Today without", app.MailsTo(address).Single().Text, StringComparison.Ordinal);
    }

    static AppSettings Reading(FarEnd hub) => new()
    {
        At = Noon,
        Settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Gathering:HfDaily:Enabled"] = "true",
            ["Gathering:HfDaily:BaseAddress"] = hub.Address.AbsoluteUri,
            ["Gathering:AllowedPrivateHosts:0"] = IPAddress.Loopback.ToString(),
        },
    };
}

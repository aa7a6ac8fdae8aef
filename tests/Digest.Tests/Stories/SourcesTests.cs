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
        Assert.Contains("Today without hf-daily, which did not answer.", mails[0].Text, StringComparison.Ordinal);
        Assert.Contains("Today without hf-daily, which did not answer.", mails[0].Html, StringComparison.Ordinal);
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

    [Fact]
    public async Task Readers_are_told_of_a_list_that_is_late_and_the_next_issue_has_it()
    {
        var (day, items) = ("Thu, 16 Jul 2026", "");
        await using var arxiv = await FarEnd.StartAsync(context => context.Say(ArxivTexts.Rss(items, day)));
        await using var app = await App.StartAsync(Following(arxiv));
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));

        Assert.Equal(0, (await app.GatherAsync()).UnansweredDays);
        var edition = await app.PublishAsync(Some.Papers(2));
        Assert.Equal(SourceState.Late, edition.Sources.Single(s => s.Source == "arxiv").State);
        await app.AtAsync(Noon.AddHours(6));
        (day, items) = ("Fri, 17 Jul 2026", ArxivTexts.Item("2607.90019v1", title: "Protein Folding, Announced at Last", day: "Fri, 17 Jul 2026"));
        app.Clock.Set(Noon.AddHours(9));
        await app.GatherAsync();
        app.Clock.Set(Noon.AddDays(1));
        await app.PrepareEditionAsync();
        await app.AtAsync(Noon.AddDays(1).AddHours(6));

        var mails = app.MailsTo(address);
        Assert.Contains("Today without arxiv, whose list was late.", mails[0].Text, StringComparison.Ordinal);
        Assert.Contains("Today without arxiv, whose list was late.", mails[0].Html, StringComparison.Ordinal);
        Assert.Equal(["Protein Folding, Announced at Last"], mails[1].Titles);
        Assert.DoesNotContain("Today without", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains((await app.WhyAsync(address))[^1].Sources, s => s is { Source: "arxiv", State: SourceState.Late });
    }

    [Theory]
    [InlineData(500, "nothing new matched, without hf-daily (no answer)")]
    [InlineData(200, "nothing was announced, and nothing older matched")] // a weekend, a holiday
    public async Task A_day_without_any_list_makes_no_empty_mail_and_why_says_which_kind_of_day_it_was(int status, string reason)
    {
        await using var hub = await FarEnd.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Say("[]");
        });
        await using var app = await App.StartAsync(Reading(hub));
        var (follows, takesAll) = (Some.Address, Some.Address);
        await app.AddAsync(follows, at: Some.Hour(time: "18:00"));
        await app.AddAsync(takesAll, line: "", at: Some.Hour(time: "18:00"));

        await app.GatherAsync();
        await app.PrepareEditionAsync();
        await app.AtAsync(Noon.AddHours(6));

        Assert.Empty(app.Mails);
        foreach (var address in new[] { follows, takesAll })
        {
            var told = Assert.Single(await app.WhyAsync(address));
            Assert.Equal(("skipped", reason), (told.State, told.Reason));
        }
    }

    [Fact]
    public async Task A_day_with_a_list_and_nothing_for_a_reader_is_the_readers_own_quiet_day()
    {
        await using var hub = await FarEnd.StartAsync(new HfHub(perDay: 4).AnswerAsync);
        await using var app = await App.StartAsync(Reading(hub));
        var address = Some.Address;
        await app.AddAsync(address, line: "quantum error correction", at: Some.Hour(time: "18:00"));

        await app.GatherAsync();
        await app.PrepareEditionAsync();
        app.Clock.Set(Noon.AddHours(6));
        Assert.Equal((0, 1), (await app.PlanAsync()) is var planned ? (planned.Queued, planned.Skipped) : default);

        var told = Assert.Single(await app.WhyAsync(address));
        Assert.Equal(("skipped", "nothing new matched"), (told.State, told.Reason));
        Assert.Equal(SourceState.Ok, Assert.Single(told.Sources).State);
    }

    static AppSettings Following(FarEnd arxiv)
    {
        var settings = new AppSettings { At = Noon };
        settings.Settings["Gathering:BackfillDays"] = "0";
        settings.Settings["Gathering:AllowedPrivateHosts:0"] = IPAddress.Loopback.ToString();
        settings.Settings["Gathering:Arxiv:Enabled"] = "true";
        settings.Settings["Gathering:Arxiv:Categories:0"] = "q-bio";
        settings.Settings["Gathering:Arxiv:FeedAddress"] = arxiv.Address + "rss";
        settings.Settings["Gathering:Arxiv:SearchAddress"] = arxiv.Address + "api/query";
        settings.Settings["Gathering:Arxiv:HarvestAddress"] = arxiv.Address + "oai";
        settings.Settings["Gathering:Arxiv:Interval"] = "00:00:00";
        return settings;
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

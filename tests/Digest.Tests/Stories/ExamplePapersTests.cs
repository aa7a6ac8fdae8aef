using Digest.Papers;
using Digest.Tests.Gathering;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Somebody gives papers as examples that no source has listed.</summary>
public class ExamplePapersTests
{
    const string Old = "1706.90001", Unknown = "1706.90002";

    [Fact]
    public async Task They_are_asked_for_in_one_request_and_come_without_being_news()
    {
        await using var arxiv = await FarEnd.StartAsync(context => context.Say(ArxivTexts.Search(ArxivTexts.Found($"{Old}v7", "2017-06-12T17:57:34Z"), 1)));
        await using var app = await App.StartAsync(Asking(arxiv));
        await app.AddAsync(Some.Address, line: $"{Old}v3 https://arxiv.org/abs/{Unknown}");
        await app.PublishAsync(Some.Papers(2));

        Assert.Equal(1, await app.GatherWantedAsync());
        Assert.Equal([$"/api/query?id_list={Old},{Unknown}&max_results=2"], arxiv.Asked);
        Assert.Equal($"Found {Old}v7", (await app.PaperAsync($"arxiv:{Old}"))!.Title);
        Assert.Equal(new DateTimeOffset(2017, 6, 13, 0, 0, 0, TimeSpan.Zero), (await app.PaperAsync($"arxiv:{Old}"))!.FirstListedAt, TimeSpan.FromDays(2));

        app.Clock.Set(Some.Morning.AddDays(1));
        Assert.DoesNotContain((await app.PrepareEditionAsync()).Papers, p => p.Paper.Title.StartsWith("Found", StringComparison.Ordinal));
        Assert.Equal(1, await AskedAgainAsync(app, arxiv, TimeSpan.Zero));
        Assert.Equal($"/api/query?id_list={Unknown}&max_results=1", arxiv.Asked.Last());
    }

    [Fact]
    public async Task A_number_that_the_host_chokes_on_does_not_keep_the_others_away()
    {
        await using var arxiv = await FarEnd.StartAsync(context =>
        {
            var asked = context.Request.Query["id_list"].ToString().Split(',');
            if (asked.Contains(Unknown))
            {
                context.Response.StatusCode = 400;
                return Task.CompletedTask;
            }
            return context.Say(ArxivTexts.Search(string.Concat(asked.Select(number => ArxivTexts.Found(number, "2017-06-12T17:57:34Z"))), asked.Length));
        });
        await using var app = await App.StartAsync(Asking(arxiv));
        await app.AddAsync(Some.Address, line: string.Join(' ', Enumerable.Range(1, 30).Select(i => $"1706.90{i:000}")));

        Assert.Equal(0, await app.GatherWantedAsync());
        app.Clock.Advance(TimeSpan.FromHours(6));
        Assert.Equal(20, await app.GatherWantedAsync());
        app.Clock.Advance(TimeSpan.FromHours(12));
        var came = await app.GatherWantedAsync();
        Assert.Equal(1 + 3 + 5, arxiv.Asked.Count);
        Assert.InRange(came, 4, 5);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(9 - came, await app.GatherWantedAsync());
        Assert.Equal((1, 0), ((await app.WantedAsync()).Waiting, (await app.WantedAsync()).GivenUp));
    }

    [Fact]
    public async Task A_host_that_wants_to_be_left_alone_is()
    {
        await using var arxiv = await FarEnd.StartAsync(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "3600");
            return Task.CompletedTask;
        });
        await using var app = await App.StartAsync(Asking(arxiv));
        await app.AddAsync(Some.Address, line: Old);
        Assert.Equal(0, await app.GatherWantedAsync());
        var told = await app.WantedAsync();
        Assert.Equal((1, 0), (told.Waiting, told.LastError!.Tries));
        Assert.Contains("503", told.LastError.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arXiv_Hugging_Face_is_asked_for_each()
    {
        await using var hub = await FarEnd.StartAsync(context => context.Request.Path == $"/api/papers/{Old}"
            ? context.Say($$"""{"id": "{{Old}}", "title": "Held by the Hub", "summary": "Old.", "publishedAt": "2017-06-12T00:00:00.000Z", "upvotes": 7}""")
            : NotFound(context));
        var settings = new AppSettings();
        settings.Settings["Gathering:HfDaily:Enabled"] = "true";
        settings.Settings["Gathering:HfDaily:BaseAddress"] = hub.Address.AbsoluteUri;
        settings.Settings["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1";
        await using var app = await App.StartAsync(settings);
        await app.AddAsync(Some.Address, line: $"{Old} {Unknown}");

        Assert.Equal(1, await app.GatherWantedAsync());
        Assert.Equal([$"/api/papers/{Old}", $"/api/papers/{Unknown}"], hub.Asked);
        var paper = await app.PaperAsync($"arxiv:{Old}");
        Assert.Equal(("Held by the Hub", 2017), (paper!.Title, paper.FirstListedAt.Year));
    }

    [Fact]
    public async Task A_hosts_hostile_answer_brings_nothing()
    {
        await using var arxiv = await FarEnd.StartAsync(context => context.Say(ArxivTexts.Search(ArxivTexts.Found("2607.99999"), 1)));
        await using var app = await App.StartAsync(Asking(arxiv));
        await app.AddAsync(Some.Address, line: Old);
        Assert.Equal(0, await app.GatherWantedAsync());
        Assert.Null(await app.PaperAsync("arxiv:2607.99999")); // nobody asked for that one
    }

    static async Task<int> AskedAgainAsync(App app, FarEnd arxiv, TimeSpan _)
    {
        var before = arxiv.Asked.Count;
        await app.GatherWantedAsync();
        return arxiv.Asked.Count - before;
    }

    static Task NotFound(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    static AppSettings Asking(FarEnd arxiv)
    {
        var settings = new AppSettings();
        settings.Settings["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1";
        settings.Settings["Gathering:Arxiv:Enabled"] = "true";
        settings.Settings["Gathering:Arxiv:FeedAddress"] = arxiv.Address + "rss";
        settings.Settings["Gathering:Arxiv:SearchAddress"] = arxiv.Address + "api/query";
        settings.Settings["Gathering:Arxiv:HarvestAddress"] = arxiv.Address + "oai";
        settings.Settings["Gathering:Arxiv:Interval"] = "00:00:00";
        return settings;
    }
}

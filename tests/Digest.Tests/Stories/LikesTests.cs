using System.Text.Json;
using Digest.Commands;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Papers that readers like, dislike or name decide what comes.</summary>
public class LikesTests
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    static readonly string[] Subjects =
    [
        "robot hands of rubber that grasp wet soap", "old tyres of rubber ground to quiet roads", "bees that sleep in hollow stems",
        "clocks of church towers and their pendulums", "bread from sour dough with rye", "ash of volcanoes over the winter sea",
        "glass harps tuned by rain water", "letters sorted by candle light", "sails mended with silk thread", "maps drawn from memory",
    ];

    [Fact]
    public async Task Less_like_this_keeps_similar_papers_out_of_the_next_issue_and_taking_it_back_restores_them()
    {
        await using var app = await StartAsync();
        var reader = await app.AddAsync(Some.Address, "rubber", Some.Hour(time: "13:00"));
        var papers = Day();
        await app.PublishAsync(papers);
        await app.AtAsync(Noon.AddHours(1));
        Assert.Equal(4, ForYou(await app.PreviewAsync(reader.Address.Text, Day(0))).Count);

        await app.SayAsync(reader, papers[0], Verdict.Less);
        app.Clock.Set(Noon.AddDays(1));
        await app.PublishAsync(Day());
        app.Clock.Set(Noon.AddDays(1).AddMinutes(30));
        var without = await app.PreviewAsync(reader.Address.Text);
        Assert.Equal(2, ForYou(without).Count);
        Assert.All(ForYou(without), title => Assert.Contains("tyres", title, StringComparison.Ordinal));
        Assert.DoesNotContain(Titles(without), title => title.Contains("soap", StringComparison.Ordinal));

        await app.UnsayAsync(reader, papers[0]);
        Assert.Equal(4, ForYou(await app.PreviewAsync(reader.Address.Text)).Count);
    }

    [Fact]
    public async Task Papers_named_as_examples_bring_those_like_them_and_the_mail_says_which()
    {
        await using var app = await StartAsync();
        var (earlier, today) = (Day(), Day());
        await app.PublishAsync(earlier);
        var reader = await app.AddAsync(Some.Address, Preferences(new Interest
        {
            Name = "like these", Text = "", Papers = [new($"arxiv:{earlier[0].Id}", ""), new("arxiv:2001.00001", "")],
        }));
        app.Clock.Set(Noon.AddDays(1));
        await app.PublishAsync(today);
        await app.AtAsync(Noon.AddDays(1).AddHours(1));

        var mail = Assert.Single(app.MailsTo(reader.Address.Text));
        var preview = await app.PreviewAsync(reader.Address.Text, Day(1));
        Assert.NotEmpty(ForYou(preview));
        Assert.All(ForYou(preview), title => Assert.Contains("soap", title, StringComparison.Ordinal));
        Assert.DoesNotContain(earlier[0].Title, ForYou(preview));
        Assert.All(preview.Issue.Sections[0].Entries, entry => Assert.Equal(earlier[0].Title, entry.Reason.Like));
        Assert.Contains("Like “On robot hands", mail.Text.ReplaceLineEndings(" "), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_day_with_nothing_like_the_examples_makes_no_mail()
    {
        await using var app = await StartAsync();
        var reader = await app.AddAsync(Some.Address, Preferences(new Interest
        {
            Name = "like these", Text = "", Papers = [new("", "Contrapuntal harpsichord sonatas")],
        }));
        await app.PublishAsync(Day());
        await app.AtAsync(Noon.AddHours(1));
        Assert.Empty(app.MailsTo(reader.Address.Text));
    }

    [Fact]
    public async Task Who_follows_nothing_gets_what_trends_in_the_order_of_what_they_like()
    {
        await using var app = await StartAsync();
        var reader = await app.AddAsync(Some.Address, new Preferences { Delivery = Some.Hour(time: "13:00"), Size = 5 });
        var first = Day();
        await app.PublishAsync(first);
        await app.AtAsync(Noon.AddHours(1));
        var liked = first.Where(p => p.Title.Contains("maps", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, liked.Count);
        foreach (var paper in liked)
            await app.SayAsync(reader, paper, Verdict.More);
        await app.SayAsync(reader, first[0], Verdict.Less);
        app.Clock.Set(Noon.AddDays(1));
        await app.PublishAsync(Day());
        app.Clock.Set(Noon.AddDays(1).AddMinutes(30));
        var titles = Titles(await app.PreviewAsync(reader.Address.Text));
        Assert.Contains("maps", titles[0], StringComparison.Ordinal);
        Assert.DoesNotContain(titles, t => t.Contains("soap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_preview_breaks_every_score_down()
    {
        await using var app = await StartAsync();
        var reader = await app.AddAsync(Some.Address, "rubber", Some.Hour(time: "13:00"));
        var papers = Day();
        await app.PublishAsync(papers);
        await app.SayAsync(reader, papers[1], Verdict.More);
        app.Clock.Set(Noon.AddMinutes(30));
        var entry = Scores(await app.PreviewAsync(reader.Address.Text))
            .GetProperty("sections")[0].GetProperty("entries").EnumerateArray().First();
        var breakdown = entry.GetProperty("breakdown");
        Assert.Equal(0.45, breakdown.GetProperty("threshold").GetDouble());
        Assert.Equal(0.2, breakdown.GetProperty("likesShare").GetDouble());
        Assert.Equal(papers[1].Title, breakdown.GetProperty("liked").GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, breakdown.GetProperty("disliked").ValueKind);
        Assert.True(breakdown.GetProperty("analyser").GetInt32() > 0);
        var terms = breakdown.GetProperty("terms").EnumerateArray().ToList();
        Assert.Contains(terms, t => t.GetProperty("written").GetString() == "rubber");
        Assert.Equal(entry.GetProperty("parts").GetProperty("words").GetDouble(), terms.Sum(t => t.GetProperty("share").GetDouble()), 5);

        await app.AtAsync(Noon.AddHours(1));
        var kept = Scores(await app.PreviewAsync(reader.Address.Text, Day(0)))
            .GetProperty("sections")[0].GetProperty("entries").EnumerateArray().ToList();
        Assert.All(kept, e => Assert.Equal(JsonValueKind.Null, e.GetProperty("breakdown").ValueKind));
        Assert.Contains(kept, e => e.GetProperty("parts").GetProperty("likes").GetDouble() > 0);
    }

    [Fact]
    public async Task An_embedder_that_is_down_stops_no_issue_and_the_preview_says_so()
    {
        await using var app = await StartAsync(
            ("Matching:Embedder:Url", "http://127.0.0.1:9/v1/embeddings"), ("Matching:Embedder:Model", "m"));
        var reader = await app.AddAsync(Some.Address, "rubber", Some.Hour(time: "13:00"));
        await app.PublishAsync(Day());
        app.Clock.Set(Noon.AddMinutes(30));
        Assert.Contains("cannot be reached",
            Scores(await app.PreviewAsync(reader.Address.Text)).GetProperty("embedderFault").GetString(), StringComparison.Ordinal);
        await app.AtAsync(Noon.AddHours(1));
        Assert.Single(app.MailsTo(reader.Address.Text));
    }

    [Fact]
    public async Task A_first_days_few_papers_are_weighed_as_those_of_the_weeks_before()
    {
        await using var app = await StartAsync();
        // For weeks every paper was about rubber: the word says little.
        await app.GatherAsync([.. Enumerable.Range(0, 60).Select(_ => Some.PaperAbout("rubber"))]);
        app.Clock.Set(Noon.AddDays(20));
        var reader = await app.AddAsync(Some.Address, "rubber", Some.Hour(time: "13:00"));
        await app.PublishAsync(Some.PaperAbout("rubber boats"), Some.PaperAbout("tin boats"));
        app.Clock.Set(Noon.AddDays(20).AddMinutes(30));
        var weight = Scores(await app.PreviewAsync(reader.Address.Text)).GetProperty("sections")[0]
            .GetProperty("entries")[0].GetProperty("breakdown").GetProperty("asked").GetDouble();

        await using var fresh = await StartAsync();
        var other = await fresh.AddAsync(Some.Address, "rubber", Some.Hour(time: "13:00"));
        await fresh.PublishAsync(Some.PaperAbout("rubber boats"), Some.PaperAbout("tin boats"));
        fresh.Clock.Set(Noon.AddMinutes(30));
        var first = Scores(await fresh.PreviewAsync(other.Address.Text)).GetProperty("sections")[0]
            .GetProperty("entries")[0].GetProperty("breakdown").GetProperty("asked").GetDouble();
        Assert.True(weight < first / 1.5, $"{weight} after weeks of rubber, {first} on a first day");
    }

    static async Task<App> StartAsync(params (string Key, string? Value)[] settings)
    {
        var given = new AppSettings { At = Noon };
        foreach (var (key, value) in settings)
            given.Settings[key] = value;
        return await App.StartAsync(given);
    }

    /// <summary>Two papers on each subject, and others.</summary>
    static PaperLine[] Day() =>
    [
        .. Subjects.SelectMany(s => Some.Papers(2, s)),
        .. Enumerable.Range(0, 40).Select(i => Some.PaperAbout($"a usual matter {Letters(i)} of its own {Letters(i * 7 + 3)}")),
    ];

    static string Letters(int n) => $"{(char)('a' + n % 26)}{(char)('a' + n * 5 % 26)}{(char)('a' + n / 26)}ra";

    static DateOnly Day(int days) => DateOnly.FromDateTime(Noon.Date).AddDays(days);

    static Preferences Preferences(Interest interest) => new() { Delivery = Some.Hour(time: "13:00"), Interests = [interest] };

    static JsonElement Scores(Preview.Previewed preview) => JsonElement.Parse(Print.ToJson(preview.Scores()));

    static List<string> ForYou(Preview.Previewed preview) =>
        [.. preview.Issue.Sections.Where(s => s.Interest is not null).SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Title)];

    static List<string> Titles(Preview.Previewed preview) =>
        [.. preview.Issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Title)];
}

using System.Net;
using System.Text.Json.Nodes;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The preferences by link: what is chosen there is what tomorrow's letter is.</summary>
public sealed class PreferencesTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    App _app = null!;
    string _link = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_address);
        _link = Letters[0].PreferencesLink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    IReadOnlyList<AppMail> Letters => [.. _app.MailsTo(_address).Where(m => m.Kind == "issue")];

    [Fact]
    public void Every_letter_and_the_welcome_lead_there_at_the_top_and_at_the_end()
    {
        foreach (var mail in new[] { Letters[0], _app.MailsTo(_address).Single(m => m.Kind == "welcome") })
        {
            Assert.True(mail.Elements("a[href*='/preferences/']") >= 2);
            Assert.Equal(2, mail.Text.Split("Preferences: ").Length - 1);
        }
    }

    [Fact]
    public async Task It_says_in_words_when_the_next_letter_comes()
    {
        _app.Clock.Set(new(2026, 7, 17, 18, 0, 0, TimeSpan.Zero));
        var page = await _app.GetAsync(_link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Next letter: Saturday, 18 July 2026, 08:00 (UTC), in 14 hours.", page.Says(".lead")[0], StringComparison.Ordinal);
        Assert.Equal("noindex", page.Header("X-Robots-Tag"));
    }

    [Fact]
    public async Task Looking_changes_nothing_however_often()
    {
        var before = _app.Snapshot();
        for (var i = 0; i < 10; i++)
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
                foreach (var page in new[] { "", "/erase", "/export", "?do=erase", "?do=pause" })
                    await _app.AskAsync(method, _link + page);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task What_is_added_comes_tomorrow_and_what_is_removed_does_not()
    {
        var added = await PostAsync(("do", "add"), ("line", "ocean tides"));
        Assert.Contains("You follow “ocean tides” now.", added.Says(".notice")[0], StringComparison.Ordinal);
        var folding = (await InterestsAsync())[0];
        Assert.Contains("no more", (await PostAsync(("do", "remove"), ("interest", $"{folding.Id}"))).Says(".notice")[0], StringComparison.Ordinal);
        Assert.Contains("not there any more", (await PostAsync(("do", "remove"), ("interest", $"{folding.Id}"))).Says(".notice")[0], StringComparison.Ordinal);

        await TomorrowAsync(Some.PaperAbout("ocean tides"), Some.Paper);
        Assert.Contains(Letters[^1].Sections, s => s.EndsWith("ocean tides", StringComparison.Ordinal));
        Assert.DoesNotContain(Letters[^1].Sections, s => s.EndsWith("protein folding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interest_is_edited_renamed_and_moved()
    {
        await PostAsync(("do", "add"), ("line", "ocean tides"));
        var tides = (await InterestsAsync())[1];
        await PostAsync(("do", "edit"), ("interest", $"{tides.Id}"), ("name", "Weather"), ("words", "polar storms"), ("slots", "4"));
        await PostAsync(("do", "move"), ("interest", $"{tides.Id}"), ("to", "0"));
        await PostAsync(("do", "move"), ("interest", $"{tides.Id}"), ("to", "0"));
        var now = await InterestsAsync();
        Assert.Equal(["Weather", "protein folding"], now.Select(i => i.Name));
        Assert.Equal(("polar storms", 4, tides.Id), (now[0].Text, now[0].Slots, now[0].Id));

        await TomorrowAsync(Some.Paper, Some.PaperAbout("polar storms"), Some.PaperAbout("ocean tides"));
        Assert.EndsWith("Weather", Letters[^1].Sections[0], StringComparison.Ordinal);
        Assert.Contains("polar storms", Letters[^1].Titles[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_interest_asks_for_beside_its_words_is_changed_in_place()
    {
        var id = $"{(await InterestsAsync())[0].Id}";
        (string, string)[] form = [("do", "edit"), ("interest", id), ("name", ""), ("words", "protein folding"), ("slots", "2")];
        await PostAsync([.. form, ("authors", "Ada Marsh\r\nBo Lind, ada marsh"), ("categories", "q-bio.BM, cs.LG"), ("must", "diffusion"),
            ("mustnot", "survey\n\nposition paper")]);
        var now = (await InterestsAsync())[0];
        Assert.Equal(["Ada Marsh", "Bo Lind"], now.Authors);
        Assert.Equal(["q-bio.BM", "cs.LG"], now.Categories);
        Assert.Equal(["diffusion"], now.Must);
        Assert.Equal(["survey", "position paper"], now.MustNot);
        Assert.Equal("survey position paper", (await _app.GetAsync(_link)).Says($"#mustnot-{id}")[0]);

        // A form without these fields leaves them; an empty field takes them away.
        await PostAsync(form);
        Assert.Equal(["Ada Marsh", "Bo Lind"], (await InterestsAsync())[0].Authors);
        await PostAsync([.. form, ("authors", " "), ("must", ""), ("mustnot", "")]);
        Assert.Equal((0, 2, 0), ((await InterestsAsync())[0].Authors.Count, (await InterestsAsync())[0].Categories.Count, (await InterestsAsync())[0].Must.Count));

        var before = _app.Snapshot();
        foreach (var (says, field) in new[]
        {
            ("stands in every text", ("must", "the")), ("20 authors at most", ("authors", string.Join('\n', Enumerable.Range(1, 21).Select(n => $"Ada Marsh{(char)('a' + n)}")))),
        })
        {
            var page = await PostAsync([.. form, field]);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(page.Says(".error"), e => e.Contains(says, StringComparison.Ordinal));
        }
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_changes_nothing()
    {
        var id = $"{(await InterestsAsync())[0].Id}";
        var before = _app.Snapshot();
        foreach (var (says, fields) in new (string, (string, string)[])[]
        {
            ("Say what it is about", [("do", "add"), ("line", " ")]),
            ("Understood: ocean tides", [("do", "add"), ("line", "ocean tides; the")]),
            ("Places are a number", [("do", "edit"), ("interest", id), ("name", ""), ("words", "x"), ("slots", "many")]),
            ("It says nothing", [("do", "edit"), ("interest", id), ("name", "x"), ("words", ""), ("slots", "2")]),
            ("choose at least one day", [("do", "letter"), ("time", "08:00"), ("zone", "UTC"), ("size", "10")]),
            ("write the time", [("do", "letter"), ("day", "1"), ("time", "25:00"), ("zone", "UTC"), ("size", "10")]),
            ("do not know this zone", [("do", "letter"), ("day", "1"), ("time", "08:00"), ("zone", "Mars/Dunes"), ("size", "10")]),
            ("from 1 to 50", [("do", "letter"), ("day", "1"), ("time", "08:00"), ("zone", "UTC"), ("size", "51")]),
            ("not to come", [("do", "pause"), ("until", "2026-07-17")]),
            ("more than a year", [("do", "pause"), ("until", "2028-07-17")]),
            ("that is no day", [("do", "pause"), ("until", "soon")]),
            ("could not tell", [("do", "dance")]),
            ("could not tell", []),
        })
        {
            var page = await PostAsync(fields);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(page.Says(".error"), e => e.Contains(says, StringComparison.Ordinal));
            Assert.Equal(before, _app.Snapshot());
        }
    }

    [Fact]
    public async Task Faults_are_told_once_and_then_let_be()
    {
        var page = await PostAsync(("do", "add"), ("line", "ocean tides; the"));
        await _app.SubmitAsync(page, page.FormFor("add"));
        Assert.Equal(["protein folding", "ocean tides"], (await InterestsAsync()).Select(i => i.Name));
    }

    [Fact]
    public async Task Trying_shows_what_last_week_would_have_brought_and_saves_nothing()
    {
        _app.Clock.Advance(TimeSpan.FromDays(1));
        var tides = Some.PaperAbout("ocean tides");
        await _app.PublishAsync(tides);
        var before = _app.Snapshot();
        var page = await PostAsync(("do", "add"), ("line", "ocean tides"), ("try", "yes"));
        Assert.Contains(tides.Title, page.Under("Last week it would have brought"), StringComparison.Ordinal);
        Assert.Contains("brought nothing", (await PostAsync(("do", "add"), ("line", "basket weaving"), ("try", "yes"))).Says("#tried-head")[0], StringComparison.Ordinal);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Another_hour_day_zone_and_size_hold_from_the_next_letter_on()
    {
        var page = await PostAsync(("do", "letter"), ("day", "1"), ("day", "2"), ("time", "07:30"), ("zone", "america/new york"), ("size", "2"), ("trending", "yes"));
        Assert.Contains("Next letter: Monday, 20 July 2026, 07:30 (America/New York), in 3 days.", page.Says(".lead")[0], StringComparison.Ordinal);
        _app.Clock.Set(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.PublishAsync(Some.Papers(4));
        await _app.AtAsync(new(2026, 7, 20, 11, 29, 0, TimeSpan.Zero));
        Assert.Single(Letters);
        await _app.AtAsync(new(2026, 7, 20, 11, 30, 0, TimeSpan.Zero));
        Assert.Equal(2, Letters[^1].Titles.Count);
    }

    [Fact]
    public async Task A_pause_ends_by_itself_on_its_day_and_brings_what_was_missed()
    {
        var page = await PostAsync(("do", "pause"), ("until", "2026-07-20"));
        Assert.Contains("Paused. The next letter: Monday, 20 July 2026, 08:00", page.Says(".lead")[0], StringComparison.Ordinal);
        await TomorrowAsync(Some.Papers(2));
        Assert.Single(Letters);
        await _app.AtAsync(new(2026, 7, 20, 8, 0, 1, TimeSpan.Zero));
        Assert.Equal(2, Letters.Count);
        Assert.Equal(2, Letters[^1].Titles.Count);
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_address)).State);
    }

    [Fact]
    public async Task A_pause_without_an_end_lasts_until_the_button_is_pressed()
    {
        var page = await PostAsync(("do", "pause"), ("until", ""));
        Assert.Contains("No letters come until you resume.", page.Says(".lead")[0], StringComparison.Ordinal);
        await TomorrowAsync(Some.Paper);
        Assert.Single(Letters);
        var resumed = await _app.SubmitAsync(page, page.FormFor("resume"));
        Assert.Contains("Next letter: Sunday, 19 July 2026", resumed.Says(".lead")[0], StringComparison.Ordinal);
        await _app.AtAsync(new(2026, 7, 19, 8, 0, 1, TimeSpan.Zero));
        Assert.Equal(2, Letters.Count);
    }

    [Fact]
    public async Task All_that_is_known_is_given_out_and_then_erased()
    {
        var export = await _app.GetAsync(_link + "/export");
        Assert.Equal("attachment; filename=\"my-subscription.json\"", export.Header("Content-Disposition"));
        var told = JsonNode.Parse(export.Body)!;
        Assert.Equal(_address, (string?)told["subscribers"]![0]!["address"]);
        Assert.Equal(Letters[0].Titles.Count, told["papers"]!.AsObject().Count);

        var ask = await _app.GetAsync(_link + "/erase");
        Assert.Equal("Erase everything about you?", ask.Heading);
        Assert.Equal("You are forgotten", (await _app.SubmitAsync(ask)).Heading);
        Assert.Equal("You are unsubscribed", (await _app.GetAsync(_link)).Heading);
        Assert.Equal("You are unsubscribed", (await _app.SubmitAsync(ask)).Heading);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(_link + "/erase")).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _app.FindAsync(_address));
        Assert.DoesNotContain(_address, (await _app.GetAsync(_link + "/export")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_post_in_parallel_and_again_leaves_one_of_it()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(("do", "add"), ("line", "ocean tides"))));
        Assert.All(pages, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(("do", "pause"), ("until", "2026-07-20"))));
        Assert.Equal(["protein folding", "ocean tides"], (await InterestsAsync()).Select(i => i.Name));
        Assert.Single(await _app.ConsentsAsync(_address), "paused");
        for (var n = 0; n < 5; n++)
            await PostAsync(("do", "add"), ("line", $"subject {(char)('a' + n)}lpha"));
        Assert.Equal(5, (await InterestsAsync()).Count);
    }

    [Fact]
    public async Task Text_that_means_harm_is_only_text()
    {
        const string Hostile = "tides <script>alert(1)</script> {{ 1 + 1 }} \"><img src=x>";
        await PostAsync(("do", "add"), ("line", "tides"));
        var id = $"{(await InterestsAsync())[1].Id}";
        var page = await PostAsync(("do", "edit"), ("interest", id), ("name", Hostile), ("words", Hostile), ("slots", "2"));
        Assert.False(page.Shows("script, img"));
        Assert.Contains(page.Says("h3"), h => h.Contains("<script>alert(1)</script> {{ 1 + 1 }}", StringComparison.Ordinal));
        foreach (var field in new[] { "zone", "time", "size" })
            Assert.False((await PostAsync(("do", "letter"), ("day", "1"), (field, Hostile))).Shows("script, img"));
        Assert.False((await PostAsync(("do", "pause"), ("until", Hostile))).Shows("script, img"));
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_with_a_page()
    {
        var before = _app.Snapshot();
        var page = await PostAsync(("do", "add"), ("line", new string('a', 10 * 1024 * 1024)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "Your preferences"), (page.Status, page.Heading));
        Assert.Contains("too large", page.Says(".error")[0], StringComparison.Ordinal);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task No_other_link_opens_it_and_one_of_an_earlier_life_does_not()
    {
        foreach (var link in new[] { Letters[0].LeaveLink, Letters[0].TuneLink(Letters[0].Titles[0], "More like this") })
            Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/preferences/{link[(link.LastIndexOf('/') + 1)..].Split('?')[0]}")).Status);
        await _app.OneClickAsync(Letters[0]);
        Assert.Equal("You are unsubscribed", (await _app.GetAsync(_link)).Heading);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.BecomeReaderAsync(_address);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(_link)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(("do", "erase"))).Status);
    }

    async Task TomorrowAsync(params PaperLine[] papers)
    {
        _app.Clock.Set(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.PublishAsync(papers);
        await _app.AtAsync(new(2026, 7, 18, 8, 0, 1, TimeSpan.Zero));
    }

    async Task<IReadOnlyList<Interest>> InterestsAsync() => (await _app.FindAsync(_address)).Preferences.Interests;

    async Task<AppPage> PostAsync(params (string Name, string Value)[] fields)
    {
        var body = string.Join('&', fields.Select(f => $"{f.Name}={WebUtility.UrlEncode(f.Value)}"));
        return await _app.AskAsync(HttpMethod.Post, _link, new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));
    }
}

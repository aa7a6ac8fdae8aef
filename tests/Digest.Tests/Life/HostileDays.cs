using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>Days on which everything that comes from outside is one of some strings: papers in all their parts, what readers follow and
/// mute, and who runs the service. A visitor opens every page and mail that shows them.</summary>
sealed class HostileDays(App app, Visitor visitor)
{
    const int Papers = 20;

    /// <summary>Elements with their attributes; only a language comes and goes with what is said.</summary>
    const string Elements = "() => [...document.querySelectorAll('*')].map(e => e.tagName + ' ' + e.getAttributeNames().filter(a => a !== 'lang').sort().join(' '))";

    readonly string _reader = Some.Address;

    /// <summary>What each kind of page was made of.</summary>
    public Dictionary<string, HashSet<string>> MadeOf { get; } = new(StringComparer.Ordinal);

    public async Task LiveAsync(IReadOnlyList<string> strings)
    {
        await app.AddAsync(_reader, at: Some.Hour(time: "13:00"), size: Papers);
        var noon = app.Now.Date.AddHours(12);
        foreach (var (day, said) in strings.Chunk(Papers).Index())
        {
            // What is no line of text is refused at start, by its key.
            var service = PaperText.Line(said[day % said.Length], 60);
            await app.RestartAsync(("Operator:Service", service.Length > 0 ? service : "Digest"), ("Operator:Name", PaperText.Line(string.Join(' ', said), 10_000)));
            app.Clock.Set(new(noon.AddDays(day), TimeSpan.Zero));
            await DayAsync(said);
        }
    }

    async Task DayAsync(string[] said)
    {
        var followers = new List<string>();
        foreach (var some in said.Chunk(Interest.MostInterests))
            followers.Add(await FollowerAsync(some));
        var papers = said.Select((text, i) => Some.Paper with
        {
            Title = $"{text} protein folding {i}", Abstract = $"{text} protein folding. {text}", Authors = [text, "Ada Moss"], Categories = [text],
        }).ToArray();
        await app.PublishAsync(papers);
        await app.AtAsync(app.Now.AddHours(2));
        foreach (var follower in followers)
            await app.PauseAsync(follower);

        var letter = app.MailsTo(_reader)[^1];
        Assert.Equal(papers.Length, letter.Titles.Count);
        await SeeAsync("letter", letter);
        await SeeAsync("edition", $"/day/{app.Now:yyyy-MM-dd}");
        Assert.NotEmpty(await TitlesAsync());
        await SeeAsync("home", "/");
        await SeeAsync("issue", letter.Links.First(link => link.Contains("/issues/", StringComparison.Ordinal)));
        Assert.Equal(papers.Length, (await TitlesAsync()).Count);
        foreach (var link in letter.Links.Where(link => link.EndsWith("?do=less", StringComparison.Ordinal)).Chunk(7).Select(some => some[0]))
            await SeeAsync("tune", link);
        foreach (var link in letter.Links.Where(link => link.Contains("/papers/", StringComparison.Ordinal)).Chunk(7).Select(some => some[0]))
            await SeeAsync("paper", link);
        foreach (var follower in followers)
        {
            Assert.True(app.MailsTo(follower).Count > 0,
                $"{app.Now:d}: nothing for {string.Join(" | ", (await app.FindAsync(follower)).Preferences.Interests.Select(i => i.Text))}: {string.Join("; ", await app.WhyAsync(follower))}");
            var mail = app.MailsTo(follower)[^1];
            await SeeAsync("letter", mail);
            await SeeAsync("preferences", mail.PreferencesLink);
        }
        await MuteAsync(app.MailsTo(followers[0])[^1], said);
        await AskAsync(said);
    }

    /// <summary>The papers' titles as the page shows them.</summary>
    Task<IReadOnlyList<string>> TitlesAsync() => visitor.Page.Locator("main .entry h3").AllTextContentsAsync();

    async Task<string> FollowerAsync(string[] said)
    {
        var address = Some.Address;
        await app.AddAsync(address, new Preferences
        {
            Delivery = Some.Hour(time: "13:00"),
            Interests = [.. said.Select(text => PaperText.Line(text, Interest.LongestText)).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)
                .Select((text, i) => new Interest { Name = PaperText.Line($"{i} {text}", Interest.LongestName), Text = $"{text} protein folding" })],
        });
        return address;
    }

    // Muted as authors, by the form behind a link of the letter; then told on its page.
    async Task MuteAsync(AppMail letter, string[] said)
    {
        var tune = letter.Links.First(link => link.Contains("/tune/", StringComparison.Ordinal)).Split('?')[0];
        foreach (var text in said)
            await app.AskAsync(HttpMethod.Post, tune, new FormUrlEncodedContent([new("do", "mute-author"), new("what", text)]));
        await SeeAsync("tune", tune);
    }

    // Typed at the front page, for picks and to subscribe, and looked for.
    async Task AskAsync(string[] said)
    {
        await SeeAsync("search", "/search?q=" + Uri.EscapeDataString(PaperText.Line(said[0], 400) + " protein"));
        var address = Some.Address;
        await visitor.GoAsync();
        await visitor.WriteAsync(Control.Line, string.Join("; ", said.Take(4)) + "; of the"); // of which one is not understood, in tame days too
        await visitor.TryAsync(Control.ShowPicks);
        await RememberAsync("home");
        await app.SubscribeAsync(address, string.Join(" ", said.Skip(5).Take(5)));
        await app.PlanAndSendAsync();
        if (app.MailsTo(address) is [var confirmation])
        {
            await SeeAsync("confirmation", confirmation);
            await SeeAsync("confirm", confirmation.ConfirmLink);
        }
    }

    async Task SeeAsync(string kind, string url)
    {
        await visitor.VisitAsync(url);
        await RememberAsync(kind);
    }

    async Task SeeAsync(string kind, AppMail mail)
    {
        await visitor.OpenAsync(mail);
        await RememberAsync(kind);
    }

    async Task RememberAsync(string kind)
    {
        if (!MadeOf.TryGetValue(kind, out var known))
            MadeOf[kind] = known = new(StringComparer.Ordinal);
        known.UnionWith(await visitor.Page.EvaluateAsync<string[]>(Elements));
    }
}

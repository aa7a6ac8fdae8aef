namespace Digest.Tests.Life;

/// <summary>Readers in every state that a link can lead to, and every address that is found from their mails and from the front page
/// on: pages, feeds, files and what feeds name.</summary>
sealed class Lives(App app)
{
    readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    public string Reader { get; } = Some.Address;

    public string Left { get; } = Some.Address;

    public string Asked { get; } = Some.Address;

    public string Never { get; } = Some.Address;

    public string Paused { get; } = Some.Address;

    public string Moving { get; } = Some.Address;

    /// <summary>Where each address was found.</summary>
    public IReadOnlyDictionary<string, string> Found => _found;

    public IReadOnlyList<string> Ours => [.. _found.Keys.Where(app.IsOurs).Order(StringComparer.Ordinal)];

    public async Task LiveAsync()
    {
        await app.BecomeReaderAsync(Reader);
        await app.BecomeReaderAsync(Left);
        await app.LeaveByPageAsync(app.MailsTo(Left)[^1]);
        await app.BecomeReaderAsync(Paused);
        await app.PauseAsync(Paused);
        await app.BecomeReaderAsync(Moving);
        await app.AskToMoveAsync(app.MailsTo(Moving)[^1].PreferencesLink, Some.Address);
        var tuned = app.MailsTo(Reader).Single(m => m.Kind == "issue");
        var offers = await app.GetAsync(tuned.TuneLink(tuned.Titles[0], "More like this"));
        await app.SubmitAsync(offers, offers.FormFor("more"));
        await app.SubmitAsync(offers, offers.FormFor("mute-words", ""), ("what", "tides, crypto"));
        await app.SubscribeAsync(Never);
        await app.PlanAndSendAsync();
        await app.LeaveByPageAsync(app.MailsTo(Never)[0]);
        await app.SubscribeAsync(Asked);
        await app.PlanAndSendAsync();
        await CrawlAsync();
    }

    async Task CrawlAsync()
    {
        Find(app.PublicUrl, "a visitor");
        foreach (var mail in app.Mails)
            foreach (var link in mail.Links)
                Find(link, mail.ToString());
        // What people type or a script asks for stands in no link.
        foreach (var path in new[] { "/picks?line=protein+folding", "/search?q=protein", "/day/2020-01-01", "/week", "/month/x", "/nowhere", "/week/feed.json",
            "/month/feed.atom", "/health/ready", "/robots.txt" })
            Find(app.PublicUrl + path[1..], "somebody who types");
        var tune = _found.Keys.First(link => link.Contains("/tune/", StringComparison.Ordinal)).Split('?')[0];
        foreach (var query in new[] { "?do=mute-words&what=protein", "?do=mute-author&what=Ada+Okonjoh", "?do=less&what=", "?do=undo" })
            Find(tune + query, "somebody who types");
        var open = new Queue<string>(Ours);
        while (open.TryDequeue(out var link))
        {
            var page = await app.GetAsync(link);
            IEnumerable<string> links = page.Header("Location") is { } onward ? [onward]
                : page.Header("Content-Type")!.StartsWith("text/html", StringComparison.Ordinal) ? page.Links : [];
            foreach (var next in links.Where(app.IsOurs))
                if (Find(next, link))
                    open.Enqueue(next.Split('#')[0]);
        }
    }

    bool Find(string link, string where) => _found.TryAdd(link.Split('#')[0], where);
}

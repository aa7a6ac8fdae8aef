using Digest.Rendering;

namespace Digest.Tests;

/// <summary>Every mail and page that people meet, saved as files for those who check html.</summary>
sealed partial class App
{
    static readonly string[] Messages =
    [
        "check_inbox", "confirmed", "already_confirmed", "expired", "unknown_link", "tune_left", "never", "erased", "returned", "not_found",
        "issue_gone", "feed_left", "too_large", "too_many", "elsewhere", "maintenance", "error", "move_waiting", "moved", "move_cancelled", "move_taken", "move_over",
    ];

    /// <summary>Lives a reader's life and saves what was seen: pages, mails ("mail-…") and the files that pages ask for.</summary>
    /// <param name="locale">The language of who reads.</param>
    public async Task SaveMarkupAsync(string folder, string locale = "en")
    {
        BrowserLikes = locale;
        var address = Some.Address;
        await PublishAsync([.. Some.Papers(4), .. Some.Papers(3, "ocean weather"), Some.Paper with
        {
            Title = "Protein folding <b>&</b> קיפול חלבונים", Authors = [.. Enumerable.Range(1, 60).Select(n => $"Person {n}")],
            Urls = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = "https://github.com/a/b" },
        }]);
        Page("home", await GetAsync());
        Page("home-fault", await SubscribeAsync("nobody", "protein"));
        Page("edition", await GetAsync($"/day/{Now:yyyy-MM-dd}"));
        Page("edition-none", await GetAsync("/day/2020-01-01"));
        Page("search", await GetAsync("/search"));
        Page("search-found", await GetAsync("/search?q=protein"));
        Page("search-nothing", await GetAsync("/search?q=zebrafish"));
        Page("paper", await GetAsync("/papers/8"));
        await SubscribeAsync(address, "protein folding; ocean weather");
        await PlanAndSendAsync();
        Page("confirm", await GetAsync(MailsTo(address)[0].ConfirmLink));
        Page("never", await GetAsync(MailsTo(address)[0].LeaveLink));
        await ConfirmAsync(MailsTo(address)[0]);
        await PlanAndSendAsync();
        var issue = MailsTo(address)[^1];
        Page("unsubscribe", await GetAsync(issue.LeaveLink));
        var tune = await GetAsync(issue.TuneLink(issue.Titles[0]));
        Page("tune", tune);
        Page("tuned", await SubmitAsync(tune, tune.FormFor("more")));
        Page("tune-said", await GetAsync(issue.TuneLink(issue.Titles[0], more: false)));
        Page("issue", await GetAsync(issue.Links.First(link => link.Contains("/issues/", StringComparison.Ordinal))));
        Page("preferences", await GetAsync(issue.PreferencesLink));
        await ChooseAsync(issue.PreferencesLink, ("do", "quiet"), ("quiet", "2026-12-24 to 2026-12-26"));
        await ChooseAsync(issue.PreferencesLink, ("do", "edit"), ("interest", "1"), ("name", ""), ("words", "protein folding"), ("slots", "2"), ("authors", "Ada Okonjoh"));
        Page("preferences-quiet-fault", await ChooseAsync(issue.PreferencesLink, ("do", "quiet"), ("quiet", "soon")));
        Page("preferences-move-fault", await ChooseAsync(issue.PreferencesLink, ("do", "address"), ("address", "nobody")));
        await ChooseAsync(issue.PreferencesLink, ("do", "pause"), ("until", "2026-07-30"));
        var (before, after) = (address, Some.Address);
        await AskToMoveAsync(issue.PreferencesLink, after);
        Page("preferences-moving", await GetAsync(issue.PreferencesLink));
        Page("move-here", await GetAsync(Question(after).MoveLink));
        Page("move-away", await GetAsync(Question(before).MoveLink));
        await SayYesAsync(after);
        Page("move-waiting", await GetAsync(Question(after).MoveLink));
        await SayYesAsync(before);
        await PlanAndSendAsync();
        issue = MailsTo(after).Last(m => m.Kind == "moved_here");
        Clock.Advance(TimeSpan.FromDays(2));
        await ChooseAsync(issue.PreferencesLink, ("do", "resume"));
        await PlanAndSendAsync();
        Page("erase", await GetAsync(issue.PreferencesLink + "/erase"));
        Page("left", await LeaveByPageAsync(issue));
        await PlanAndSendAsync();
        foreach (var mail in MailsTo(before).Concat(MailsTo(after)))
            Save("mail-" + mail.Kind, mail.Html);
        foreach (var kind in Messages)
            Save("message-" + kind, Get<Renderer>().Speaking(locale).Page("message", (site, language) => new MessagePage(site, language, kind)));
        foreach (var file in new[] { "style.css", "zone.js", "picks.js" })
            await File.WriteAllTextAsync(Path.Combine(folder, file), (await GetAsync("/" + file)).Body);
        await File.WriteAllTextAsync(Path.Combine(folder, "picks"), (await GetAsync("/picks?line=protein")).Body); // what picks.js asks for
        await File.WriteAllTextAsync(Path.Combine(folder, "favicon.ico"), ""); // browsers ask for it unbidden

        void Page(string name, AppPage page) => Save(name, page.Body);
        void Save(string name, string html) => File.WriteAllText(Path.Combine(folder, name + ".html"), html);
    }
}

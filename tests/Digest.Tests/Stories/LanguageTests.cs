using System.Net;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Readers of another language: what they meet speaks theirs, from the first page to the goodbye.</summary>
public sealed class LanguageTests : IAsyncLifetime
{
    readonly string _address = Some.Address;

    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync([.. Some.Papers(3), .. Some.Papers(2, "ocean weather")]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    IReadOnlyList<AppMail> Mails => _app.MailsTo(_address);

    static string Language(AppPage page) => $"{page.Header("Content-Language")} {page.Language}";

    [Fact]
    public async Task A_German_readers_whole_life()
    {
        _app.BrowserLikes = "de-CH, de;q=0.9, en;q=0.5";
        var home = await _app.GetAsync();
        Assert.Equal("de de", Language(home));
        Assert.Contains("Freitag, 17. Juli 2026", home.Body, StringComparison.Ordinal);
        Assert.Equal("de de", Language(await _app.SubmitAsync(home, ("address", _address), ("line", "protein folding; ocean weather"))));
        await _app.PlanAndSendAsync();

        // From here on it is the mail's language that counts, whatever the browser says.
        _app.BrowserLikes = "en";
        Assert.StartsWith("Bitte bestätigen", Mails[0].Subject, StringComparison.Ordinal);
        IsWellMade(Mails[0]);
        Assert.Contains("Er gilt 3 Tage lang", Mails[0].Html, StringComparison.Ordinal);
        var confirm = await _app.GetAsync(Mails[0].ConfirmLink);
        Assert.Equal(("de de", "Die Papers von heute für dich"), (Language(confirm), confirm.Heading));
        Assert.Equal("Du bist dabei", (await _app.SubmitAsync(confirm)).Heading);
        await _app.PlanAndSendAsync();

        var (welcome, letter) = (Mails.Single(m => m.Kind == "welcome"), Mails.Single(m => m.Kind == "issue"));
        IsWellMade(welcome);
        IsWellMade(letter);
        Assert.Contains("Jeden Tag um 08:00 Uhr", welcome.Text, StringComparison.Ordinal);
        Assert.Matches("^.* und [0-9] weitere$", letter.Subject);
        Assert.Contains("Weil du protein folding folgst", letter.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(["Für dich: protein folding", "Für dich: ocean weather"], letter.Sections);
        Assert.Equal("de de", Language(await _app.GetAsync(letter.Links.First(link => link.Contains("/issues/", StringComparison.Ordinal)))));
        Assert.Equal("de de", Language(await _app.GetAsync(letter.TuneLink(letter.Titles[0], "Mehr davon"))));

        // The preferences are in German until another language is chosen there, which holds at once.
        var preferences = await _app.GetAsync(letter.PreferencesLink);
        Assert.Equal(("de de", "Deine Einstellungen"), (Language(preferences), preferences.Heading));
        var feed = (await _app.GetAsync(preferences.Links.First(link => link.EndsWith(".atom", StringComparison.Ordinal)))).Body;
        Assert.Contains("meine Papers", feed, StringComparison.Ordinal);
        Assert.Contains("xml:lang=\"de\"", feed, StringComparison.Ordinal);
        _app.BrowserLikes = "de";
        var chosen = await _app.SubmitAsync(preferences, preferences.FormFor("letter"), ("locale", "en"));
        Assert.Equal(("en en", "Your preferences"), (Language(chosen), chosen.Heading));
        Assert.Equal("en", (await _app.FindAsync(_address)).Preferences.Locale);

        _app.Clock.Set(Some.Morning.AddDays(1));
        await _app.PublishAsync([.. Some.Papers(2, "protein folding again")]);
        await _app.AtAsync(Some.Morning.AddDays(1).AddHours(2).AddSeconds(1));
        Assert.Contains("Because you follow", Mails[^1].Text, StringComparison.Ordinal);

        Assert.Equal("You are unsubscribed", (await _app.LeaveByPageAsync(Mails[^1])).Heading);
        await _app.PlanAndSendAsync();
        Assert.StartsWith("Goodbye", Mails[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(["Hol dir die Papers, über die gerade alle reden – einmal am Tag in dein Postfach!", "Ja, schickt mir einmal am Tag Papers"],
            (await _app.AgreedAsync(_address)).Take(2));
    }

    [Fact]
    public async Task A_goodbye_is_said_in_German_too()
    {
        await _app.AddAsync(_address, new Preferences { Delivery = Some.Hour(), Locale = "de", Interests = InterestLine.Read("protein folding") });
        await _app.AtAsync(Some.Morning.AddDays(1));
        Assert.Equal("Dein Abo ist beendet", (await _app.LeaveByPageAsync(Mails[0])).Heading);
        await _app.PlanAndSendAsync();
        Assert.StartsWith("Mach’s gut", Mails[^1].Subject, StringComparison.Ordinal);
        IsWellMade(Mails[^1]);
    }

    /// <summary>What a mail in German has to be: 7-bit on the wire, its lines folded, and nothing of another language in it.</summary>
    static void IsWellMade(AppMail mail)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{mail.Subject}\n\n{mail.Text}\n");
        Assert.All(mail.Bytes, b => Assert.InRange(b, 0, 127));
        Assert.Contains("<html lang=\"de\" dir=\"ltr\"", mail.Html, StringComparison.Ordinal);
        Assert.All(mail.Text.Split('\n').Where(line => !line.Contains("http", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 78));
        if (mail.Kind != "issue") // papers speak for themselves
            Assert.DoesNotMatch(@"\b(the|you|your|and|because|letter|papers and)\b", mail.Text.Replace("protein folding", "", StringComparison.Ordinal)
                .Replace("Story Tellers", "", StringComparison.Ordinal).Replace("The ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_can_be_read_in_another_language_and_stays_in_it()
    {
        var english = await _app.GetAsync("/search?q=protein");
        Assert.Equal("en en", Language(english));
        Assert.Contains("Accept-Language", english.Header("Vary")!, StringComparison.Ordinal);
        var other = Assert.Single(english.Links.Distinct(), link => link.Contains("lang=", StringComparison.Ordinal));
        Assert.Equal("https://papers.example/search?q=protein&lang=de", other);

        var german = await _app.GetAsync(other);
        Assert.Equal("de de", Language(german));
        Assert.Contains("https://papers.example/?lang=de", german.Links);
        Assert.Contains("https://papers.example/search?q=protein&lang=en", german.Links);
        // …by a form that was sent from it, too.
        var home = await _app.GetAsync("/?lang=de");
        Assert.Equal("de de", Language(await _app.SubmitAsync(home, ("address", "nobody"))));
        await _app.SubmitAsync(home, ("address", _address), ("line", "protein folding"));
        await _app.PlanAndSendAsync();
        Assert.StartsWith("Bitte bestätigen", Mails[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_that_are_secrets_are_not_told_again_in_other_languages()
    {
        await _app.BecomeReaderAsync(_address);
        foreach (var page in new[] { Mails[^1].PreferencesLink, Mails[^1].LeaveLink, Mails[0].ConfirmLink })
            Assert.DoesNotContain((await _app.GetAsync(page)).Links, link => link.Contains("lang=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/?lang=de%0d%0aX-Evil: 1")]
    [InlineData("/?lang=%3Cscript%3E&lang=de")]
    [InlineData("/?lang=de&x=%22%3E%3Cscript%3E")]
    [InlineData("/%2F%2Fevil.example/?lang=de")]
    [InlineData("/?lang=../../etc")]
    public async Task Whatever_is_asked_for_as_a_language_stays_an_address_of_ours(string url)
    {
        var page = await _app.AskAsync(HttpMethod.Get, "https://papers.example" + url);
        Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.NotFound);
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
        Assert.Null(page.Header("X-Evil"));
        Assert.All(page.Links.Where(link => link.Contains("lang=", StringComparison.Ordinal)),
            link => Assert.StartsWith("https://papers.example/", link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_cannot_change_the_language_of_a_reader()
    {
        await _app.BecomeReaderAsync(_address);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        _app.BrowserLikes = "de";
        await _app.SubscribeAsync(_address, "ocean weather");
        await _app.PlanAndSendAsync();
        var asked = Mails.Last(m => m.Kind == "confirm");
        Assert.StartsWith("Please confirm", asked.Subject, StringComparison.Ordinal);
        await _app.ConfirmAsync(asked);
        Assert.Equal("en", (await _app.FindAsync(_address)).Preferences.Locale);
    }

    [Fact]
    public async Task Who_comes_back_is_asked_in_the_language_they_come_back_in()
    {
        await _app.BecomeReaderAsync(_address);
        await _app.LeaveByPageAsync(Mails[^1]);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        _app.BrowserLikes = "de";
        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        Assert.StartsWith("Bitte bestätigen", Mails[^1].Subject, StringComparison.Ordinal);
        await _app.ConfirmAsync(Mails[^1]);
        Assert.Equal("de", (await _app.FindAsync(_address)).Preferences.Locale);
    }

    [Fact]
    public async Task The_link_that_is_confirmed_says_the_language()
    {
        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        _app.Clock.Advance(TimeSpan.FromDays(2));
        _app.BrowserLikes = "de";
        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        Assert.Equal(["Please", "Bitte"], Mails.Select(m => m.Subject.Split(' ')[0]));
        await _app.ConfirmAsync(Mails[0]);
        Assert.Equal("en", (await _app.FindAsync(_address)).Preferences.Locale);
    }

    [Fact]
    public async Task A_mail_that_is_planned_keeps_its_language()
    {
        await _app.AddAsync(_address);
        _app.Clock.Set(Some.Morning.AddDays(1));
        _app.RelayAnswers = step => step.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase) ? "451 4.3.0 Later" : null;
        await _app.PlanAsync();
        await _app.SendAsync();
        await _app.SpeakAsync(_address, "de");
        _app.RelayAnswers = null;
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        await _app.SendAsync();
        Assert.Contains("Because you follow", Mails[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_form_that_says_no_language_changes_none_and_one_that_is_none_is_told()
    {
        await _app.BecomeReaderAsync(_address);
        var page = await _app.GetAsync(Mails[^1].PreferencesLink);
        var wrong = await _app.SubmitAsync(page, page.FormFor("letter"), ("locale", "xx"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (wrong.Status, wrong.Shows("#locale-error")));
        using var old = new FormUrlEncodedContent(new Dictionary<string, string> { ["do"] = "letter", ["day"] = "1", ["time"] = "09:00", ["zone"] = "UTC", ["size"] = "5" });
        Assert.Equal(HttpStatusCode.OK, (await _app.AskAsync(HttpMethod.Post, page.Url, old)).Status);
        Assert.Equal("en", (await _app.FindAsync(_address)).Preferences.Locale);
    }
}

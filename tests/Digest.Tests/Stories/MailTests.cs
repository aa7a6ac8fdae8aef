using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The mails themselves: headers of each kind, both parts, and text that means harm.</summary>
public class MailTests
{
    [Fact]
    public async Task Each_kind_of_mail_has_its_headers()
    {
        await using var app = await LivedAsync(new AppSettings());
        foreach (var mail in app.Mails)
        {
            Assert.Equal("\"Digest\" <digest.papers.example>", mail.Header("List-Id"));
            Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
            Assert.Equal("<mailto:hello@papers.example>", mail.Header("List-Help"));
            Assert.Matches("""^<[a-z]+\.[0-9-]+\.[0-9]+\.[0-9a-f]{24}@papers\.example>$""", mail.MessageId);
            Assert.Matches("""^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} 2026 \d{2}:\d{2}:\d{2} \+0000$""", mail.Header("Date"));
            Assert.Equal("Digest <digest@papers.example>", mail.Header("From"));
            Assert.Equal(mail.To, mail.Header("To"));
            Assert.StartsWith("multipart/alternative", mail.Header("Content-Type"), StringComparison.Ordinal);
            Assert.Contains("1 Example Street, 00000 Example", mail.Text, StringComparison.Ordinal);
            Assert.Contains("1 Example Street, 00000 Example", mail.Html, StringComparison.Ordinal);

            var canLeave = mail.Kind is "issue" or "welcome";
            Assert.Equal(canLeave ? $"<{mail.LeaveLink}>" : null, mail.Header("List-Unsubscribe"));
            Assert.Equal(canLeave ? "List-Unsubscribe=One-Click" : null, mail.Header("List-Unsubscribe-Post"));
        }
        Assert.Equal(["confirm", "welcome", "issue", "goodbye"], app.Mails.OrderBy(m => m.Date).Select(m => m.Kind));
        Assert.Equal(4, app.Mails.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task One_click_is_not_advertised_where_it_could_not_be_posted_safely()
    {
        await using var app = await LivedAsync(new AppSettings { PublicUrl = "http://papers.example/" });
        Assert.All(app.Mails, mail => Assert.Null(mail.Header("List-Unsubscribe-Post")));
        Assert.Contains(app.Mails, mail => mail.Header("List-Unsubscribe")?.StartsWith("<http://papers.example/unsubscribe/", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Both_parts_name_the_same_papers_with_the_same_links()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync([.. Some.Papers(4, "protein folding"), .. Some.Papers(4, "ocean weather")]);
        await app.BecomeReaderAsync(address, "protein folding; ocean weather");

        var issue = app.MailsTo(address)[^1];

        Assert.Equal(8, issue.Titles.Count);
        Assert.Equal(2, issue.Sections.Count);
        var at = 0;
        foreach (var title in issue.Titles)
            Assert.True((at = issue.Text.IndexOf(title, at, StringComparison.Ordinal)) > 0, $"{title} is not in its place in the text");
        foreach (var link in issue.Links.Where(link => !link.StartsWith("mailto:", StringComparison.Ordinal)))
            Assert.Contains(link, issue.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_lists_of_authors_are_cut_and_other_languages_marked()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(
            Some.Paper with { Title = "Protein folding und die Vermessung der Flüsse", Abstract = "Wir messen, wie sich die Flüsse und das Meer verändern." },
            Some.Paper with { Title = "Protein folding by everybody", Authors = [.. Enumerable.Range(1, 600).Select(n => $"Person {n}")] },
            Some.Paper with { Title = "Protein folding קיפול חלבונים וחיזוי שיטפונות באמצעות רשתות", Abstract = "" });
        await app.BecomeReaderAsync(address);

        var issue = app.MailsTo(address)[^1];
        Assert.Contains("Person 1, Person 2, Person 3, … and 597 more", issue.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Person 4", issue.Html, StringComparison.Ordinal);
        Assert.Contains("""<bdi lang="de">Protein folding und""", issue.Html, StringComparison.Ordinal);
        Assert.Contains("""<p dir="auto" lang="de" """, issue.Html, StringComparison.Ordinal);
        Assert.Contains("""<bdi lang="he">""", issue.Html, StringComparison.Ordinal);
        Assert.Contains("<bdi>Protein folding by everybody", issue.Html, StringComparison.Ordinal);
        var pages = await Task.WhenAll(Enumerable.Range(1, 3).Select(id => app.GetAsync($"/papers/{id}")));
        Assert.Single(pages, page => page.Body.Contains("Person 30, … and 570 more", StringComparison.Ordinal));
        Assert.DoesNotContain(pages, page => page.Body.Contains("Person 31", StringComparison.Ordinal));
        Assert.Equal(["de", "en", "he"], pages.Select(page => page.Shows("h1[lang]") ? page.Shows("h1[lang=de]") ? "de" : "he" : "en").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mail_is_plain_ascii_in_short_lines()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Paper with { Title = "Protein folding: " + string.Concat(Enumerable.Repeat("über-ähnliche 蛋白質 Größen ", 20)) });
        await app.BecomeReaderAsync(address);

        var issue = app.MailsTo(address)[^1];
        Assert.All(issue.Bytes, b => Assert.InRange(b, (byte)1, (byte)126));
        var parts = issue.Source.Split("\r\n\r\n", 2);
        Assert.All(parts[0].Split("\r\n"), line => Assert.InRange(line.Length, 1, 998)); // a link in a header is not folded
        Assert.All(parts[1].Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.Contains("蛋白質", issue.Titles[0], StringComparison.Ordinal);
        Assert.Contains("ähnliche", issue.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script> protein folding")]
    [InlineData("\"><img src=x onerror=alert(1)> protein folding")]
    [InlineData("protein folding</h3></table><style>*{display:none}</style>")]
    [InlineData("{{ site.home }} {{ 1 + 1 }} {% if true %} protein folding")]
    [InlineData("protein folding %0d%0aBcc: x@evil.example &#13;&#10;Bcc: y@evil.example")]
    [InlineData("protein folding\r\nBcc: everybody@evil.example\r\n\r\n<b>body</b>")]
    [InlineData("protein folding \u202Egnp.exe\u202C \u2066x\u2069 \u200F")]
    [InlineData("=?utf-8?B?QmNjOiB4QGV2aWwuZXhhbXBsZQ==?= protein folding")]
    [InlineData("protein folding\0\u0007\u001b[31m")]
    [InlineData(".\r\n.\r\nprotein folding")]
    public async Task Text_that_means_harm_is_only_text(string hostile)
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Paper with { Title = hostile, Abstract = hostile, Authors = [hostile, "A. Nother"] });
        await app.BecomeReaderAsync(address, hostile.Replace(';', ' ').Replace("\0", "", StringComparison.Ordinal)); // no form is read with a 0

        // What papers are made of is repaired where it comes in (LaTeX's braces go, too); from there on it is only shown.
        var shown = Digest.Papers.PaperText.Title(hostile);
        Assert.Contains("protein", shown, StringComparison.Ordinal);
        var mails = app.MailsTo(address);
        Assert.Equal(["confirm", "welcome", "issue"], mails.Select(m => m.Kind));
        Assert.Equal(shown, mails[2].Titles.Single());
        Assert.Equal(shown, mails[2].Subject);
        foreach (var mail in mails)
        {
            Assert.Null(mail.Header("Bcc"));
            Assert.Equal(address, mail.Header("To"));
            var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(mail.Html);
            Assert.Empty(html.QuerySelectorAll("script, img, [onerror], b"));
            Assert.Single(html.QuerySelectorAll("style"));
            Assert.DoesNotContain('\u202E', mail.Html + mail.Text + mail.Subject);
            Assert.DoesNotContain('\u001b', mail.Html + mail.Text + mail.Subject);
        }
        var page = await app.GetAsync();
        Assert.Equal(shown, page.Titles.Single());
        Assert.False(page.Shows("script:not([src]), img, style, b"));
    }

    [Fact]
    public async Task A_confirmation_holds_nothing_a_stranger_typed()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.SubscribeAsync(address, "buy cheap watches at https://evil.example");
        await app.PlanAndSendAsync();

        Assert.DoesNotContain("watches", app.MailsTo(address).Single().Source, StringComparison.Ordinal);
        Assert.DoesNotContain("watches", app.MailsTo(address).Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_of_a_planned_mail_is_the_mail()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync(address);
        app.Clock.Set(Some.Morning.AddHours(2));
        await app.PlanAsync();
        var day = DateOnly.FromDateTime(Some.Morning.Date);

        var before = await app.PreviewAsync(address, day);
        await app.SendAsync();
        var after = await app.PreviewAsync(address, day);

        Assert.True(before.WasPlanned);
        Assert.Equal(before.Message, app.MailsTo(address).Single().Bytes);
        Assert.Equal(before.Message, after.Message);
    }

    [Fact]
    public async Task A_preview_of_what_is_to_come_is_the_same_each_time_and_changes_nothing()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync(address);
        var before = app.Snapshot();

        var first = await app.PreviewAsync(address);
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        var second = await app.PreviewAsync(address);

        Assert.Equal(before, app.Snapshot());
        Assert.Equal((3, false), (first.Issue.Count, first.WasPlanned));
        Assert.Equal(first.Message, second.Message);
        await app.AtAsync(Some.Morning.AddHours(2));
        Assert.Equal(first.Message, app.MailsTo(address).Single().Bytes);
    }

    /// <summary>A reader came and went, so that every kind of mail was sent.</summary>
    static async Task<App> LivedAsync(AppSettings settings)
    {
        var app = await App.StartAsync(settings);
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(address);
        await app.LeaveByPageAsync(app.MailsTo(address)[^1]);
        await app.PlanAndSendAsync();
        return app;
    }
}

using System.Text;
using Digest.Mailing;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>The operators' morning: what the day before was like, in one mail each.</summary>
public sealed class ReportStoryTests : IAsyncLifetime
{
    const string Ops = "ops@operators.example", Second = "second@operators.example";

    App _app = null!;

    public async ValueTask InitializeAsync() => _app = await App.StartAsync(new AppSettings
    {
        Settings = { ["Watching:ReportTo:0"] = $"\"Operators, The\" <{Ops}>", ["Watching:ReportTo:1"] = Second, ["Watching:Zone"] = "Europe/Berlin" },
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_tells_yesterday_with_plots_and_the_list_of_what_failed()
    {
        await DayAsync();
        Assert.Empty(_app.MailsTo(Ops));
        await _app.AtAsync(new(2026, 7, 18, 4, 59, 0, TimeSpan.Zero)); // 06:59 in Berlin
        await _app.WatchAsync();
        Assert.DoesNotContain(await _app.ToldAsync("report:"), fate => fate.About == "report:2026-07-17");
        await _app.WatchForAsync(1);

        var mail = _app.MailsTo(Ops)[^1];
        Assert.Equal("Digest, 17 July 2026: 2 mails sent, 1 failed; nothing is wrong", mail.Subject);
        Assert.Equal($"\"Operators, The\" <{Ops}>, {Second}", mail.Header("To"));
        Assert.Equal(mail.Source, _app.MailsTo(Second)[^1].Source);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Null(mail.Header("List-Unsubscribe"));
        Assert.Null(mail.Header("List-Id"));
        Assert.Contains("… reply 550                        1", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Active now                         3", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Mails sent: 2 that day; 2 in 30 days, most on 17 July 2026: 2", mail.Text, StringComparison.Ordinal);

        var root = MailPart.Read(mail.Bytes);
        Assert.Equal("multipart/mixed", root.Type);
        var related = root.Parts[0].Parts[1];
        Assert.Equal(("multipart/alternative", "multipart/related"), (root.Parts[0].Type, related.Type));
        var shown = System.Text.RegularExpressions.Regex.Matches(mail.Html, "<img src=\"cid:([^\"]+)\"").Select(m => $"<{m.Groups[1].Value}>");
        Assert.Equal(shown, related.Parts.Skip(1).Select(part => part.Header("Content-ID")));
        Assert.Equal(5, related.Parts.Count - 1);
        Assert.Equal(mail.Elements("img"), mail.Elements("img[alt*='in 30 days']"));
        foreach (var image in related.Parts.Skip(1))
            PlotTests.Read(Convert.FromBase64String(Body(image.Headers, mail.Source)));

        var list = root.Parts[1];
        Assert.Contains("failed-2026-07-17.csv", list.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Contains("issue,issue:2026-07-17,2,unknown.example,1,", list.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("nobody@", mail.Source + list.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_comes_once_whatever_restarts_and_days_missed_are_not_made_up()
    {
        await _app.AtAsync(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.WatchAsync();
        await _app.RestartAsync();
        await _app.WatchForAsync(3);
        Assert.Single(_app.MailsTo(Ops));
        await _app.AtAsync(new(2026, 7, 22, 6, 0, 0, TimeSpan.Zero));
        await _app.WatchAsync();
        Assert.Equal(["Digest, 17 July 2026", "Digest, 21 July 2026"], _app.MailsTo(Ops).Select(mail => mail.Subject.Split(':')[0]));
        Assert.Equal(["report:2026-07-17", "report:2026-07-21"], (await _app.ToldAsync("report:")).Select(fate => fate.About).Distinct().Order());
    }

    [Fact]
    public async Task Who_could_not_be_reached_gets_the_same_mail_later_and_nobody_else_gets_it_again()
    {
        await _app.AtAsync(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        _app.RelayAnswers = line => line == $"RCPT TO:<{Second}>" ? "451 4.3.0 later" : null;
        await _app.WatchForAsync(2);
        Assert.Single(_app.MailsTo(Ops));
        Assert.Empty(_app.MailsTo(Second));
        Assert.Equal(["sent", "queued"], (await _app.ToldAsync("report:2026-07-17")).Select(fate => fate.State));
        _app.RelayAnswers = null;
        await _app.WatchForAsync(10, step: 5);
        Assert.Equal(Assert.Single(_app.MailsTo(Ops)).Source, Assert.Single(_app.MailsTo(Second)).Source);
    }

    [Fact]
    public async Task In_doubt_it_goes_once_more_and_then_no_more()
    {
        await _app.AtAsync(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        _app.RelayAnswers = line => line == "." ? Digest.Demo.MailboxListener.KeepAndDrop : null;
        await _app.WatchForAsync(24, step: 4);
        Assert.Equal(2, _app.MailsTo(Second).Count);
        Assert.Single(_app.MailsTo(Second).Select(mail => mail.Source).Distinct());
        Assert.All(await _app.ToldAsync("report:2026-07-17"), fate => Assert.Equal("in_doubt", fate.State));
    }

    [Fact]
    public async Task It_speaks_the_services_language()
    {
        await _app.RestartAsync(("Rendering:Locale", "de"));
        await _app.AtAsync(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.WatchAsync();
        Assert.Equal("Digest, 17. Juli 2026: 0 Mails gesendet, 0 gescheitert; alles in Ordnung", _app.MailsTo(Ops)[^1].Subject);
    }

    /// <summary>Three readers, of whom one is not there.</summary>
    async Task DayAsync()
    {
        await _app.PublishAsync(Some.Papers(3));
        foreach (var address in new[] { Some.Address, "nobody@unknown.example", Some.Address })
            await _app.AddAsync(address);
        _app.RelayAnswers = line => line == "RCPT TO:<nobody@unknown.example>" ? "550 5.1.1 nobody@unknown.example: no such user" : null;
        await _app.PlanAndSendAsync();
        await _app.AtAsync(_app.Now.AddHours(3));
        _app.RelayAnswers = null;
    }

    static string Body(IReadOnlyList<MailHeader> headers, string source)
    {
        var at = source.IndexOf($"Content-ID: {headers.First(header => header.Name == "Content-ID").Value}", StringComparison.Ordinal);
        var from = source.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) + 4;
        return source[from..source.IndexOf("--", from, StringComparison.Ordinal)].Replace("\r\n", "", StringComparison.Ordinal);
    }
}

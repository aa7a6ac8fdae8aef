using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What a spam filter that is not ours makes of each kind of mail, by its local rules: SpamAssassin.</summary>
public class SpamFilterTests
{
    // What a rule gives for what every html mail has is a thousandth; docs/decisions.md lists what was seen.
    const double Most = 0.5;

    [Fact]
    public async Task No_kind_of_mail_looks_like_spam()
    {
        var filter = Environment.GetEnvironmentVariable("DIGEST_SPAMASSASSIN");
        Assert.SkipWhen(string.IsNullOrEmpty(filter), "DIGEST_SPAMASSASSIN does not say where spamassassin is");
        await using var app = await App.StartAsync(new AppSettings
        {
            At = new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), Settings = { ["Watching:ReportTo:0"] = "ada@readers.example" },
        });
        await app.GatherFilesAsync(Repository.Folder("samples/papers.jsonl"), Repository.Folder("samples/daily.json"));
        await app.PrepareEditionAsync();
        await app.BecomeReaderAsync("ada@readers.example", "language models; protein design; robots; weather forecasting");
        await app.LeaveByPageAsync(app.MailsTo("ada@readers.example")[^1]);
        await app.PlanAndSendAsync();
        await app.WatchAsync();

        var mails = app.MailsTo("ada@readers.example");
        Assert.Equal(["confirm", "goodbye", "issue", "report", "welcome"], mails.Select(mail => mail.Kind).Order());
        foreach (var mail in mails)
        {
            var scores = await ScoresAsync(filter!, Arrived(mail));
            Assert.True(scores.Sum(s => s.Points) <= Most && scores.Where(s => s.Points > 0).Sum(s => s.Points) <= Most,
                $"{mail.Kind}: {string.Join(", ", scores)}");
            Assert.NotEmpty(scores); // every html mail meets a rule: an empty list would mean that nothing was judged
        }
    }

    /// <summary>As it lies in a mailbox far away: a filter asks how a mail came. The address is a public one, of nobody in this story.</summary>
    static byte[] Arrived(AppMail mail) =>
    [
        .. Encoding.ASCII.GetBytes(
            "Return-Path: <digest@papers.example>\r\nReceived: from relay.papers.example (relay.papers.example [93.184.216.34])\r\n" +
            $"\tby mx.readers.example (Postfix) with ESMTPS id 4Xy\r\n\tfor <{mail.To}>; {mail.Header("Date")}\r\n"),
        .. mail.Bytes,
    ];

    static async Task<List<(string Rule, double Points)>> ScoresAsync(string filter, byte[] mail)
    {
        var start = new ProcessStartInfo(filter, ["--local", "--cf=add_header all Scores _TESTSSCORES(,)_", "--cf=fold_headers 0"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var home = Directory.CreateTempSubdirectory("digest-filter-");
        start.Environment["HOME"] = home.FullName;
        try
        {
            using var process = Process.Start(start)!;
            var (said, faults) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.BaseStream.WriteAsync(mail);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            var line = (await said).Split('\n').FirstOrDefault(l => l.StartsWith("X-Spam-Scores: ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"{filter} gave no scores: {await faults}");
            return [.. line["X-Spam-Scores: ".Length..].Trim().Split(',').Select(rule => rule.Split('='))
                .Where(rule => rule.Length == 2).Select(rule => (rule[0], double.Parse(rule[1], CultureInfo.InvariantCulture)))];
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}

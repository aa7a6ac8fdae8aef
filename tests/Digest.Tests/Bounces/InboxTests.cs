using System.Text;
using System.Text.Json;
using Digest.Bounces;
using Xunit;

namespace Digest.Tests.Bounces;

public class InboxTests
{
    [Fact]
    public async Task An_mbox_is_read_mail_by_mail_and_a_sentence_that_begins_with_From_is_no_mail()
    {
        var mails = await ReadAsync("From MAILER-DAEMON Tue Jun  2 08:00:31 2026\nSubject: one\n\nFrom here on it is text.\n\nFrom ten to 8:00 we wait.\n\n"
            + "From x@y.example Tue Jun  2 08:00:32 2026\r\nSubject: two\r\n\r\nFrom MAILER-DAEMON Tue Jun  2 08:00:31 2026, he says\n\n\nFrom - Tue Jun  2 08:00:33 2026\nSubject: three\n");
        Assert.Equal(3, mails.Count);
        Assert.StartsWith("Subject: one\n\nFrom here on it is text.\n\nFrom ten to", mails[0], StringComparison.Ordinal);
        Assert.StartsWith("Subject: three", mails[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_first_line_of_an_mbox_it_is_one_mail() =>
        Assert.Single(await ReadAsync("Subject: one\n\ntext\n\nFrom x@y.example Tue Jun  2 08:00:32 2026\nmore\n"));

    [Fact]
    public async Task Of_a_mail_without_end_a_mebibyte_is_read()
    {
        var mails = await ReadAsync("From x Tue Jun  2 08:00:31 2026\nSubject: long\n\n" + new string('x', 3 * 1024 * 1024)
            + "\n\nFrom x Tue Jun  2 08:00:31 2026\nSubject: next\n");
        Assert.Equal([Inbox.LongestMail, 14], mails.Select(m => m.Length));
    }

    [Fact]
    public async Task Nothing_is_no_mail() => Assert.Empty(await ReadAsync(""));

    [Fact]
    public void None_of_the_recorded_texts_is_taken_for_something_that_came_back()
    {
        var data = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not name the folder of recordings.");
        using var hostile = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "hostile", "strings.json")));
        var texts = hostile.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(p => p.Value.EnumerateArray()).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)
            .Concat(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length < 4_000_000).Select(File.ReadAllText))
            .ToList();
        Assert.True(texts.Count > 100);
        foreach (var text in texts)
            foreach (var source in new[] { text, $"From: a@b.example\nSubject: {text.ReplaceLineEndings(" ")}\n\n{text}\n",
                $"From: MAILER-DAEMON@b.example\nSubject: hello\n\n{text}\n" })
                Assert.Empty(ReportReader.Read(Encoding.UTF8.GetBytes(source)).Reports);
    }

    static async Task<List<string>> ReadAsync(string source)
    {
        var mails = new List<string>();
        await foreach (var mail in Inbox.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(source)), default))
            mails.Add(Encoding.UTF8.GetString(mail.Span));
        return mails;
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>A judge that is not ours: Python's email package reads what the writer writes.</summary>
public class PythonReadsTests
{
    const string Script = """
        import email, email.policy, json, sys
        for line in sys.stdin:
            m = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
            parts = list(m.walk())
            defects = [repr(d) for p in parts for d in p.defects] + [repr(d) for p in parts for h in p.values() for d in getattr(h, 'defects', ())]
            text, html = m.get_body(('plain',)), m.get_body(('html',))
            print(json.dumps([defects, m['subject'], m['from'].addresses[0].display_name, m['to'].addresses[0].addr_spec, text.get_content(), html.get_content()]))
        """;

    [Fact]
    public async Task Python_reads_varied_mails_without_defects_and_equal()
    {
        var python = Environment.GetEnvironmentVariable("DIGEST_PYTHON");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON does not say which python3 to ask");
        var random = new Random(23);
        var messages = Enumerable.Range(0, 200).Select(_ => MailMessageTests.Varied(random)).ToList();

        var answers = await AskAsync(python!, messages.Select(message => Convert.ToHexString(Some.Bytes(message))));
        Assert.Equal(messages.Count, answers.Count);
        foreach (var (message, answer) in messages.Zip(answers))
        {
            Assert.Equal("[]", answer[0].GetRawText());
            Assert.Equal(message.Subject, answer[1].GetString());
            // In a phrase Python 3.11 keeps the blank between encoded words, which RFC 2047 section 6.2 says to drop.
            Assert.Equal(message.From.DisplayName!.Replace(" ", ""), answer[2].GetString()!.Replace(" ", ""));
            Assert.Equal("reader@example.org", answer[3].GetString());
            Assert.Equal(message.Text, answer[4].GetString()!.ReplaceLineEndings("\n"));
            Assert.Equal(message.Html, answer[5].GetString()!.ReplaceLineEndings("\n"));
        }
    }

    static async Task<List<JsonElement>> AskAsync(string python, IEnumerable<string> lines)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var answers = process.StandardOutput.ReadToEndAsync(Some.Ct);
        await process.StandardInput.WriteAsync(string.Join('\n', lines));
        process.StandardInput.Close();
        var read = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        await process.WaitForExitAsync(Some.Ct);
        return read;
    }
}

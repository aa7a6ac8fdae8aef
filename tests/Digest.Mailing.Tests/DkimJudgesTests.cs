using System.Diagnostics;
using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Judges that are not ours: python3-dkim checks what was signed, as a receiver would.</summary>
public class DkimJudgesTests
{
    const string Script = """
        import dkim, sys
        record = sys.argv[1].encode()
        for line in sys.stdin:
            message = bytes.fromhex(line.strip())
            asked = []
            ok = dkim.verify(message, dnsfunc=lambda name, timeout=5: asked.append(name) or record)
            print(ok, asked[0].decode() if asked else '-')
        """;

    [Fact]
    public async Task A_thousand_varied_mails_are_verified_and_a_changed_one_is_not()
    {
        var python = Environment.GetEnvironmentVariable("DIGEST_PYTHON_DKIM");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON_DKIM does not say which python3 knows the package dkim");
        using var key = DkimTests.Key();
        var random = new Random(97);
        var lines = new StringBuilder();
        for (var i = 0; i < 1000; i++)
            lines.AppendLine(Signed(key, Some.Bytes(MailMessageTests.Varied(random))));
        // One letter of the subject, and a second From above the first.
        var mail = Some.Bytes(Some.Message("Three papers"));
        var signature = DkimTests.Signature(key, mail);
        lines.AppendLine(Convert.ToHexString(Encoding.UTF8.GetBytes(signature + Encoding.UTF8.GetString(mail).Replace("Three papers", "Three pavers"))));
        lines.AppendLine(Convert.ToHexString(Encoding.UTF8.GetBytes("From: x@example.com\r\n" + signature + Encoding.UTF8.GetString(mail))));

        var answers = await AskAsync(python!, key.Record, lines.ToString());
        Assert.Equal(Enumerable.Repeat("True mail2026._domainkey.example.org.", 1000), answers.Take(1000));
        Assert.Equal(["False", "False"], answers.Skip(1000).Select(a => a.Split(' ')[0]));
    }

    static string Signed(DkimKey key, byte[] message) => Convert.ToHexString([.. Encoding.ASCII.GetBytes(DkimTests.Signature(key, message)), .. message]);

    static async Task<string[]> AskAsync(string python, string record, string lines)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", Script, record])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var answers = process.StandardOutput.ReadToEndAsync(Some.Ct);
        await process.StandardInput.WriteAsync(lines.AsMemory(), Some.Ct);
        process.StandardInput.Close();
        var read = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(Some.Ct);
        return read;
    }
}

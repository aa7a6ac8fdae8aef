using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Judges that are not ours look at mails that went over SMTP: python3-dkim and mailauth check signatures as receivers
/// would, Python's email reads what the writer wrote.</summary>
public class JudgesTests(CapturedMails captured) : IClassFixture<CapturedMails>
{
    const string Verify = """
        import dkim, sys
        record = sys.argv[1].encode()
        for line in sys.stdin:
            asked = []
            d = dkim.DKIM(bytes.fromhex(line.strip()))
            ok = d.verify(dnsfunc=lambda name, timeout=5: asked.append(name) or record)
            covered = {name.lower() for name in d.signed_headers and [n for n, _ in d.signed_headers] or []}
            print(ok, asked[0].decode() if asked else '-', {b'list-unsubscribe', b'list-unsubscribe-post'} <= covered)
        """;

    const string Read = """
        import email, email.policy, json, sys
        for line in sys.stdin:
            m = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
            parts = list(m.walk())
            defects = [repr(d) for p in parts for d in p.defects] + [repr(d) for p in parts for h in p.values() for d in getattr(h, 'defects', ())]
            text, html = m.get_body(('plain',)), m.get_body(('html',))
            print(json.dumps([defects, m['subject'], m['from'].addresses[0].display_name, m['to'].addresses[0].addr_spec, text.get_content(), html.get_content()]))
        """;

    [Fact]
    public void What_was_sent_is_what_arrived()
    {
        _ = Peers.Aiosmtpd();
        Assert.Equal(CapturedMails.Count, captured.Caught.Count);
        foreach (var (sent, caught) in captured.Sent.Zip(captured.Caught))
            Assert.Equal(sent, caught);
    }

    [Fact]
    public async Task Python3_dkim_verifies_all_and_none_that_was_changed()
    {
        var python = Peers.Dkim();
        _ = Peers.Aiosmtpd();
        var answers = await Peers.AskAsync(python, ["-c", Verify, captured.Key.Record], captured.Caught.Concat(Changed()).Select(Convert.ToHexString));
        Assert.Equal(Enumerable.Repeat("True mail2026._domainkey.example.org. True", CapturedMails.Count), answers.Take(CapturedMails.Count));
        Assert.Equal(["False", "False", "False"], answers.Skip(CapturedMails.Count).Select(answer => answer.Split(' ')[0]));
    }

    [Fact]
    public async Task Mailauth_verifies_all_and_none_that_was_changed()
    {
        var node = Peers.Mailauth();
        _ = Peers.Aiosmtpd();
        var answers = await Peers.AskAsync(
            node, [Peers.Script("Judges/verify.mjs"), captured.Key.Record], captured.Caught.Concat(Changed()).Select(Convert.ToHexString));
        Assert.Equal(Enumerable.Repeat("pass mail2026._domainkey.example.org covered", CapturedMails.Count), answers.Take(CapturedMails.Count));
        Assert.Equal(3, answers.Skip(CapturedMails.Count).Count());
        Assert.DoesNotContain(answers.Skip(CapturedMails.Count), answer => answer.StartsWith("pass", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Python_reads_all_without_defects_and_equal()
    {
        var python = Peers.Python();
        _ = Peers.Aiosmtpd();
        var answers = await Peers.AskAsync(python, ["-c", Read], captured.Caught.Select(Convert.ToHexString));
        Assert.Equal(CapturedMails.Count, answers.Length);
        foreach (var (message, answer) in captured.Written.Zip(answers.Select(line => JsonElement.Parse(line))))
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

    /// <summary>A letter of the subject, a second From above the first, and another way to leave.</summary>
    IEnumerable<byte[]> Changed()
    {
        var mail = Some.Bytes(Some.Message("Three papers", headers: MailMessageTests.OneClick));
        var signature = DkimTests.Signature(captured.Key, mail);
        var text = Encoding.UTF8.GetString(mail);
        return new[]
        {
            signature + text.Replace("Three papers", "Three pavers"), "From: x@example.com\r\n" + signature + text,
            signature + text.Replace("papers.example.org/u/", "papers.example.com/u/"),
        }.Select(Encoding.UTF8.GetBytes);
    }
}

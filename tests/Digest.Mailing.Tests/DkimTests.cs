using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

public class DkimTests
{
    // Judges refuse a signature from the future.
    static readonly DateTimeOffset At = new(2026, 1, 1, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_message_and_instant_are_the_same_signature()
    {
        using var key = Key();
        var message = Some.Bytes(Some.Message());
        Assert.Equal(Signature(key, message), Signature(key, message));
        Assert.NotEqual(Signature(key, message), Signature(key, Some.Bytes(Some.Message("Four papers"))));
    }

    [Fact]
    public void All_headers_are_signed_and_those_that_must_be_single_are_sealed()
    {
        using var key = Key();
        var message = Some.Message(headers: [new("List-Unsubscribe", "<https://a.example/u>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]);
        var names = Tag(Signature(key, Some.Bytes(message)), "h").Split(':');
        foreach (var name in (string[])["from", "to", "subject", "date", "message-id", "mime-version", "content-type"])
            Assert.Equal(2, names.Count(n => n == name));
        Assert.Single(names, "list-unsubscribe");
        Assert.Single(names, "list-unsubscribe-post");
        Assert.Single(names, "reply-to");
    }

    [Fact]
    public void A_header_that_a_relay_writes_anew_can_be_left_out_but_never_from()
    {
        using var key = Key("Message-ID", "date", "FROM");
        var names = Tag(Signature(key, Some.Bytes(Some.Message())), "h").Split(':');
        Assert.DoesNotContain("message-id", names);
        Assert.DoesNotContain("date", names);
        Assert.Equal(2, names.Count(n => n == "from"));
    }

    [Fact]
    public void The_header_is_seven_bit_and_its_lines_are_short()
    {
        using var key = Key();
        var header = Signature(key, Some.Bytes(MailMessageTests.Varied(new Random(5))));
        Assert.All(header.Split("\r\n"), line => Assert.True(line.Length <= 76 && line.All(c => c is '\t' or >= ' ' and <= '~'), line));
        Assert.EndsWith("\r\n", header);
        Assert.Equal(("example.org", "mail2026"), (Tag(header, "d"), Tag(header, "s")));
        Assert.Equal("1767250800", Tag(header, "t"));
    }

    [Theory]
    // RFC 6376 section 3.4.5 shows these two.
    [InlineData("A: X\r\nB : Y\t\r\n\tZ  \r\n", "a:X\r\nb:Y Z\r\n")]
    [InlineData("Subject:\r\n folded  twice\r\n\t \tover\r\n", "subject:folded twice over\r\n")]
    [InlineData("Empty:\r\n", "empty:\r\n")]
    public void Headers_are_relaxed(string fields, string relaxed)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var field in System.Text.RegularExpressions.Regex.Split(fields, "(?<=\r\n)(?![ \t])").Where(f => f.Length > 0))
            DkimCanonical.Header(Encoding.ASCII.GetBytes(field), output);
        Assert.Equal(relaxed, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n")]
    [InlineData("", "")]
    [InlineData("\r\n\r\n", "")]
    [InlineData("no end", "no end\r\n")]
    [InlineData("a\r\n\r\n \t\r\nb", "a\r\n\r\n\r\nb\r\n")]
    public void The_body_is_relaxed(string body, string relaxed)
    {
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(relaxed))), BodyHash(body));
        // Further on in the mail, where blanks are looked for in strides.
        for (var before = 0; before < 70; before++)
            Assert.Equal(
                Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(relaxed.Length == 0 ? "x\r\n" : new string('x', before) + " x\r\n" + relaxed))),
                BodyHash(relaxed.Length == 0 ? "x\r\n" + body : new string('x', before) + " \t x\r\n" + body));
    }

    static string BodyHash(string body)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        DkimCanonical.BodyHash(Encoding.ASCII.GetBytes(body), hash);
        return Convert.ToHexString(hash);
    }

    [Theory]
    [InlineData("no domain", "s", "is not a domain name")]
    [InlineData("example.org", "s s", "is not a selector")]
    [InlineData("example.org", "", "is not a selector")]
    [InlineData("example.org", "s;", "is not a selector")]
    public void A_name_that_cannot_stand_in_the_DNS_is_refused(string domain, string selector, string why)
    {
        Assert.False(DkimKey.TryRead(domain, selector, Pem, [], out _, out var said));
        Assert.Contains(why, said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n")]
    [InlineData("PUBLIC")]
    [InlineData("ENCRYPTED")]
    public void What_is_no_private_key_is_refused(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Pem);
        pem = pem switch
        {
            "PUBLIC" => rsa.ExportSubjectPublicKeyInfoPem(),
            "ENCRYPTED" => rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            _ => pem,
        };
        Assert.False(DkimKey.TryRead("example.org", "s", pem, [], out _, out var why));
        Assert.Contains("no unencrypted RSA private key", why);
    }

    [Fact]
    public void A_key_too_short_to_count_is_refused()
    {
        using var rsa = RSA.Create(512);
        Assert.False(DkimKey.TryRead("example.org", "s", rsa.ExportPkcs8PrivateKeyPem(), [], out _, out var why));
        Assert.Contains("512 bits", why);
    }

    [Fact]
    public void Mails_are_signed_side_by_side()
    {
        using var key = Key();
        var mails = Enumerable.Range(0, 64).Select(i => Some.Bytes(Some.Message($"Mail {i}"))).ToList();
        var alone = mails.ConvertAll(mail => Signature(key, mail));
        var together = new string[mails.Count];
        Parallel.For(0, mails.Count, i => together[i] = Signature(key, mails[i]));
        Assert.Equal(alone, together);
    }

    internal static string Pem { get; } = DkimKey.NewPem();

    internal static DkimKey Key(params string[] unsigned) =>
        DkimKey.TryRead("Example.ORG", "mail2026", Pem, unsigned, out var key, out var why) ? key! : throw new InvalidOperationException(why);

    internal static string Signature(DkimKey key, byte[] message)
    {
        var output = new ArrayBufferWriter<byte>();
        key.Sign(message, At, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    static string Tag(string header, string name) =>
        System.Text.RegularExpressions.Regex.Replace(header[(header.IndexOf(':') + 1)..], "\\s", "").Split(';')
            .Select(tag => tag.Split('=', 2)).Single(tag => tag[0] == name)[1];
}

using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

public class MailReaderTests
{
    [Fact]
    public void Nested_parts_charsets_and_attachment_names_are_read()
    {
        var mail = Read("""
            Subject: =?iso-8859-1?Q?Gr=FC=DFe?= =?utf-8?B?8J+Z?= =?utf-8?B?gg==?= aus
             Wien
            Content-Type: multipart/mixed; boundary="outer"

            preamble
            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=windows-1252
            Content-Transfer-Encoding: quoted-printable

            10 =80 =
            net
            --inner
            Content-Type: text/html

            <p>hi</p>
            --inner--
            --outer
            Content-Type: application/pdf; name*0*=utf-8''%C3%BC; name*1="ber.pdf"

            x
            --outer
            Content-Disposition: attachment; filename="=?utf-8?Q?a=C3=A4.txt?="

            y
            --outer--
            epilogue
            """);
        Assert.Equal("Grüße🙂 aus Wien", mail.Header("subject"));
        Assert.Equal("10 € net", mail.Text);
        Assert.Equal("<p>hi</p>", mail.Html);
        Assert.Equal(["über.pdf", "aä.txt"], mail.Attachments);
    }

    [Theory]
    [InlineData("name=\"plain.txt\"", "plain.txt")]
    [InlineData("name = plain name.txt ", "plain name.txt")]
    [InlineData("NAME=\"a\\\"b;c=d\\\\e \"", "a\"b;c=d\\e ")]
    // RFC 2231 sections 3 and 4.1.
    [InlineData("name*0*=us-ascii'en'This%20is%20even%20more%20; name*1*=%2A%2A%2Afun%2A%2A%2A%20; name*2=\"isn't it!\"", "This is even more ***fun*** isn't it!")]
    [InlineData("name*1=\"second\"; name*0=\"first \"", "first second")]
    [InlineData("name*0=only; name*2=lost", "only")]
    [InlineData("name=\"EUR\"; name*=utf-8''%e2%82%ac", "€")]
    [InlineData("name*=iso-8859-15'fr'%a4", "€")]
    [InlineData("name*=unheard-of''%c3%bc", "ü")]
    [InlineData("name*=utf-8''%zz%e2%82%ac%e", "%zz€%e")]
    [InlineData("name*=bare", "bare")]
    [InlineData("name*0*=utf-8''%e2%82; name*1*=%ac", "€")] // torn in the middle of a character
    [InlineData("name==?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße")] // not allowed, and common
    public void A_parameter_is_read_in_each_of_its_forms(string parameters, string expected) =>
        Assert.Equal([expected], Read($"Content-Type: application/pdf; {parameters}\n\nx").Attachments);

    [Theory]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("windows-1251", "CF F0 E8", "При")]
    [InlineData("koi8-r", "F0 D2 C9", "При")]
    [InlineData("gb2312", "C4 E3", "你")]
    [InlineData("big5", "A7 41", "你")]
    [InlineData("shift_jis", "93 FA", "日")]
    [InlineData("euc-kr", "B3 CA", "너")]
    [InlineData("iso-2022-jp", "1B 24 42 46 7C 1B 28 42", "日")]
    [InlineData("utf-16", "FF FE AC 20", "€")]
    [InlineData("us-ascii", "E2 82 AC", "€")] // a lie, and common
    [InlineData("nonsense", "E4", "ä")]
    public void A_text_is_read_in_its_charset(string charset, string bytes, string expected)
    {
        var body = Convert.ToBase64String(Convert.FromHexString(bytes.Replace(" ", "")));
        Assert.Equal(expected, Read($"Content-Type: text/plain; charset=\"{charset}\"\nContent-Transfer-Encoding: base64\n\n{body}").Text);
    }

    [Fact]
    public void A_bare_body_and_nothing_at_all_are_mails_too()
    {
        Assert.Equal("no headers here", Read("no headers here").Text);
        Assert.Equal("", MailReader.Read(default).Text);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        var random = new Random(3);
        var seed = Some.Bytes(MailMessageTests.Varied(random));
        for (var i = 0; i < 3000; i++)
        {
            var bytes = seed.ToArray();
            for (var changes = random.Next(1, 60); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "=?;\"\r\n-*'%"[random.Next(10)]);
            Assert.NotNull(MailReader.Read(bytes.AsMemory(0, random.Next(bytes.Length))));
        }
    }

    [Theory]
    [InlineData("=?a?b?")]
    [InlineData("=?")]
    [InlineData("--b\n")]
    [InlineData("\"")]
    public void Hostile_repetition_costs_no_more_than_its_length(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));
        var started = TimeProvider.System.GetTimestamp();
        Read($"Subject: {many.Replace("\n", " ")}\nContent-Type: multipart/mixed; boundary=b; x={many.Replace("\n", "")}\n\n{many}");
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    static ReadMail Read(string source) => MailReader.Read(Encoding.UTF8.GetBytes(source));
}

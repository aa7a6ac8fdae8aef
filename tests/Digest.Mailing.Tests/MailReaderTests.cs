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
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    static ReadMail Read(string source) => MailReader.Read(Encoding.UTF8.GetBytes(source));
}

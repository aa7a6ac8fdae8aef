using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

public class MailPartTests
{
    [Fact]
    public void A_report_is_read_as_the_tree_it_is()
    {
        var report = Read("""
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b

            words
            --b
            Content-Type: Message/Delivery-Status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; ada@example.net
            Action: failed
            Status: 5.1.1

            Final-Recipient: rfc822; bob@example.net
            Diagnostic-Code: smtp; 550
             folded
            --b
            Content-Type: message/rfc822

            Message-ID: <x@papers.example>
            Content-Type: text/plain

            body
            --b--
            """);
        Assert.Equal(["text/plain", "message/delivery-status", "message/rfc822"], report.Parts.Select(p => p.Type));
        Assert.Equal("words", report.Parts[0].Text());
        var groups = report.Parts[1].Groups();
        Assert.Equal([1, 3, 2], groups.Select(g => g.Count));
        Assert.Equal("smtp; 550 folded", groups[2][1].Value);
        Assert.Equal("<x@papers.example>", report.Parts[2].Message().Header("message-id"));
        Assert.Equal("body", report.Parts[2].Message().Text());
    }

    [Fact]
    public void Groups_are_read_past_lines_that_are_no_fields_and_out_of_their_encoding()
    {
        var status = "no field\r\n\r\n\r\nAction: failed\r\nnor this\r\nStatus: 5.1.1\r\n\r\n\r\n";
        var part = Read($"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.ASCII.GetBytes(status))}");
        Assert.Equal(["Action", "Status"], Assert.Single(part.Groups()).Select(f => f.Name));
    }

    [Fact]
    public void Endless_groups_have_an_end() =>
        Assert.Equal(500, Read("Content-Type: message/delivery-status\n\n" + string.Concat(Enumerable.Repeat("Action: failed\n\n", 2000))).Groups().Count);

    [Fact]
    public void Any_bytes_have_groups_and_a_mail_inside()
    {
        var random = new Random(20261);
        var bytes = new byte[400];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            foreach (ref var b in bytes.AsSpan())
                if (random.Next(3) == 0)
                    b = "\r\n: -=Q"u8[b % 7];
            var part = MailPart.Read(bytes.AsMemory(0, random.Next(bytes.Length)));
            Assert.NotNull(part.Groups());
            Assert.NotNull(part.Message().Text());
        }
    }

    static MailPart Read(string source) => MailPart.Read(Encoding.UTF8.GetBytes(source));
}

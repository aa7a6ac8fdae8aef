using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

public class MailMessageTests
{
    [Fact]
    public void A_plain_mail_reads_as_one_would_write_it_by_hand()
    {
        var message = Some.Message(text: "One line.\n.\nFrom here on\n", html: "<p style=\"x\">Größe</p>", name: "Daily Papers",
            headers: [new MailHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]);
        Assert.Equal("""
            Date: Fri, 01 Jan 2027 07:00:00 -0330
            From: Daily Papers <digest@example.org>
            To: reader@example.org
            Subject: Three papers
            Message-ID: <d.20270101.abc@example.org>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b_0123456789"

            --b_0123456789
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            One line.
            =2E
            =46rom here on

            --b_0123456789
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHAgc3R5bGU9IngiPkdyw7bDn2U8L3A+
            --b_0123456789--

            """.ReplaceLineEndings("\r\n"), Encoding.ASCII.GetString(Some.Bytes(message)));
    }

    [Fact]
    public void Varied_mails_keep_to_seven_bits_short_lines_and_whole_line_breaks_and_come_back_equal()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var message = Varied(random);
            var bytes = Some.Bytes(message);
            Assert.Equal(bytes, Some.Bytes(message));
            var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
            Assert.All(lines, line =>
            {
                Assert.True(line.Length <= 76, line);
                Assert.True(line.All(c => c is '\t' or >= ' ' and <= '~'), line);
                Assert.False(line.EndsWith(' '), line);
            });

            var read = MailReader.Read(bytes);
            Assert.Equal(message.Subject.Trim(' '), read.Header("Subject")!.Trim(' '));
            Assert.Equal(message.Text.ReplaceLineEndings("\r\n"), read.Text);
            Assert.Equal(message.Html.ReplaceLineEndings("\r\n"), read.Html);
            Assert.StartsWith(Unquoted(message.From.DisplayName!.Trim(' ')), Unquoted(read.Header("From")!));
        }
    }

    [Fact]
    public void An_encoded_word_never_tears_a_character()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var subject = "ä" + Some.Line(random, 40);
            var text = Encoding.ASCII.GetString(Some.Bytes(Some.Message(subject)));
            var words = System.Text.RegularExpressions.Regex.Matches(text[..text.IndexOf("Message-ID", StringComparison.Ordinal)], @"=\?utf-8\?[BQ]\?[^? ]+\?=");
            Assert.NotEmpty(words);
            Assert.All(words, word => Assert.True(word.Length <= 75));
            Assert.Equal(subject, string.Concat(words.Select(word => EncodedWordReader.Decode(word.Value))));
            Assert.DoesNotContain('\ufffd', string.Concat(words.Select(word => EncodedWordReader.Decode(word.Value))));
        }
    }

    [Fact]
    public void A_word_ends_where_a_grapheme_ends()
    {
        var random = new Random(13);
        for (var i = 0; i < 500; i++)
        {
            // Mostly ASCII, so that the words are Q, in which a family is longer than a word.
            var subject = "ä" + new string('x', random.Next(90)) + (random.Next(2) == 0 ? "👩‍👩‍👧‍👦" : "🏳️‍🌈 नमस्ते é") + new string('y', random.Next(300)) + Some.Line(random, 20);
            var text = Encoding.ASCII.GetString(Some.Bytes(Some.Message(subject)));
            var words = System.Text.RegularExpressions.Regex.Matches(text[..text.IndexOf("Message-ID", StringComparison.Ordinal)], @"=\?utf-8\?[BQ]\?[^? ]+\?=")
                .Select(word => EncodedWordReader.Decode(word.Value)).ToList();
            Assert.Equal(subject, string.Concat(words));
            var starts = new HashSet<int>();
            for (var at = 0; at < subject.Length;)
            {
                var length = System.Globalization.StringInfo.GetNextTextElementLength(subject.AsSpan(at));
                // Marks piled higher than any word can hold are divided, between characters.
                starts.UnionWith(Encoding.UTF8.GetByteCount(subject.AsSpan(at, length)) > 45 ? Enumerable.Range(at, length) : [at]);
                at += length;
            }

            var ends = 0;
            foreach (var word in words.SkipLast(1))
                Assert.Contains(ends += word.Length, starts);
        }
    }

    [Theory]
    [InlineData("x\r\nBcc: a@example.org")]
    [InlineData("x\nBcc: a@example.org")]
    [InlineData("x\0")]
    [InlineData("x\u2028y")]
    [InlineData("x\u0085y")]
    public void A_line_break_cannot_enter_any_header(string hostile)
    {
        Assert.Throws<ArgumentException>(() => Some.Message(subject: hostile));
        Assert.Throws<ArgumentException>(() => Some.Message(name: hostile));
        Assert.Throws<ArgumentException>(() => Some.Message(headers: [new MailHeader("List-Id", hostile)]));
        Assert.Throws<ArgumentException>(() => Some.Message(headers: [new MailHeader(hostile, "x")]));
        Assert.Throws<ArgumentException>(() => new SmtpRelay { Host = "localhost", ClientName = hostile });
    }

    [Theory]
    [InlineData("Subject", "second")]
    [InlineData("content-type", "text/html")]
    [InlineData("List Id", "x")]
    [InlineData("List-Id", "größer")]
    [InlineData("List-Id", "")]
    public void A_header_that_would_break_the_mail_is_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => Some.Message(headers: [new MailHeader(name, value)]));

    [Fact]
    public void Long_structured_headers_fold_at_blanks_and_long_urls_stay_whole()
    {
        var url = "https://papers.example.org/u/" + new string('t', 400);
        var mail = MailReader.Read(Some.Bytes(Some.Message(headers:
            [new MailHeader("List-Unsubscribe", $"<{url}>, <mailto:unsubscribe+{new string('t', 40)}@example.org?subject=unsubscribe>")])));
        Assert.StartsWith($"<{url}>, <mailto:", mail.Header("List-Unsubscribe"));
    }

    [Fact]
    public void A_part_that_holds_the_boundary_does_not_end_there()
    {
        const string Text = "before\r\n--b_0123456789--\r\nafter\r\n";
        Assert.Equal(Text, MailReader.Read(Some.Bytes(Some.Message(text: Text))).Text);
    }

    [Fact]
    public void An_address_beyond_ascii_is_the_one_thing_written_in_eight_bits()
    {
        var bytes = Some.Bytes(new MailMessage
        {
            From = Some.Address("digest@example.org"), To = Some.Address("jürgen@bücher.example"), Subject = "x", Date = DateTimeOffset.UnixEpoch,
            MessageId = "a@b", Text = "ü", Html = "ü", Boundary = "b",
        });
        Assert.Contains("To: jürgen@xn--bcher-kva.example\r\n", Encoding.UTF8.GetString(bytes));
    }

    static string Unquoted(string phrase) => phrase.Replace("\\", "").Replace("\"", "");

    internal static IReadOnlyList<MailHeader> OneClick { get; } =
        [new("List-Unsubscribe", "<https://papers.example.org/u/x>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")];

    internal static MailMessage Varied(Random random, int number = 0) => Some.Message(
        Some.Line(random, random.Next(1, 40)), Some.Lines(random, 60), Some.Lines(random, 60), Some.Line(random, random.Next(1, 12)), OneClick,
        $"d.20270101.{number}@example.org");
}

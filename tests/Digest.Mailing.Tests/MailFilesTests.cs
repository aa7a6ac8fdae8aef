using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Mails with images in them, files beside them and several people in To.</summary>
public class MailFilesTests
{
    const string Read = """
        import email, email.policy, json, sys
        for line in sys.stdin:
            m = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
            parts = list(m.walk())
            defects = [repr(d) for p in parts for d in p.defects] + [repr(d) for p in parts for h in p.values() for d in getattr(h, 'defects', ())]
            text, html = m.get_body(('plain',)), m.get_body(('html',))
            files = [[p.get_filename(), p.get_content_type(), p.get_content_disposition(), p['content-id'], p.get_payload(decode=True).hex()] for p in parts if p.get_filename()]
            to = [[a.display_name, a.addr_spec] for a in m['to'].addresses]
            print(json.dumps([defects, [p.get_content_type() for p in parts], text.get_content(), html.get_content(), files, to]))
        """;

    const string Verify = """
        import dkim, sys
        record = sys.argv[1].encode()
        for line in sys.stdin:
            try:
                print(dkim.DKIM(bytes.fromhex(line.strip())).verify(dnsfunc=lambda name, timeout=5: record))
            except dkim.ValidationError:
                print(False)
        """;

    [Fact]
    public void A_mail_with_an_image_and_a_file_reads_as_one_would_write_it_by_hand() => Assert.Equal("""
        Date: Fri, 01 Jan 2027 07:00:00 -0330
        From: digest@example.org
        To: ada@example.org, "Lovelace, Augusta" <augusta@example.org>,
         =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
        Subject: Three papers
        Message-ID: <d.20270101.abc@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b-m"

        --b-m
        Content-Type: multipart/alternative; boundary="b-a"

        --b-a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Hello

        --b-a
        Content-Type: multipart/related; boundary="b-r"; type="text/html"

        --b-r
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>Hello</p>

        --b-r
        Content-Type: image/png
        Content-Transfer-Encoding: base64
        Content-Disposition: inline; filename="sent.png"
        Content-ID: <sent@example.org>

        AQID
        --b-r--
        --b-a--
        --b-m
        Content-Type: text/csv; charset=utf-8
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename*=utf-8''gescheitert%20f%C3%BCr.csv

        YQ==
        --b-m--

        """.ReplaceLineEndings("\r\n"), Encoding.ASCII.GetString(Some.Bytes(Letter("Hello\n", "<p>Hello</p>\n",
            [Some.Address("augusta@example.org") with { DisplayName = "Lovelace, Augusta" }, Some.Address("j@example.org") with { DisplayName = "Jürgen" }],
            [new("sent.png", "image/png", new byte[] { 1, 2, 3 }) { ContentId = "sent@example.org" }],
            [new("gescheitert für.csv", "text/csv; charset=utf-8", "a"u8.ToArray())]))));

    [Fact]
    public void Varied_ones_keep_to_seven_bits_and_short_lines_and_come_back_equal()
    {
        var random = new Random(17);
        for (var i = 0; i < 300; i++)
        {
            var message = Varied(random);
            var bytes = Some.Bytes(message);
            Assert.All(Encoding.Latin1.GetString(bytes).Split("\r\n"), line =>
            {
                Assert.True(line.Length <= 76, line);
                Assert.True(line.All(c => c is >= ' ' and <= '~'), line);
                Assert.False(line.EndsWith(' '), line);
            });
            var read = MailReader.Read(bytes);
            Assert.Equal(message.Text.ReplaceLineEndings("\r\n"), read.Text);
            Assert.Equal(message.Html.ReplaceLineEndings("\r\n"), read.Html);
            var files = Leaves(MailPart.Read(bytes)).Where(part => part.Name is not null).ToList();
            Assert.Equal(message.Images.Concat(message.Files).Select(file => file.Name), files.Select(part => part.Name));
            foreach (var (file, part) in message.Images.Concat(message.Files).Zip(files))
            {
                Assert.Equal(file.Content.ToArray(), part.Content().ToArray());
                Assert.Equal(file.ContentId is { } id ? $"<{id}>" : null, part.Header("Content-ID"));
                Assert.Equal(file.ContentId is null, part.IsAttached);
            }
        }
    }

    [Fact]
    public async Task Python_reads_them_without_defects_and_equal()
    {
        var python = Peers.Python();
        var random = new Random(19);
        var messages = Enumerable.Range(0, 60).Select(_ => Varied(random)).ToList();
        var answers = await Peers.AskAsync(python, ["-c", Read], messages.Select(message => Convert.ToHexString(Some.Bytes(message))));
        Assert.Equal(messages.Count, answers.Length);
        foreach (var (message, answer) in messages.Zip(answers.Select(line => JsonElement.Parse(line))))
        {
            Assert.Equal("[]", answer[0].GetRawText());
            Assert.Equal(message.Text, answer[2].GetString()!.ReplaceLineEndings("\n"));
            Assert.Equal(message.Html, answer[3].GetString()!.ReplaceLineEndings("\n"));
            var files = message.Images.Concat(message.Files).ToList();
            Assert.Equal(files.Count, answer[4].GetArrayLength());
            foreach (var (file, told) in files.Zip(answer[4].EnumerateArray()))
            {
                Assert.Equal(file.Name, told[0].GetString());
                Assert.Equal(file.Type.Split(';')[0], told[1].GetString());
                Assert.Equal(file.ContentId is null ? "attachment" : "inline", told[2].GetString());
                Assert.Equal(file.ContentId is { } id ? $"<{id}>" : null, told[3].GetString());
                Assert.Equal(Convert.ToHexStringLower(file.Content.Span), told[4].GetString());
            }
            foreach (var (address, told) in new[] { message.To }.Concat(message.AlsoTo).Zip(answer[5].EnumerateArray()))
            {
                Assert.Equal((address.DisplayName ?? "").Replace(" ", ""), told[0].GetString()!.Replace(" ", "")); // see JudgesTests
                Assert.Equal(address.ToString(), told[1].GetString());
            }
        }
    }

    [Fact]
    public async Task Their_signatures_are_verified_by_python3_dkim()
    {
        var python = Peers.Dkim();
        var (key, random) = (DkimTests.Key(), new Random(23));
        var mails = Enumerable.Range(0,
            10).Select(_ => Some.Bytes(Varied(random))).Select(mail => Encoding.ASCII.GetBytes(DkimTests.Signature(key, mail)).Concat(mail).ToArray()).ToList();
        mails.Add([.. mails[0][..^20], (byte)'x', .. mails[0][^19..]]);
        var answers = await Peers.AskAsync(python, ["-c", Verify, key.Record], mails.Select(Convert.ToHexString));
        Assert.Equal([.. Enumerable.Repeat("True", 10), "False"], answers);
    }

    [Fact]
    public void Nothing_ends_a_part_before_its_end()
    {
        var text = "--b-m--\n--b-a\n--b-r--\n--b\n";
        var bytes = Some.Bytes(Letter(text, text, [], [new("a.png", "image/png", Encoding.ASCII.GetBytes(text)) { ContentId = "a@b" }],
            [new("a.txt", "text/plain", Encoding.ASCII.GetBytes(text))]));
        var leaves = Leaves(MailPart.Read(bytes)).ToList();
        Assert.Equal(4, leaves.Count);
        Assert.All(leaves, part => Assert.Equal(text, Encoding.ASCII.GetString(part.Content().Span).ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("a\r\nX: y", "image/png", "a@b")]
    [InlineData("../etc/passwd", "image/png", "a@b")]
    [InlineData("a\\b", "image/png", "a@b")]
    [InlineData("", "image/png", "a@b")]
    [InlineData("..", "image/png", "a@b")]
    [InlineData("a", "image/png\r\nX: y", "a@b")]
    [InlineData("a", "png", "a@b")]
    [InlineData("a", "image/png", "a>b")]
    [InlineData("a", "image/png", null)]
    public void What_would_break_the_mail_or_a_readers_disk_is_refused(string name, string type, string? id) =>
        Assert.Throws<ArgumentException>(() => Letter("", "", [], [new(name, type, default) { ContentId = id }], []));

    static IEnumerable<MailPart> Leaves(MailPart part) => part.IsDivided ? part.Parts.SelectMany(Leaves) : [part];

    static MailMessage Letter(string text, string html, IReadOnlyList<MailAddress> also, IReadOnlyList<MailFile> images, IReadOnlyList<MailFile> files) => new()
    {
        From = Some.Address("digest@example.org"), To = Some.Address("ada@example.org"), AlsoTo = also, Subject = "Three papers",
        Date = new DateTimeOffset(2027, 1, 1, 7, 0, 0, TimeSpan.FromHours(-3.5)), MessageId = "d.20270101.abc@example.org",
        Text = text, Html = html, Images = images, Files = files, Boundary = "b",
    };

    static MailMessage Varied(Random random)
    {
        var also = Enumerable.Range(0,
            random.Next(4)).Select(n => Some.Address($"reader{n}@bücher.example") with { DisplayName = random.Next(2) == 0 ? null : Some.Line(random, 12).Trim() }).ToList();
        var images = Enumerable.Range(0, random.Next(3)).Select(n => new MailFile($"{n}.png", "image/png", Bytes(random)) { ContentId = $"image{n}@example.org" }).ToList();
        var files = Enumerable.Range(0, random.Next(3)).Select(n => new MailFile($"{n} {Name(random)}", "application/octet-stream", Bytes(random))).ToList();
        return Letter(Some.Lines(random, 40), Some.Lines(random, 40), also, images, files);
    }

    static string Name(Random random)
    {
        var name = Some.Line(random, 10).Replace("/", "").Replace("\\", "").Trim();
        return (name.Length > 90 ? name[..90].TrimEnd('\ud83d', '\ud83c', '\ud800', ' ', '\udb40') : name) + ".csv";
    }

    static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(400)];
        random.NextBytes(bytes);
        return bytes;
    }
}

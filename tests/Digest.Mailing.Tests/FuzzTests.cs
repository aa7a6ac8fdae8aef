using System.Globalization;
using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>
/// Broken bytes by the thousand, always the same ones for a seed: DIGEST_FUZZ says how many of each kind (2,000), DIGEST_FUZZ_SEED from
/// where on (1). tests/soak/run mail does 100,000.
/// </summary>
public class FuzzTests
{
    static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("DIGEST_FUZZ") ?? "2000", CultureInfo.InvariantCulture);
    static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("DIGEST_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);

    // What the reader turns on; put where it does not belong.
    static readonly byte[][] Marks =
    [
        .. new[]
        {
            "\r\n\r\n", "\n", "\r", "\0", "--", "--outer", "--outer--\r\n", "--inner\r\n", "=?", "?=", "=?utf-8?B?", "=?gb18030*x?q?=", ";", "\"", "\\", "=", "=\r\n", "==", "%",
            "name*0*=utf-7''", "; boundary=outer", "; charset=iso-2022-jp", "; charset=utf-16", "; charset=hz-gb-2312", "; charset=unicodeFFFE", "\u001b$B", "~{", "Content-Type: ",
            "Content-Transfer-Encoding: base64\r\n", "multipart/mixed", ": ", "\r\n ", "\ufeff", "\u2028",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    static readonly string[] ReplyMarks =
    [
        "220", "250", "354", "421", "550", "999", "099", "-", " ", "\r\n", "\n", "\r", "\0", "5.1.1", "2.0.0 ", "250-PIPELINING\r\n", "250-SIZE 99999999999999999999\r\n",
        "250-AUTH=PLAIN",
        "250-DSN\r\n", "250 ok\r\n", "\u00fc", "\ufffd", "\U0001f642", "x",
    ];

    [Fact]
    public void No_message_breaks_the_reader_or_costs_more_than_its_length()
    {
        var corpus = Corpus();
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(Seed + i);
            var bytes = Broken(corpus, random);
            var (started, allocated) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                var mail = MailReader.Read(bytes);
                _ = mail.Header("Subject");
            }
            catch (Exception fault)
            {
                Assert.Fail($"Seed {Seed + i}: {fault}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated < 200_000 + (100L * bytes.Length), $"Seed {Seed + i}: {allocated} bytes for a message of {bytes.Length}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), $"Seed {Seed + i} took too long");
        }
    }

    [Fact]
    public void A_reply_is_read_the_same_however_it_is_cut()
    {
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(Seed + i);
            var bytes = Reply(random);
            var taken = SmtpReplyParser.TryRead(bytes, out var reply);
            Assert.True(taken <= bytes.Length && (taken > 0) == (reply is not null), $"Seed {Seed + i}");
            for (var cut = 0; cut < bytes.Length; cut++)
            {
                var part = SmtpReplyParser.TryRead(bytes.AsSpan(0, cut), out _);
                // Incomplete until its last byte, and hopeless for good.
                Assert.True(taken > 0 ? part == (cut < taken ? 0 : taken) : taken < 0 || part == 0, $"Seed {Seed + i}: cut at {cut} gives {part}, whole {taken}");
            }

            if (reply is null)
                continue;
            var told = SmtpReplyParser.Sanitise(reply);
            Assert.True(HeaderText.IsOneLine(told.Text) && told.Text.Length <= SmtpReplyParser.LongestText, $"Seed {Seed + i}");
            Assert.NotNull(SmtpExtensions.Read(reply));
        }
    }

    [Fact]
    public async Task No_dialogue_hangs_or_throws_and_only_an_answer_to_the_dot_accepts()
    {
        for (var i = 0; i < Count / 20; i++)
        {
            var random = new Random(Seed + i);
            var dots = 0;
            await using var server = new ScriptedServer(async peer =>
            {
                await peer.SayAsync(Answer(random, "220 x\r\n"));
                for (var inBody = false; await peer.HearAsync() is { } line;)
                {
                    if (line == ".")
                        dots++;
                    if (inBody && line != ".")
                        continue;
                    inBody = line == "DATA";
                    var answer = Answer(random, inBody ? "354 x\r\n" : line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-x\r\n250-PIPELINING\r\n250 DSN\r\n" : "250 x\r\n");
                    if (answer.Length == 0)
                        return;
                    await peer.SayAsync(answer);
                }
            });
            var soon = TimeSpan.FromSeconds(0.1);
            var relay = server.Relay with
            {
                Timeouts = new() { Greeting = soon, Ehlo = soon, Mail = soon, Rcpt = soon, Data = soon, Body = soon, FinalDot = soon },
            };
            var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
            if (connect.Connection is not { } connection)
                continue;
            var result = await connection.SendAsync("a@example.org", Some.Address(), "x\r\n"u8.ToArray(), _ => default, Some.Ct);
            await connection.DisposeAsync();
            await server.DisposeAsync();
            if (result.Accepted)
                Assert.Equal(1, dots);
            Assert.True(dots == 0 || result.Phase == SmtpPhase.FinalDot, $"Seed {Seed + i}: {result}");
        }
    }

    static string Answer(Random random, string right) => random.Next(4) switch
    {
        0 => Encoding.UTF8.GetString(Reply(random)),
        1 when random.Next(3) == 0 => "",
        _ => right,
    };

    static byte[] Reply(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 20); left > 0; left--)
            text.Append(ReplyMarks[random.Next(ReplyMarks.Length)], 0, 1).Append(ReplyMarks[random.Next(ReplyMarks.Length)]);
        var start = random.Next(3) == 0 ? "" : random.Next(2) == 0 ? "250-" : "250 ";
        var bytes = Encoding.UTF8.GetBytes(start + text + (random.Next(2) == 0 ? "\r\n" : "\r\n250 end\r\n"));
        if (random.Next(4) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    static byte[] Broken(byte[][] corpus, Random random)
    {
        var bytes = corpus[random.Next(corpus.Length)].ToList();
        for (var changes = random.Next(1, 30); changes > 0 && bytes.Count > 0; changes--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 60));
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1 or 2: bytes.InsertRange(at, Marks[random.Next(Marks.Length)]); break;
                case 3: bytes.RemoveRange(at, Math.Min(length, bytes.Count - at)); break;
                case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(length, bytes.Count - at))); break;
                case 5: bytes.InsertRange(at, Enumerable.Repeat(Marks[random.Next(Marks.Length)], length).SelectMany(m => m)); break;
                default:
                    var other = corpus[random.Next(corpus.Length)];
                    bytes.InsertRange(at, other.Take(random.Next(other.Length)));
                    break;
            }
        }

        return [.. bytes];
    }

    static byte[][] Corpus()
    {
        var random = new Random(17);
        var made = Enumerable.Range(0, 20).Select(_ => Some.Bytes(MailMessageTests.Varied(random)));
        string[] written =
        [
            "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\r\nContent-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
            "--inner\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001b$BF|K\\\u001b(B\r\n--inner\r\nContent-Type: text/html; charset=gb18030\r\n" +
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C4=E3=BA=C3</p>\r\n--inner--\r\n--outer\r\nContent-Type: application/pdf; name*0*=utf-8''%C3%BC; name*1=\"ber.pdf\"\r\n\r\nx\r\n--outer--\r\n",
            "From: a@example.org\r\nContent-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n/v8AaABpAA==\r\n",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"outer\"\r\n\r\n--outer\r\n\r\nIt did not arrive.\r\n--outer\r\nContent-Type: message/delivery-status\r\n\r\n" +
            "Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n--outer\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n--outer--\r\n",
        ];
        return [.. made, .. written.Select(Encoding.UTF8.GetBytes)];
    }
}

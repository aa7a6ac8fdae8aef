using System.Buffers;
using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Values that do not matter to a test, and varied ones that try hard.</summary>
static class Some
{
    static readonly string[] Pieces =
    [
        "a", "of", "the", "attention", "Übersetzung", "naïve", "模型", "大语言模型的推理能力", "שפה", "اللغة", "नमस्ते", "🙂", "👩‍👩‍👧‍👦", "🏳️‍🌈", "é",
        "Z̸̢̛̗͎͉͂̈́̕a̵̡̛͖͖̓͒l̶̨̛͚̯̉g̷̨̛͇͙̎̕o̶̢̧͕͆̄", "=?utf-8?Q?x?=", "=", "?", "_", "\"quoted\"", "back\\slash", "<tag>", "a,b;c:d", "@", ".", "..", "(note)", "‮rtl‬",
        "e=mc²", "100%",
        "Pneumonoultramicroscopicsilicovolcanoconiosis", "\U00010348", "ﷺ", "ก็็็็็็็", "-", "--", "--b", "From ",
    ];

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static MailAddress Address(string text = "reader@example.org") =>
        MailAddress.TryParse(text, out var address, out var why) ? address! : throw new ArgumentException(why?.ToString(), nameof(text));

    public static MailMessage Message(
        string subject = "Three papers", string text = "Hello\n", string html = "<p>Hello</p>\n", string? name = null, IReadOnlyList<MailHeader>? headers = null,
        string id = "d.20270101.abc@example.org") => new()
        {
            From = Address("digest@example.org") with { DisplayName = name },
            To = Address(),
            Subject = subject,
            Date = new DateTimeOffset(2027, 1, 1, 7, 0, 0, TimeSpan.FromHours(-3.5)),
            MessageId = id,
            Headers = headers ?? [],
            Text = text,
            Html = html,
            Boundary = "b_0123456789",
        };

    public static byte[] Bytes(MailMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        message.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>One line of words in many scripts, of up to so many pieces.</summary>
    public static string Line(Random random, int most)
    {
        var line = new StringBuilder();
        for (var left = random.Next(1, most + 1); left > 0; left--)
        {
            line.Append(Pieces[random.Next(Pieces.Length)]);
            if (random.Next(3) > 0)
                line.Append(' ', random.Next(8) == 0 ? 2 : 1);
        }

        return line.ToString();
    }

    public static string Lines(Random random, int most)
    {
        var text = new StringBuilder();
        for (var left = random.Next(most + 1); left > 0; left--)
            text.Append(random.Next(6) == 0 ? "" : random.Next(12) == 0 ? new string('.', random.Next(1, 4)) : Line(random, 30)).Append(random.Next(9) == 0 ? " \t\n" : "\n");
        return text.ToString();
    }
}

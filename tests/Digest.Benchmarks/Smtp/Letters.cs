using System.Buffers;
using System.Globalization;
using System.Text;
using Digest.Mailing;

namespace Digest.Benchmarks.Smtp;

/// <summary>Distinct mails of about 40 KB as fast as they can be copied: one mail of the writer's, with a number put into its headers
/// and every paragraph. Each connection has its own.</summary>
sealed class Letters
{
    const string Number = "00000000";

    static readonly byte[] Pattern = Compose();
    static readonly int[] Places = FindPlaces();

    readonly byte[] _letter = [.. Pattern];
    readonly ArrayBufferWriter<byte> _signed = new(Pattern.Length + 2048);

    public static int Length => Pattern.Length;

    /// <summary>The mail of this number, good until the next is asked for.</summary>
    public ReadOnlyMemory<byte> Take(int number, DkimKey? key)
    {
        Span<byte> digits = stackalloc byte[Number.Length];
        number.TryFormat(digits, out _, "D8", CultureInfo.InvariantCulture);
        foreach (var place in Places)
            digits.CopyTo(_letter.AsSpan(place));
        if (key is null)
            return _letter;
        _signed.ResetWrittenCount();
        key.Sign(_letter, DateTimeOffset.UnixEpoch, _signed);
        _signed.Write(_letter);
        return _signed.WrittenMemory;
    }

    static byte[] Compose()
    {
        var paragraphs = Enumerable.Range(0, 87).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"Paper {i} of letter {Number}: a method that does what the others do, a little better, for {i * 37} of them. It is tried on what everybody tries it on, and it holds.")).ToList();
        _ = MailAddress.TryParse("digest@example.org", out var from, out _);
        _ = MailAddress.TryParse("reader@example.org", out var to, out _);
        var output = new ArrayBufferWriter<byte>();
        new MailMessage
        {
            From = from! with { DisplayName = "Daily Papers" },
            To = to!,
            Subject = $"Three papers of letter {Number}",
            Date = DateTimeOffset.UnixEpoch,
            MessageId = $"issue.{Number}@example.org",
            Headers =
            [
                new("List-Id", "\"Daily Papers\" <digest.example.org>"), new("List-Unsubscribe", $"<https://papers.example.org/u/{Number}>"),
                new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ],
            Text = string.Join("\n\n", paragraphs),
            Html = "<html><body>" + string.Concat(paragraphs.Select(p =>
                $"<table role=\"presentation\" width=\"100%\"><tr><td style=\"padding:8px 0;color:#222222\"><p>{p}</p></td></tr></table>\n")) + "</body></html>",
            Boundary = "=_benchmark",
        }.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    static int[] FindPlaces()
    {
        var (places, number) = (new List<int>(), Encoding.ASCII.GetBytes(Number));
        for (var at = 0; Pattern.AsSpan(at).IndexOf(number) is >= 0 and var next; at = places[^1] + number.Length)
            places.Add(at + next);
        return [.. places];
    }
}

using System.Text;

namespace Digest.Mailing;

/// <summary>Decodes RFC 2047 encoded words wherever they stand; neighbours of one charset are joined as bytes first, since
/// others do tear characters.</summary>
static class EncodedWordReader
{
    // 75 by the standard; others write longer ones. A limit keeps hostile text from being searched over and over.
    const int LongestWord = 1000, LongestCharset = 60;

    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
            return text;
        var output = new StringBuilder(text.Length);
        var pending = new List<byte>();
        string? charset = null;
        var at = 0;
        while (at < text.Length)
        {
            var start = text.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0)
                break;
            if (!TryWord(text, start, out var end, out var wordCharset, out var bytes))
            {
                Flush();
                output.Append(text, at, start + 2 - at);
                at = start + 2;
                continue;
            }

            var between = text.AsSpan(at, start - at);
            if (charset is null || !between.IsWhiteSpace())
            {
                Flush();
                output.Append(between);
            }
            else if (!string.Equals(charset, wordCharset, StringComparison.OrdinalIgnoreCase))
            {
                Flush();
            }

            charset = wordCharset;
            pending.AddRange(bytes);
            at = end;
        }

        Flush();
        return output.Append(text, at, text.Length - at).ToString();

        void Flush()
        {
            if (charset is not null)
                output.Append(Charsets.Decode(pending.ToArray(), charset));
            pending.Clear();
            charset = null;
        }
    }

    // =?charset*language?encoding?text?=
    static bool TryWord(string text, int start, out int end, out string charset, out byte[] bytes)
    {
        (end, charset, bytes) = (start, "", []);
        var first = text.IndexOf('?', start + 2, Math.Min(LongestCharset, text.Length - start - 2));
        if (first < 0 || first + 3 >= text.Length || text[first + 2] != '?')
            return false;
        var close = text.IndexOf("?=", first + 3, Math.Min(LongestWord, text.Length - first - 3), StringComparison.Ordinal);
        if (close < 0)
            return false;
        var content = text.AsSpan(first + 3, close - first - 3);
        if (content.Contains('?') || content.Contains(' '))
            return false;
        var ascii = Encoding.UTF8.GetBytes(content.ToString());
        switch (text[first + 1])
        {
            case 'b' or 'B':
                bytes = LooseBase64.Decode(ascii);
                break;
            case 'q' or 'Q':
                ascii.AsSpan().Replace((byte)'_', (byte)' ');
                bytes = QuotedPrintable.Decode(ascii);
                break;
            default:
                return false;
        }

        charset = text[(start + 2)..first].Split('*')[0];
        end = close + 2;
        return true;
    }
}

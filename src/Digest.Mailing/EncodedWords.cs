using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>
/// RFC 2047 encoded words: at most 75 characters each, in lines of at most 76. A word ends between graphemes, so that
/// no character is torn; only a grapheme too long for any word (piled marks) is divided, between characters.
/// </summary>
static class EncodedWords
{
    const int Longest = 75, Overhead = 12; // =?utf-8?Q??=

    public static void Write(ref HeaderWriter header, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var word = new Word(QLength(Encoding.UTF8.GetBytes(text)) > Base64.GetMaxEncodedToUtf8Length(bytes));
        for (var i = 0; i < text.Length;)
        {
            var element = text.AsSpan(i, StringInfo.GetNextTextElementLength(text.AsSpan(i)));
            i += element.Length;
            if (word.Fits(element, Longest - Overhead))
            {
                Add(ref header, word, element);
                continue;
            }

            // Base64 holds 45 bytes of a grapheme, Q as few as 21.
            var roomy = new Word(base64: true);
            if (roomy.Fits(element, Longest - Overhead))
            {
                word.Flush(ref header);
                Add(ref header, roomy, element);
                roomy.Flush(ref header);
                continue;
            }

            foreach (var rune in element.EnumerateRunes())
                Add(ref header, word, rune.ToString());
        }

        word.Flush(ref header);
    }

    static void Add(ref HeaderWriter header, Word word, ReadOnlySpan<char> element)
    {
        if (!word.Accepts(element, Math.Min(header.Room, Longest) - Overhead))
        {
            word.Flush(ref header);
            header.Fold();
            word.Accepts(element, Longest - Overhead);
        }
    }

    static int QLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        foreach (var b in bytes)
            length += IsPlainInQ(b) || b == ' ' ? 1 : 3;
        return length;
    }

    /// <summary>The narrowest set, RFC 2047 section 5 (3), so that a word may also stand in a phrase.</summary>
    static bool IsPlainInQ(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';

    /// <summary>The word being filled.</summary>
    sealed class Word(bool base64)
    {
        readonly byte[] bytes = new byte[Longest];
        int count;

        public bool Fits(ReadOnlySpan<char> element, int room)
        {
            Span<byte> alone = stackalloc byte[Longest];
            return Encoding.UTF8.TryGetBytes(element, alone, out var length) && Length(alone[..length]) <= room;
        }

        public bool Accepts(ReadOnlySpan<char> element, int room)
        {
            if (!Encoding.UTF8.TryGetBytes(element, bytes.AsSpan(count), out var more) || Length(bytes.AsSpan(0, count + more)) > room)
                return false;
            count += more;
            return true;
        }

        public void Flush(ref HeaderWriter header)
        {
            if (count == 0)
                return;
            var text = new StringBuilder(Longest + 1).Append(base64 ? " =?utf-8?B?" : " =?utf-8?Q?");
            if (base64)
                text.Append(Convert.ToBase64String(bytes, 0, count));
            else
                foreach (var b in bytes.AsSpan(0, count))
                    _ = IsPlainInQ(b) ? text.Append((char)b) : b == ' ' ? text.Append('_') : text.Append(CultureInfo.InvariantCulture, $"={b:X2}");
            header.Segment(text.Append("?=").ToString());
            count = 0;
        }

        int Length(ReadOnlySpan<byte> content) => base64 ? Base64.GetMaxEncodedToUtf8Length(content.Length) : QLength(content);
    }
}

using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Digest.Gathering;

/// <summary>Which charset a text from outside is in, and its bytes as UTF-8, which is all that the readers know. In this order:
/// its byte-order mark, what the host said, what the text declares of itself, UTF-8. A claim that the text itself disproves is
/// not believed.</summary>
internal static partial class Charset
{
    /// <summary>How much of the beginning is looked at.</summary>
    public const int Beginning = 64 * 1024;

    /// <summary>UTF-8 in which a byte that belongs to no character is read as windows-1252. So a text all in that charset is
    /// read whole, and one broken entry costs its feed nothing.</summary>
    static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Windows1252Fallback());

    /// <summary>The text as UTF-8 without a byte-order mark.</summary>
    /// <param name="told">What the host said; null when it said nothing.</param>
    public static Stream ToUtf8(byte[] text, string? told)
    {
        var (encoding, mark) = Of(text.AsSpan(0, Math.Min(text.Length, Beginning)), told);
        var body = new MemoryStream(text, mark, text.Length - mark, writable: false);
        return ReferenceEquals(encoding, Utf8) && System.Text.Unicode.Utf8.IsValid(text.AsSpan(mark)) ? body : ToUtf8(body, encoding);
    }

    /// <summary>The first of its characters, without the blanks before them.</summary>
    public static string BeginningOf(ReadOnlySpan<byte> text, string? told)
    {
        var beginning = text[..Math.Min(text.Length, Beginning)];
        var (encoding, mark) = Of(beginning, told);
        return encoding.GetString(beginning[mark..]).TrimStart(' ', '\t', '\r', '\n', '\uFEFF', '\0');
    }

    /// <summary>The text of a stream that stands after its byte-order mark.</summary>
    public static Stream ToUtf8(Stream text, Encoding encoding) =>
        Encoding.CreateTranscodingStream(text, encoding, new UTF8Encoding(false), leaveOpen: true);

    /// <summary>The charset of a text that begins so, and how long its byte-order mark is.</summary>
    public static (Encoding Encoding, int Mark) Of(ReadOnlySpan<byte> beginning, string? told)
    {
        foreach (var marked in Marked)
            if (beginning.StartsWith(marked.Preamble)) return (marked is UTF8Encoding ? Utf8 : marked, marked.Preamble.Length);
        if (Unmarked(beginning) is { } wide) return (wide, 0);
        var encoding = Named(told) ?? Named(Declared(beginning)) ?? Utf8;
        // Read byte by byte, a UTF-16 text cannot name itself; and what is good UTF-8 beyond ASCII is no Latin charset by chance.
        if (encoding.GetByteCount("a") != 1 || encoding.IsSingleByte && IsUtf8BeyondAscii(beginning)) encoding = Utf8;
        return (encoding, 0);
    }

    // UTF-32 first: its little-endian mark begins with UTF-16's.
    static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true), new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8,
    ];

    // Markup and JSON begin with an ASCII character, whose other byte is zero.
    static Encoding? Unmarked(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    static string? Declared(ReadOnlySpan<byte> beginning)
    {
        var ascii = Encoding.Latin1.GetString(beginning[..Math.Min(beginning.Length, 1024)]).TrimStart();
        if (!ascii.StartsWith('<')) return null;
        return Declaration().Match(ascii) is { Success: true } match ? match.Groups["name"].Value : null;
    }

    // As browsers read these names (WHATWG Encoding): each of the older ones is part of the newer.
    static Encoding? Named(string? name)
    {
        name = name?.Trim(' ', '"', '\'').ToLowerInvariant() switch
        {
            null or "" => null,
            "utf8" or "unicode-1-1-utf-8" => "utf-8",
            "ascii" or "us-ascii" or "latin1" or "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "cp1252" => "windows-1252",
            "iso-8859-9" or "latin5" => "windows-1254",
            "gb2312" or "gbk" or "x-gbk" or "cp936" => "gb18030",
            "sjis" or "x-sjis" or "windows-31j" or "ms932" => "shift_jis",
            var other => other,
        };
        if (name is null) return null;
        if (name == "utf-8") return Utf8;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) // no charset, or UTF-7
        {
            return null;
        }
    }

    static bool IsUtf8BeyondAscii(ReadOnlySpan<byte> beginning)
    {
        var rest = beginning;
        var beyond = false;
        while (rest.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData) break; // cut within a character
            if (status != OperationStatus.Done) return false;
            beyond |= !rune.IsAscii;
            rest = rest[length..];
        }
        return beyond;
    }

    [GeneratedRegex("""^<\?xml[^>]*?\sencoding\s*=\s*["'](?<name>[\w.:-]{1,40})|<meta[^>]*?\bcharset\s*=\s*["']?(?<name>[\w.:-]{1,40})""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Declaration();

    sealed class Windows1252Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;
        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        sealed class Buffer : DecoderFallbackBuffer
        {
            static readonly Encoding Latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

            string _text = "";
            int _at;

            public override int Remaining => _text.Length - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_text, _at) = (Latin.GetString(bytesUnknown), 0);
                return _text.Length > 0;
            }

            public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

            public override bool MovePrevious()
            {
                if (_at == 0) return false;
                _at--;
                return true;
            }

            public override void Reset() => (_text, _at) = ("", 0);
        }
    }
}

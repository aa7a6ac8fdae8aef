using System.Text;

namespace Digest.Mailing;

/// <summary>A reply as it came: its code and its lines without code.</summary>
sealed record RawReply(int Code, IReadOnlyList<string> Lines);

/// <summary>
/// Reads one reply from the front of a buffer (RFC 5321 section 4.2): lines of three digits and a hyphen, the last with
/// a blank or nothing. Tolerant in what does not matter (a bare LF, unknown codes, bytes beyond ASCII), strict in what
/// could hide a desynchronised dialogue.
/// </summary>
static class SmtpReplyParser
{
    public const int LongestReply = 8192, LongestText = 500, MostLines = 64;

    /// <summary>The bytes the reply took; 0 when it is not complete yet; -1 when it can never become a reply.</summary>
    public static int TryRead(ReadOnlySpan<byte> buffer, out RawReply? reply)
    {
        reply = null;
        var lines = new List<string>(1);
        var first = 0;
        for (var at = 0; at < buffer.Length;)
        {
            var length = buffer[at..].IndexOf((byte)'\n');
            if (length < 0)
                return IsCode(buffer[at..], out _) && buffer.Length < LongestReply ? 0 : -1;
            var line = buffer.Slice(at, length);
            at += length + 1;
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.Length < 3 || !IsCode(line, out var code) || lines.Count == MostLines || at > LongestReply)
                return -1;
            if (first != 0 && code / 100 != first / 100)
                return -1;
            first = code;
            lines.Add(Encoding.UTF8.GetString(line[Math.Min(4, line.Length)..]));
            if (line.Length == 3 || line[3] == ' ')
            {
                reply = new RawReply(code, lines);
                return at;
            }
        }

        return buffer.Length < LongestReply ? 0 : -1;
    }

    /// <summary>One line for people and tables: controls and what breaks lines become blanks, 500 characters at most.</summary>
    public static SmtpReply Sanitise(RawReply raw)
    {
        var enhanced = EnhancedCode(raw.Lines[0], raw.Code);
        if (raw.Lines.Count == 1)
            return new SmtpReply(raw.Code, enhanced, OneLine(raw.Lines[0].AsSpan(enhanced?.Length ?? 0).Trim().ToString()));
        var text = new StringBuilder();
        foreach (var line in raw.Lines)
        {
            var code = EnhancedCode(line, raw.Code);
            enhanced ??= code;
            if (text.Length > 0)
                text.Append(' ');
            text.Append(line.AsSpan(code?.Length ?? 0).Trim());
            if (text.Length > LongestText)
                break;
        }

        return new SmtpReply(raw.Code, enhanced, OneLine(text.ToString()));
    }

    /// <summary>Whether the bytes are the start of a code line: 2 to 5, two digits, then hyphen, blank or the end.</summary>
    static bool IsCode(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        for (var i = 0; i < Math.Min(3, line.Length); i++)
        {
            if (!char.IsAsciiDigit((char)line[i]) || (i == 0 && line[0] is < (byte)'2' or > (byte)'5'))
                return false;
            code = (code * 10) + line[i] - '0';
        }

        return line.Length < 4 || line[3] is (byte)' ' or (byte)'-' or (byte)'\r';
    }

    /// <summary>class.subject.detail at the start of a line (RFC 2034), its class that of the reply.</summary>
    static string? EnhancedCode(string line, int code)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var word = end < 0 ? line.AsSpan() : line.AsSpan(0, end);
        var parts = 0;
        foreach (var part in word.Split('.'))
        {
            var digits = word[part];
            if (++parts > 3 || digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9') || (parts == 1 && (digits.Length != 1 || digits[0] - '0' != code / 100)))
                return null;
        }

        return parts == 3 ? word.ToString() : null;
    }

    public static string OneLine(string text)
    {
        if (text.Length <= LongestText && HeaderText.IsOneLine(text))
            return text;
        var line = text[..Math.Min(text.Length, LongestText)].ToCharArray();
        for (var i = 0; i < line.Length; i++)
            if (!HeaderText.IsOneLine([line[i]]) || (i == line.Length - 1 && char.IsHighSurrogate(line[i])))
                line[i] = ' ';
        return new string(line).Trim();
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>Writes headers line by line: folded at 76 where a blank allows it, CRLF only (RFC 5322 section 2.2.3).</summary>
struct HeaderWriter(IBufferWriter<byte> output)
{
    public const int Width = 76;

    /// <summary>A word that fits no line is refused before: 998 (RFC 5322 section 2.1.1) less the longest name.</summary>
    public const int LongestWord = 900;

    /// <summary>Of a parameter in pieces: with its name and number it fits a line.</summary>
    const int LongestPiece = 50;

    int column;

    // Whether the header already has a piece of its value: never fold between the colon and the first piece.
    bool atValue;

    /// <summary>A header whose value is ASCII and keeps its words as they are.</summary>
    public void Structured(string name, string value)
    {
        Start(name);
        Words(value);
        End();
    }

    /// <summary>A header of free text (Subject): plain where it can be, else in encoded words.</summary>
    public void Unstructured(string name, string text)
    {
        Start(name);
        if (text.Length > 0)
        {
            if (CanStayPlain(text))
                Words(text);
            else
                EncodedWords.Write(ref this, text);
        }

        End();
    }

    /// <summary>A header of mailboxes: each an optional name, then the address in angle brackets.</summary>
    public void Mailboxes(string name, IReadOnlyList<MailAddress> addresses)
    {
        Start(name);
        for (var i = 0; i < addresses.Count; i++)
        {
            var comma = i < addresses.Count - 1 ? "," : "";
            if (string.IsNullOrWhiteSpace(addresses[i].DisplayName))
            {
                Segment($" {addresses[i]}{comma}");
            }
            else
            {
                Phrase(addresses[i].DisplayName!);
                Segment($" <{addresses[i]}>{comma}");
            }
        }

        End();
    }

    /// <summary>A value with parameters: plain where it can be, else in UTF-8, in pieces where it is long (RFC 2231).</summary>
    public void Parameterised(string name, string value, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        Start(name);
        Segment($" {value}");
        foreach (var (key, text) in parameters)
        {
            if (text.Length <= 60 && HeaderText.IsPrintableAscii(text) && !text.AsSpan().ContainsAny("\"\\") && !text.Contains("=?", StringComparison.Ordinal))
                Parameter($"{key}=\"{text}\"");
            else
                Extended(key, text);
        }

        End();
    }

    /// <summary>A piece that is not broken, with the blanks before it; on a new line if this one has no room.</summary>
    public void Segment(ReadOnlySpan<char> text)
    {
        if (column + text.Length > Width && atValue)
            Fold();
        Write(text);
        atValue = true;
    }

    /// <summary>Characters left for one more piece after its blank, on this line.</summary>
    public readonly int Room => Width - column - 1;

    public void Fold()
    {
        output.Write("\r\n"u8);
        column = 0;
    }

    void Start(string name)
    {
        column = 0;
        atValue = false;
        Write(name);
        Write(":");
    }

    void End() => output.Write("\r\n"u8);

    void Words(ReadOnlySpan<char> text)
    {
        Write(" ");
        for (var i = 0; i < text.Length;)
        {
            var from = i;
            while (i < text.Length && text[i] == ' ') i++;
            while (i < text.Length && text[i] != ' ') i++;
            Segment(text[from..i]);
        }
    }

    static bool CanStayPlain(string text)
    {
        if (!HeaderText.IsPrintableAscii(text) || text.Contains("=?", StringComparison.Ordinal) ||
            text[0] == ' ' || text[^1] == ' ' || text.Contains("  ", StringComparison.Ordinal))
            return false;
        foreach (var word in text.AsSpan().Split(' '))
            if (word.End.Value - word.Start.Value > 60)
                return false;
        return true;
    }

    // The semicolon stays with what is before it.
    void Parameter(ReadOnlySpan<char> text)
    {
        Write(";");
        Segment($" {text}");
    }

    void Extended(string key, string text)
    {
        var pieces = new List<StringBuilder> { new("utf-8''") };
        foreach (var rune in text.EnumerateRunes())
        {
            var escaped = Escaped(rune);
            if (pieces[^1].Length + escaped.Length > LongestPiece)
                pieces.Add(new());
            pieces[^1].Append(escaped);
        }

        for (var n = 0; n < pieces.Count; n++)
            Parameter(pieces.Count == 1 ? $"{key}*={pieces[n]}" : string.Create(CultureInfo.InvariantCulture, $"{key}*{n}*={pieces[n]}"));
    }

    // RFC 2231 section 7: what may stand as it is, in the narrowest reading.
    static string Escaped(Rune rune)
    {
        if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.' or '_'))
            return rune.ToString();
        Span<byte> bytes = stackalloc byte[4];
        var escaped = new StringBuilder();
        foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
            escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return escaped.ToString();
    }

    void Phrase(string name)
    {
        if (!CanStayPlain(name) || name.Length > 60)
            EncodedWords.Write(ref this, name);
        else if (name.EnumerateRunes().All(rune => rune.Value == ' ' || MailAddress.IsAtext(rune)))
            Words(name);
        else
            Segment($" \"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    void Write(ReadOnlySpan<char> text)
    {
        Encoding.UTF8.GetBytes(text, output);
        column += text.Length;
    }
}

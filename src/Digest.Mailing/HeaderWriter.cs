using System.Buffers;
using System.Text;

namespace Digest.Mailing;

/// <summary>Writes headers line by line: folded at 76 where a blank allows it, CRLF only (RFC 5322 section 2.2.3).</summary>
struct HeaderWriter(IBufferWriter<byte> output)
{
    public const int Width = 76;

    /// <summary>A word that fits no line is refused before: 998 (RFC 5322 section 2.1.1) less the longest name.</summary>
    public const int LongestWord = 900;

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

    /// <summary>A header of one mailbox: an optional name, then the address in angle brackets.</summary>
    public void Mailbox(string name, MailAddress address)
    {
        Start(name);
        if (string.IsNullOrWhiteSpace(address.DisplayName))
        {
            Segment($" {address}");
        }
        else
        {
            Phrase(address.DisplayName);
            Segment($" <{address}>");
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

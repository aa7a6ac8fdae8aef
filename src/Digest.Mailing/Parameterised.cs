using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>A value with parameters, as in Content-Type (RFC 2045 section 5.1), continuations and charsets included
/// (RFC 2231).</summary>
sealed class Parameterised
{
    const int MostParameters = 50;

    readonly Dictionary<string, string> plain = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Before the first semicolon, in lower case.</summary>
    public required string Value { get; init; }

    /// <summary>A value with a charset before one without, which is there for old programs.</summary>
    public string? this[string name] => Extended(name + "*") ?? Continued(name) ?? plain.GetValueOrDefault(name);

    public static Parameterised Read(string text)
    {
        var pieces = Pieces(text);
        var read = new Parameterised { Value = pieces.Count > 0 ? pieces[0].Trim().ToLowerInvariant() : "" };
        foreach (var piece in pieces.Skip(1).Take(MostParameters))
            if (piece.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                read.plain.TryAdd(piece[..at].Trim(), piece[(at + 1)..]);
        return read;
    }

    /// <summary>Split at semicolons outside quotes; quotes, backslashes and the blanks around a value taken off, comments left as they
    /// are.</summary>
    static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var quoted = false;
        var kept = 0; // up to the last character that is no blank, or stands in quotes
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (c == ';' && !quoted)
            {
                Close();
                continue;
            }

            var isBlank = !quoted && c is ' ' or '\t';
            if (isBlank && (piece.Length == 0 || (kept == piece.Length && piece[^1] == '=')))
                continue;
            if (quoted && c == '\\' && i + 1 < text.Length)
                c = text[++i];
            piece.Append(c);
            if (!isBlank)
                kept = piece.Length;
        }

        Close();
        return pieces;

        void Close()
        {
            pieces.Add(piece.ToString(0, kept));
            piece.Clear();
            kept = 0;
        }
    }

    // name*=utf-8'en'%e2%82%ac
    string? Extended(string key)
    {
        if (!plain.TryGetValue(key, out var value))
            return null;
        var parts = value.Split('\'', 3);
        return parts.Length == 3 ? Charsets.Decode(Unescaped(parts[2]), parts[0]) : value;
    }

    // name*0*=utf-8''a; name*1*=b; name*2="c"
    string? Continued(string name)
    {
        var bytes = new List<byte>();
        string? charset = null;
        for (var i = 0; i < MostParameters; i++)
        {
            var key = $"{name}*{i.ToString(CultureInfo.InvariantCulture)}";
            if (plain.TryGetValue(key, out var simple))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(simple));
            }
            else if (plain.TryGetValue(key + "*", out var escaped))
            {
                var parts = escaped.Split('\'', 3);
                if (i == 0 && parts.Length == 3)
                    (charset, escaped) = (parts[0], parts[2]);
                bytes.AddRange(Unescaped(escaped));
            }
            else
            {
                return i == 0 ? null : Charsets.Decode(bytes.ToArray(), charset);
            }
        }

        return Charsets.Decode(bytes.ToArray(), charset);
    }

    static byte[] Unescaped(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '%' && i + 2 < text.Length &&
                byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }

        return [.. bytes];
    }
}

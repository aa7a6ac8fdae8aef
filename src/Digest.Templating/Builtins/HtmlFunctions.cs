using System.Text;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>html.* and <c>raw</c>. In an html template what they make of text as markup is marked as that.</summary>
internal static class HtmlFunctions
{
    /// <summary>Says that its argument is markup. The one way round escaping; in a text template it does nothing.</summary>
    public static readonly BuiltinFunction Raw = new("raw", ["value"], 1, (c, a) =>
        a[0] is null or Markup || !c.Options.Html ? a[0] : new Markup(Text.Of(c, a[0])));

    public static readonly BuiltinObject Object = new Library("html")
        .Add("escape", "text", (c, a) => a[0] is null or Markup ? a[0]
            : c.Rendered(c.Charge(Output.Escape(Text.Of(c, a[0])))))
        .Add("newline_to_br", "text", NewLineToBr)
        .Add("strip", "text", (c, a) => c.Charge(Strip(Text.Of(c, a[0]))))
        .Add("url_encode", "text", (c, a) => c.Charge(Uri.EscapeDataString(Text.Of(c, a[0]))))
        .Add("url_escape", "text", (c, a) => c.Charge(UrlEscape(Text.Of(c, a[0]))))
        .Build();

    private static object NewLineToBr(RenderContext context, ReadOnlySpan<object?> a)
    {
        var text = context.Options.Html ? Operators.Escaped(context, a[0]) : Text.Of(context, a[0]);
        var lines = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))) lines.Append("<br />");
            lines.Append(text[i]);
            if (pair) lines.Append(text[++i]);
        }

        return context.Rendered(context.Charge(lines.ToString()));
    }

    /// <summary>
    /// Without tags, comments, and scripts and styles with their content. It tidies text that is still escaped where
    /// it is written; it does not make markup of unknown origin safe.
    /// </summary>
    private static string Strip(string text)
    {
        var stripped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = text[i] == '<' ? TagEnd(text, i) : -1;
            if (end < 0) stripped.Append(text[i++]);
            else i = end;
        }

        return stripped.ToString();
    }

    private static int TagEnd(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("<!--", StringComparison.Ordinal)) return After(rest, "-->", start);
        if (rest.StartsWith("<script", StringComparison.OrdinalIgnoreCase)) return After(rest, "</script>", start);
        if (rest.StartsWith("<style", StringComparison.OrdinalIgnoreCase)) return After(rest, "</style>", start);
        if (rest.Length < 2 || !(char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?')) return -1;
        var quote = '\0';
        for (var i = 1; i < rest.Length; i++)
        {
            if (quote != '\0') quote = rest[i] == quote ? '\0' : quote;
            else if (rest[i] is '"' or '\'') quote = rest[i];
            else if (rest[i] == '>') return start + i + 1;
        }

        return text.Length;
    }

    private static int After(ReadOnlySpan<char> rest, string closing, int start)
    {
        var end = rest.IndexOf(closing, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? start + rest.Length : start + end + closing.Length;
    }

    /// <summary>What cannot stand in a URL (RFC 3986) in percents; what has a meaning in one stays, but a percent sign.</summary>
    private static string UrlEscape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || "-._~:/?#[]@!$&'()*+,;=".Contains((char)rune.Value)))
                escaped.Append((char)rune.Value);
            else escaped.Append(Uri.EscapeDataString(rune.ToString()));
        }

        return escaped.ToString();
    }
}

namespace Digest.Templating.Checking;

/// <summary>
/// Where in a page the text has come to. What an expression writes is escaped for text and for attributes in quotes;
/// anywhere else that is not enough, or would mean something else.
/// </summary>
internal readonly record struct HtmlPlace(HtmlPlace.At Where, string Tag = "", string Attribute = "")
{
    public enum At
    {
        Text,
        TagOpen,
        TagName,
        Tag,
        AttributeName,
        BeforeValue,
        Unquoted,
        DoubleQuoted,
        SingleQuoted,
        Comment,
        Declaration,
        RawText,

        /// <summary>Not looked at: no HTML, or nobody knows.</summary>
        Anywhere,
    }

    /// <summary>Why no expression may stand here; null where one may.</summary>
    public string? Objection => Where switch
    {
        At.TagOpen or At.TagName => "as the name of a tag",
        At.Tag or At.AttributeName => "among the attributes of a tag",
        At.BeforeValue or At.Unquoted => "as the value of an attribute without quotes",
        At.Comment or At.Declaration => "in a comment",
        At.RawText => $"in a {Tag}",
        At.DoubleQuoted or At.SingleQuoted when Attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase) => "in a script",
        At.DoubleQuoted or At.SingleQuoted when Attribute.Equals("srcdoc", StringComparison.OrdinalIgnoreCase) => "in a page within an attribute",
        _ => null,
    };

    public HtmlPlace After(ReadOnlySpan<char> text)
    {
        var place = this;
        for (var i = 0; i < text.Length && place.Where != At.Anywhere; i++) place = place.Next(text, ref i);
        return place;
    }

    /// <summary>Behind an expression: it has begun what it stands at the beginning of.</summary>
    public HtmlPlace AfterExpression() => Where switch
    {
        At.TagOpen => this with { Where = At.TagName },
        At.BeforeValue => this with { Where = At.Unquoted },
        _ => this,
    };

    private HtmlPlace Next(ReadOnlySpan<char> text, ref int i)
    {
        var c = text[i];
        switch (Where)
        {
            case At.Text:
                return c == '<' ? new(At.TagOpen) : this;
            case At.TagOpen:
                if (text[i..].StartsWith("!--")) return Skip(ref i, 2, new(At.Comment));
                if (c is '!' or '?') return new(At.Declaration);
                if (c == '/') return new(At.TagName, "/");
                return char.IsAsciiLetter(c) ? new(At.TagName, Lower(c)) : new(At.Text);
            case At.TagName:
                if (c == '>') return Close();
                return char.IsWhiteSpace(c) || c == '/' ? this with { Where = At.Tag } : this with { Tag = Tag + Lower(c) };
            case At.Tag:
                if (c == '>') return Close();
                return char.IsWhiteSpace(c) || c == '/' ? this : this with { Where = At.AttributeName, Attribute = Lower(c) };
            case At.AttributeName:
                if (c == '>') return Close();
                if (c == '=') return this with { Where = At.BeforeValue };
                return char.IsWhiteSpace(c) || c == '/' ? this with { Where = At.Tag } : this with { Attribute = Attribute + Lower(c) };
            case At.BeforeValue:
                if (c == '>') return Close();
                if (char.IsWhiteSpace(c)) return this;
                return this with { Where = c == '"' ? At.DoubleQuoted : c == '\'' ? At.SingleQuoted : At.Unquoted };
            case At.Unquoted:
                if (c == '>') return Close();
                return char.IsWhiteSpace(c) ? this with { Where = At.Tag } : this;
            case At.DoubleQuoted:
                return c == '"' ? this with { Where = At.Tag, Attribute = "" } : this;
            case At.SingleQuoted:
                return c == '\'' ? this with { Where = At.Tag, Attribute = "" } : this;
            case At.Comment:
                return text[i..].StartsWith("-->") ? Skip(ref i, 2, new(At.Text)) : this;
            case At.Declaration:
                return c == '>' ? new(At.Text) : this;
            default: // RawText
                var end = string.Concat("</", Tag);
                return text[i..].StartsWith(end, StringComparison.OrdinalIgnoreCase)
                    ? Skip(ref i, end.Length - 1, new(At.TagName, "/" + Tag))
                    : this;
        }
    }

    private HtmlPlace Close() => Tag is "script" or "style" ? new(At.RawText, Tag) : new(At.Text);

    private static HtmlPlace Skip(ref int i, int more, HtmlPlace to)
    {
        i += more;
        return to;
    }

    private static string Lower(char c) => char.ToLowerInvariant(c).ToString();
}

namespace Digest.Templating.Parsing;

internal enum TokenKind
{
    End,
    Text,
    CodeEnter,
    CodeExit,
    NewLine,
    Semicolon,
    Identifier,
    Local,
    Number,
    String,
    InterpolationStart,
    InterpolationText,
    InterpolationEnd,
    Operator,
}

/// <summary>
/// One token. <see cref="Value"/> is the text of an identifier, local or operator, the content of a string, the
/// number, the stripped text of a text block, or the indent of a code block.
/// </summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, bool SpaceBefore, object? Value)
{
    public string Text => Value as string ?? "";

    public bool Is(string op) => Kind == TokenKind.Operator && string.Equals((string?)Value, op, StringComparison.Ordinal);

    public bool IsName(string name) =>
        Kind == TokenKind.Identifier && string.Equals((string?)Value, name, StringComparison.Ordinal);

    public bool EndsStatement => Kind is TokenKind.NewLine or TokenKind.Semicolon or TokenKind.CodeExit or TokenKind.End;
}

/// <summary>An error found while reading a template, at an offset of its text.</summary>
internal readonly record struct ParseError(int Position, string Message);

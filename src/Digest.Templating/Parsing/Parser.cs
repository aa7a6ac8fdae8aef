using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>
/// Reads the statements of a template (the expressions: Parser.Expressions.cs). After an error it goes on behind the
/// end of the statement, so that one reading tells every error.
/// </summary>
internal sealed partial class Parser
{
    private const int ErrorLimit = 50;
    private readonly List<Token> _tokens;
    private readonly List<ParseError> _errors;
    private readonly int _nestingLimit;
    private string? _indent;
    private int _at;
    private int _depth;
    private int _loops;

    public Parser(string text, int nestingLimit)
    {
        _errors = [];
        _nestingLimit = nestingLimit;
        _tokens = new Lexer(text, _errors).Read();
    }

    public IReadOnlyList<ParseError> Errors => [.. _errors.DistinctBy(e => e.Position).OrderBy(e => e.Position)];

    private Token Current => _tokens[_at];

    private Token Next => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public Block Parse()
    {
        if (_errors.Count > 0) return Block.Empty; // What follows a string without an end is no code.
        try
        {
            var statements = new List<Statement>();
            while (true)
            {
                ParseStatements(statements);
                if (Current.Kind == TokenKind.End) return new Block([.. statements]);
                _errors.Add(new ParseError(Current.Start, $"Unexpected `{Current.Text}`: there is no block it belongs to"));
                SkipStatement();
            }
        }
        catch (ParseAbandoned)
        {
            return Block.Empty;
        }
    }

    /// <summary>Reads up to the end of the template, or an end, else or when that is for the block around.</summary>
    private void ParseStatements(List<Statement> statements)
    {
        while (true)
        {
            switch (Current.Kind)
            {
                case TokenKind.End:
                    return;
                case TokenKind.Text:
                    statements.Add(new TextStatement(Current.Text) { Position = Current.Start });
                    _at++;
                    break;
                case TokenKind.CodeEnter:
                    _indent = (string?)Current.Value;
                    _at++;
                    break;
                case TokenKind.CodeExit or TokenKind.NewLine or TokenKind.Semicolon:
                    _at++;
                    break;
                case TokenKind.Identifier when Current.Text is "end" or "else" or "when":
                    return;
                default:
                    if (ParseOne() is { } statement) statements.Add(statement);
                    break;
            }
        }
    }

    private Statement? ParseOne()
    {
        var (start, depth, loops, brackets) = (_at, _depth, _loops, _brackets);
        try
        {
            var statement = ParseStatement();
            ExpectEndOfStatement();
            return statement;
        }
        catch (ParseFailure failure)
        {
            Add(failure);
            (_depth, _loops, _brackets, _loopHeader) = (depth, loops, brackets, false);
            if (_at == start) _at++;
            SkipStatement();
            return null;
        }
    }

    private void Add(ParseFailure failure)
    {
        _errors.Add(new ParseError(failure.Position, failure.Message));
        if (_errors.Count >= ErrorLimit) throw new ParseAbandoned();
    }

    private void SkipStatement()
    {
        while (!Current.EndsStatement) _at++;
    }

    private Statement ParseStatement()
    {
        var position = Current.Start;
        if (Current.Kind != TokenKind.Identifier || Next.Is(".")) return ParseExpressionStatement();
        switch (Current.Text)
        {
            case "if": return ParseIf();
            case "case": return ParseCase();
            case "for" or "tablerow": return ParseFor();
            case "while": return ParseWhile();
            case "break" or "continue": return ParseJump();
            case "capture":
                _at++;
                var target = Header(() => Inner(ParsePath()) as Target ?? throw Failure("Expecting a variable to capture to"));
                return new CaptureStatement(target ?? Missing, ParseBody(position, "capture")) { Position = position };
            case "with":
                _at++;
                var scope = Header(ParseExpression);
                return new WithStatement(scope ?? Missing, ParseBody(position, "with")) { Position = position };
            case "wrap": return ParseWrap();
            case "func": return ParseFunction();
            case "import":
                _at++;
                return new ImportStatement(ParseExpression()) { Position = position };
            case "readonly":
                _at++;
                if (Current.Kind != TokenKind.Identifier) throw Failure("Expecting a variable to make readonly");
                return new ReadOnlyStatement(_tokens[_at++].Text) { Position = position };
            case "ret":
                _at++;
                return new ReturnStatement(Current.EndsStatement ? null : ParseExpression()) { Position = position };
            default: return ParseExpressionStatement();
        }
    }

    /// <summary>Stands in a tree that is never run, because the errors are told instead.</summary>
    private static Variable Missing { get; } = new("");

    /// <summary>
    /// The part of a statement before its body. When it is wrong the body is still read, so that its end is not
    /// taken for a mistake.
    /// </summary>
    private T? Header<T>(Func<T> parse)
        where T : class
    {
        var (depth, brackets) = (_depth, _brackets);
        try
        {
            var header = parse();
            ExpectEndOfStatement();
            return header;
        }
        catch (ParseFailure failure)
        {
            Add(failure);
            (_depth, _brackets, _loopHeader) = (depth, brackets, false);
            SkipStatement();
            return null;
        }
    }

    /// <summary>The statements up to the <c>end</c> of the block that began at <paramref name="position"/>.</summary>
    private Block ParseBody(int position, string name)
    {
        var body = ParseBlock();
        ExpectEnd(position, name);
        return body;
    }

    private Block ParseBlock()
    {
        Enter();
        var statements = new List<Statement>();
        var indent = _indent;
        ParseStatements(statements);
        if (Current.Kind == TokenKind.End) _indent = indent;
        _depth--;
        return new Block([.. statements]);
    }

    private void ExpectEnd(int position, string name)
    {
        if (Current.IsName("end"))
        {
            _at++;
            return;
        }

        if (Current.Kind != TokenKind.End) throw Failure($"Unexpected `{Current.Text}` in a `{name}`: expecting its `end`");
        _errors.Add(new ParseError(position, $"The `end` of this `{name}` was not found"));
        throw new ParseAbandoned();
    }

    private void ExpectEndOfStatement()
    {
        if (!Current.EndsStatement) throw Failure($"Unexpected {Describe(Current)}: expecting the end of the statement");
    }

    private void Enter()
    {
        if (++_depth <= _nestingLimit) return;
        _errors.Add(new ParseError(Current.Start, $"Nested deeper than the limit of {_nestingLimit}"));
        throw new ParseAbandoned();
    }

    private ParseFailure Failure(string message) => new(Current.Start, message);

    private static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "end of the template",
        TokenKind.CodeExit => "end of the code",
        TokenKind.NewLine => "end of the line",
        TokenKind.Semicolon => "`;`",
        TokenKind.String or TokenKind.InterpolationStart => "string",
        TokenKind.Number => "number",
        TokenKind.Local => $"`${token.Text}`",
        _ => $"`{token.Text}`",
    };

    private sealed class ParseFailure(int position, string message) : Exception(message)
    {
        public int Position { get; } = position;
    }

    /// <summary>Nothing behind the last error can be told apart any more.</summary>
    private sealed class ParseAbandoned : Exception;
}

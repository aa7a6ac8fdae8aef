using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>What expressions are made of: literals, variables, and whatever stands in brackets.</summary>
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.String:
                _at++;
                return Spanned(token.Start, new Literal(token.Value) { Position = token.Start });
            case TokenKind.InterpolationStart:
                return ParseInterpolation();
            case TokenKind.Local:
                _at++;
                return Spanned(token.Start, new Local(token.Text) { Position = token.Start });
            case TokenKind.Identifier:
                return ParseName();
            case TokenKind.Operator when token.Is("("):
                return Inside(ParseParentheses);
            case TokenKind.Operator when token.Is("["):
                return Inside(ParseArray);
            case TokenKind.Operator when token.Is("{"):
                return Inside(ParseObject);
            case TokenKind.InterpolationText: // Its brace closes a string that was given up before.
                throw new ParseFailure(token.Start - 1, "Unexpected `}`: expecting an expression");
            default:
                throw Failure($"Unexpected {Describe(token)}: expecting an expression");
        }
    }

    private Expression ParseName()
    {
        var token = Current;
        if (token.Text is "for" or "while" or "tablerow" && Next.Is(".")) return ParseLoopState();
        _at++; // What begins a statement is a name like any other within one.
        Expression named = token.Text switch
        {
            "true" => new Literal(Running.Boxes.True) { Position = token.Start },
            "false" => new Literal(Running.Boxes.False) { Position = token.Start },
            "null" => new Literal(null) { Position = token.Start },
            "this" => new This { Position = token.Start },
            "do" => new AnonymousFunction(ParseDefinition(token.Start, "do")) { Position = token.Start },
            _ => new Variable(token.Text) { Position = token.Start },
        };
        return Spanned(token.Start, named);
    }

    private LoopVariable ParseLoopState()
    {
        var token = Current;
        _at += 2;
        if (Current.Kind != TokenKind.Identifier || !LoopVariable.Exists(token.Text, Current.Text))
            throw new ParseFailure(token.Start, $"The loop variable `{token.Text}.{Current.Text}` does not exist");
        return Spanned(token.Start, new LoopVariable(token.Text, Current.Text) { Position = _tokens[_at++].Start });
    }

    private Expression ParseInterpolation()
    {
        var position = Current.Start;
        var parts = new List<Expression>();
        _at++;
        while (true)
        {
            var text = Current;
            if (text.Kind != TokenKind.InterpolationText) throw Failure($"Unexpected {Describe(text)}: expecting `}}`");
            _at++;
            if (text.Text.Length > 0) parts.Add(new Literal(text.Text) { Position = text.Start });
            if (Current.Kind == TokenKind.InterpolationEnd) break;
            parts.Add(Inside(ParseExpression));
        }

        _at++;
        return Bounded(position, new Interpolation([.. parts]) { Position = position, Height = Above([.. parts]) });
    }

    private Expression ParseParentheses()
    {
        var start = Current.Start;
        _at++;
        SkipNewLines();
        var inner = ParseExpression();
        SkipNewLines();
        Expect(")");
        return inner is Literal ? Spanned(start, inner) : Bounded(start, new Parenthesised(inner) { Position = inner.Position, Height = Above(inner) });
    }

    private Expression ParseArray()
    {
        var position = Current.Start;
        var items = new List<Expression>();
        _at++;
        _brackets++;
        SkipNewLines();
        while (!Current.Is("]"))
        {
            items.Add(ParseExpression());
            SkipNewLines();
            if (Current.Is("]")) break;
            Expect(",");
            SkipNewLines();
        }

        _at++;
        _brackets--;
        return Bounded(position, new ArrayLiteral([.. items]) { Position = position, Height = Above([.. items]) });
    }

    /// <summary>What is wrong in it is told; what follows is read as if the object had ended there, and told too.</summary>
    private Expression ParseObject()
    {
        var position = Current.Start;
        var members = new List<(string Name, Expression Value)>();
        _at++;
        _brackets++;
        SkipNewLines();
        var whole = true;
        while (whole && !Current.Is("}")) whole = TryParseMember(members);
        _brackets--;
        if (whole) _at++;
        return Bounded(position, new ObjectLiteral([.. members])
        {
            Position = position,
            IsBroken = !whole,
            Height = Above([.. members.Select(m => m.Value)]),
        });
    }

    private bool TryParseMember(List<(string Name, Expression Value)> members)
    {
        if (Current.Kind is not (TokenKind.Identifier or TokenKind.String)) return Tells("a member's name");
        var name = _tokens[_at++].Text;
        SkipNewLines();
        if (!Current.Is(":")) return Tells("`:`");
        _at++;
        SkipNewLines();
        if (!StartsExpression()) return Tells("an expression");
        members.Add((name, ParseExpression()));
        SkipNewLines();
        if (Current.Is("}")) return true;
        if (!Current.Is(",")) return Tells("`,` or `}`");
        _at++;
        SkipNewLines();
        return true;
    }

    private bool Tells(string expected)
    {
        Add(Failure($"Unexpected {Describe(Current)}: expecting {expected}"));
        return false;
    }
}

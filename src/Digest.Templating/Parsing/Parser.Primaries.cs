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
                return new Literal(token.Value) { Position = token.Start };
            case TokenKind.InterpolationStart:
                return ParseInterpolation();
            case TokenKind.Local:
                _at++;
                return new Local(token.Text) { Position = token.Start };
            case TokenKind.Identifier:
                return ParseName();
            case TokenKind.Operator when token.Is("("):
                return Inside(ParseParentheses);
            case TokenKind.Operator when token.Is("["):
                return Inside(ParseArray);
            case TokenKind.Operator when token.Is("{"):
                return Inside(ParseObject);
            default:
                throw Failure($"Unexpected {Describe(token)}: expecting an expression");
        }
    }

    private Expression ParseName()
    {
        var token = Current;
        if (token.Text is "for" or "while" or "tablerow" && Next.Is(".")) return ParseLoopState();
        if (Keywords.Contains(token.Text) && token.Text is not ("true" or "false" or "null" or "this" or "do"))
            throw Failure($"Unexpected `{token.Text}`: expecting an expression");
        _at++;
        return token.Text switch
        {
            "true" => new Literal(Running.Boxes.True) { Position = token.Start },
            "false" => new Literal(Running.Boxes.False) { Position = token.Start },
            "null" => new Literal(null) { Position = token.Start },
            "this" => new This { Position = token.Start },
            "do" => new AnonymousFunction(ParseDefinition(token.Start, "do")) { Position = token.Start },
            _ => new Variable(token.Text) { Position = token.Start },
        };
    }

    private LoopVariable ParseLoopState()
    {
        var token = Current;
        _at += 2;
        if (Current.Kind != TokenKind.Identifier || !LoopVariable.Exists(token.Text, Current.Text))
            throw Failure($"The loop variable `{token.Text}.{Current.Text}` does not exist");
        return new LoopVariable(token.Text, _tokens[_at++].Text) { Position = token.Start };
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
        return Bounded(new Interpolation([.. parts]) { Position = position, Height = Above([.. parts]) });
    }

    private Expression ParseParentheses()
    {
        _at++;
        SkipNewLines();
        var inner = ParseExpression();
        SkipNewLines();
        Expect(")");
        return inner is Literal ? inner : Bounded(new Parenthesised(inner) { Position = inner.Position, Height = Above(inner) });
    }

    private Expression ParseArray()
    {
        var position = Current.Start;
        var items = new List<Expression>();
        _at++;
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
        return Bounded(new ArrayLiteral([.. items]) { Position = position, Height = Above([.. items]) });
    }

    private Expression ParseObject()
    {
        var position = Current.Start;
        var members = new List<(string Name, Expression Value)>();
        _at++;
        SkipNewLines();
        while (!Current.Is("}"))
        {
            if (Current.Kind is not (TokenKind.Identifier or TokenKind.String))
                throw Failure($"Unexpected {Describe(Current)}: expecting a member's name");
            var name = _tokens[_at++].Text;
            SkipNewLines();
            Expect(":");
            SkipNewLines();
            members.Add((name, ParseExpression()));
            SkipNewLines();
            if (Current.Is("}")) break;
            Expect(",");
            SkipNewLines();
        }

        _at++;
        return Bounded(new ObjectLiteral([.. members])
        {
            Position = position,
            Height = Above([.. members.Select(m => m.Value)]),
        });
    }
}

using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>Members, items and calls, with or without parentheses.</summary>
internal sealed partial class Parser
{
    private Expression ParsePath()
    {
        var expression = ParsePrimary();
        while (Current.Kind == TokenKind.Operator)
        {
            var token = Current;
            if (token.Is(".") || token.Is("?.")) expression = ParseMember(expression);
            else if (token.Is("[") && !token.SpaceBefore) expression = ParseIndex(expression);
            else if (token.Is("(") && !token.SpaceBefore && expression is Target or Call)
                expression = ParseParenthesisedCall(expression);
            else if (token.Text is "++" or "--" && !token.SpaceBefore && Inner(expression) is Target)
            {
                _at++;
                expression = Spanned(expression.Start, ParseIncrement(token, expression, false));
            }
            else break;
        }

        return expression;
    }

    private Expression ParseMember(Expression target)
    {
        var token = Current;
        _at++;
        if (Current.Kind != TokenKind.Identifier) throw Failure($"Unexpected {Describe(Current)}: expecting a member's name");
        var name = _tokens[_at++].Text;
        return Bounded(target.Start, new Member(target, name, token.Is("?.") || target is Member { Optional: true })
        {
            Position = token.Start + token.Text.Length,
            Height = Above(target),
        });
    }

    private Expression ParseIndex(Expression target)
    {
        var position = Current.Start;
        var index = Inside(() =>
        {
            _at++;
            SkipNewLines();
            var read = ParseExpression();
            SkipNewLines();
            Expect("]");
            return read;
        });
        return Bounded(target.Start, new Syntax.Index(target, index) { Position = position, Height = Above(target, index) });
    }

    private Expression ParseParenthesisedCall(Expression callee)
    {
        var arguments = Inside(() =>
        {
            var read = new List<Argument>();
            _at++;
            SkipNewLines();
            while (!Current.Is(")"))
            {
                read.Add(ParseArgument(ParseExpression, ParseExpression));
                SkipNewLines();
                if (Current.Is(")")) break;
                Expect(",");
                SkipNewLines();
            }

            _at++;
            return read;
        });
        return Called(callee, arguments, true);
    }

    /// <summary>What is followed by another value is called with it.</summary>
    private Expression ParseCallOf(Expression callee, int precedence)
    {
        if (!StartsArgument()) return callee;
        if (callee is not (Target or Parenthesised or Call or Unary or ObjectLiteral { IsBroken: true }))
        {
            if (_loopHeader && Current.Kind == TokenKind.Identifier) return callee; // Meant as a parameter of the loop.
            throw new ParseFailure(callee.Start, $"Unexpected {Describe(Current)} behind what is no function");
        }

        var arguments = new List<Argument>();
        while (StartsArgument()) arguments.Add(ParseArgument(() => ParseOperators(ParseUnary(), precedence, false), ParseUnary));
        return Called(callee, arguments, false);
    }

    private Call Called(Expression callee, List<Argument> arguments, bool parenthesised) =>
        Bounded(callee.Start, new Call(callee, [.. arguments], parenthesised)
        {
            Position = callee.Start,
            Height = Above([callee, .. arguments.Select(a => a.Value)]),
        });

    private Argument ParseArgument(Func<Expression> parseValue, Func<Expression> parseNamed)
    {
        if (NamesArgument())
        {
            var name = Current.Text;
            _at += 2;
            SkipNewLines();
            return new Argument(parseNamed(), name);
        }

        var value = parseValue();
        return new Argument(value, Expand: value is Unary { Expands: true });
    }

    private bool NamesArgument() => Current.Kind is TokenKind.Identifier or TokenKind.Local && Next.Is(":") && !Next.SpaceBefore;

    private bool StartsArgument()
    {
        var token = Current;
        return token.Kind switch
        {
            TokenKind.Number or TokenKind.String or TokenKind.InterpolationStart or TokenKind.Local => true,
            TokenKind.Operator => token.Text is "(" or "[" or "{" or "@" or "^" or "!",
            TokenKind.Identifier => !_loopHeader || !IsLoopParameter(token),
            _ => false,
        };
    }

    private bool StartsExpression() => Current.Kind switch
    {
        TokenKind.Number or TokenKind.String or TokenKind.InterpolationStart or TokenKind.Local or TokenKind.Identifier => true,
        TokenKind.Operator => Current.Text is "(" or "[" or "{" or "@" or "^" or "!" or "+" or "-" or "++" or "--",
        _ => false,
    };

    private bool IsLoopParameter(Token token) =>
        token.Text == "reversed" || (token.Text is "offset" or "limit" or "cols" && Next.Is(":"));
}

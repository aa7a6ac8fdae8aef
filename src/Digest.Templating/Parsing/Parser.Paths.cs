using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>Members, items and calls, with or without parentheses.</summary>
internal sealed partial class Parser
{
    private Expression ParsePath(bool mayCall = false)
    {
        var expression = ParsePrimary();
        while (Current.Kind == TokenKind.Operator)
        {
            var token = Current;
            if (token.Is(".") || token.Is("?.")) expression = ParseMember(expression);
            else if (token.Is("[") && !token.SpaceBefore) expression = ParseIndex(expression);
            else if (token.Is("(") && !token.SpaceBefore && expression is Target or Call)
                expression = ParseParenthesisedCall(expression);
            else if (token.Text is "++" or "--" && !token.SpaceBefore && expression is Target)
            {
                _at++;
                expression = ParseIncrement(token, expression, false);
            }
            else break;
        }

        return mayCall && expression is Target or Parenthesised && StartsArgument() ? ParseCall(expression) : expression;
    }

    private Expression ParseMember(Expression target)
    {
        var token = Current;
        _at++;
        if (Current.Kind != TokenKind.Identifier) throw Failure($"Unexpected {Describe(Current)}: expecting a member's name");
        var name = _tokens[_at++].Text;
        return Bounded(new Member(target, name, token.Is("?."))
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
        return Bounded(new Syntax.Index(target, index) { Position = position, Height = Above(target, index) });
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
                read.Add(ParseArgument(ParseExpression));
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

    private Expression ParseCall(Expression callee)
    {
        var arguments = new List<Argument>();
        while (StartsArgument()) arguments.Add(ParseArgument(() => ParseUnary(false)));
        return Called(callee, arguments, false);
    }

    private Expression Called(Expression callee, List<Argument> arguments, bool parenthesised) =>
        Bounded(new Call(callee, [.. arguments], parenthesised)
        {
            Position = callee.Position,
            Height = Above([callee, .. arguments.Select(a => a.Value)]),
        });

    private Argument ParseArgument(Func<Expression> parseValue)
    {
        if (NamesArgument())
        {
            var name = Current.Text;
            _at += 2;
            SkipNewLines();
            return new Argument(parseValue(), name);
        }

        if (!Current.Is("^")) return new Argument(parseValue());
        _at++;
        return new Argument(ParseUnary(false), Expand: true);
    }

    private bool NamesArgument() => Current.Kind == TokenKind.Identifier && Next.Is(":") && !Next.SpaceBefore;

    private bool StartsArgument()
    {
        var token = Current;
        return token.Kind switch
        {
            TokenKind.Number or TokenKind.String or TokenKind.InterpolationStart or TokenKind.Local => true,
            TokenKind.Operator => token.Text is "(" or "[" or "{" or "@" or "^" or "!",
            TokenKind.Identifier when NamesArgument() => !_loopHeader || !IsLoopParameter(token),
            TokenKind.Identifier when Keywords.Contains(token.Text) =>
                token.Text is "true" or "false" or "null" or "this" or "do" || (token.Text is "for" or "while" && Next.Is(".")),
            TokenKind.Identifier => !_loopHeader || !IsLoopParameter(token),
            _ => false,
        };
    }

    private bool IsLoopParameter(Token token) =>
        token.Text == "reversed" || (token.Text is "offset" or "limit" or "cols" && Next.Is(":"));
}

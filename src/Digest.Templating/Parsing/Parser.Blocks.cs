using Digest.Templating.Running;
using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>The statements that have a body or a list of parts.</summary>
internal sealed partial class Parser
{
    private IfStatement ParseIf()
    {
        var position = Current.Start;
        var branches = new List<Branch>();
        Block? otherwise = null;
        do
        {
            _at++;
            var condition = Header(ParseExpression) ?? Missing;
            branches.Add(new Branch(condition, ParseBlock()));
            if (!Current.IsName("else")) break;
            _at++;
            if (Current.IsName("if")) continue;
            otherwise = ParseElse();
        }
        while (otherwise is null);

        ExpectEnd(position, "if");
        return new IfStatement([.. branches], otherwise) { Position = position };
    }

    private Block ParseElse()
    {
        if (!Current.EndsStatement)
        {
            Add(Failure($"Unexpected {Describe(Current)}: expecting the end of the line behind `else`"));
            SkipStatement();
        }

        return ParseBlock();
    }

    private CaseStatement ParseCase()
    {
        var position = Current.Start;
        _at++;
        var value = Header(ParseExpression) ?? Missing;
        SkipToWhen();
        var whens = new List<When>();
        while (Current.IsName("when"))
        {
            var place = Current.Start;
            _at++;
            var values = Header(ParseWhenValues) ?? [];
            whens.Add(new When(values, ParseBlock(), place));
        }

        Block? otherwise = null;
        if (Current.IsName("else"))
        {
            if (whens.Count == 0) Add(Failure("Unexpected `else`: expecting a `when` before it"));
            _at++;
            otherwise = ParseElse();
        }

        ExpectEnd(position, "case");
        return new CaseStatement(value, [.. whens], otherwise) { Position = position };
    }

    /// <summary>Text before the first <c>when</c> is not written, and nothing else can stand there.</summary>
    private void SkipToWhen()
    {
        while (Current.Kind != TokenKind.End && !(Current.Kind == TokenKind.Identifier && Current.Text is "when" or "else" or "end"))
        {
            if (Current.Kind is TokenKind.Text or TokenKind.CodeEnter or TokenKind.CodeExit or TokenKind.NewLine or TokenKind.Semicolon)
            {
                _at++;
                continue;
            }

            Add(Failure($"Unexpected {Describe(Current)} in a `case`: expecting a `when`"));
            ParseOne();
        }
    }

    private Expression[] ParseWhenValues()
    {
        var values = new List<Expression> { ParseOperation(OrPrecedence, true) };
        while (Current.Is(",") || Current.Is("||"))
        {
            _at++;
            SkipNewLines();
            values.Add(ParseOperation(OrPrecedence, true));
        }

        return [.. values];
    }

    private ForStatement ParseFor()
    {
        var position = Current.Start;
        var name = Current.Text;
        _at++; // What is wrong with the variable is told where the loop begins.
        Target variable = Missing;
        Expression list = Missing;
        var parameters = Header(() =>
        {
            variable = ParseLoopVariable(position);
            if (!Current.IsName("in")) throw new ParseFailure(position, $"Unexpected {Describe(Current)}: expecting `in`");
            _at++;
            _loopHeader = true;
            list = ParseExpression();
            var read = ParseLoopParameters();
            _loopHeader = false;
            return read;
        });
        _loops++;
        var body = ParseBlock();
        _loops--;
        Block? otherwise = null;
        if (Current.IsName("else"))
        {
            _at++;
            otherwise = ParseElse();
        }

        ExpectEnd(position, name);
        return new ForStatement(variable, list, parameters ?? new(null, null, null, false), body, otherwise, name == "tablerow")
        {
            Position = position,
        };
    }

    private Target ParseLoopVariable(int position)
    {
        var token = Current;
        if (token.Kind is TokenKind.Identifier or TokenKind.Local && ParsePath() is Target target
            && target is not Local { Name: "" or "$" })
            return target;
        throw new ParseFailure(position, $"Unexpected {Describe(token)}: expecting the variable of the loop");
    }

    private LoopParameters ParseLoopParameters()
    {
        var parameters = new LoopParameters(null, null, null, false);
        while (Current.Kind == TokenKind.Identifier)
        {
            var name = Current.Text;
            if (name == "reversed")
            {
                _at++;
                parameters = parameters with { Reversed = true };
                continue;
            }

            if (name is not ("offset" or "limit" or "cols")) throw Failure($"The loop has no parameter `{name}`");
            _at++;
            if (!Current.Is(":")) throw Failure($"Unexpected {Describe(Current)}: expecting `:`");
            _at++;
            var value = ParseUnary();
            parameters = name switch
            {
                "offset" => parameters with { Offset = value },
                "limit" => parameters with { Limit = value },
                _ => parameters with { Columns = value },
            };
        }

        return parameters;
    }

    private WhileStatement ParseWhile()
    {
        var position = Current.Start;
        _at++;
        var condition = Header(ParseExpression) ?? Missing;
        _loops++;
        var body = ParseBody(position, "while");
        _loops--;
        return new WhileStatement(condition, body) { Position = position };
    }

    private JumpStatement ParseJump()
    {
        var position = Current.Start;
        var name = Current.Text;
        if (_loops == 0) throw Failure($"Unexpected `{name}` outside of a loop");
        _at++;
        return new JumpStatement(name == "break" ? Flow.Break : Flow.Continue) { Position = position };
    }

    private WrapStatement ParseWrap()
    {
        var position = Current.Start;
        _at++;
        var call = Header(() =>
        {
            if (Current.Is("(")) throw Failure("Expecting a function to wrap with");
            return ParseExpression() switch
            {
                Call called => called,
                Target path => Called(path, [], false),
                _ => throw new ParseFailure(position, "Expecting a function to wrap with"),
            };
        });
        var body = ParseBody(position, "wrap");
        return new WrapStatement(call ?? new Call(Missing, [], false), body) { Position = position };
    }

    private FunctionStatement ParseFunction()
    {
        var position = Current.Start;
        _at++;
        var (name, isLocal) = (Current.Text, Current.Kind == TokenKind.Local);
        if (isLocal || Current.Kind == TokenKind.Identifier) _at++;
        else Add(Failure($"Unexpected {Describe(Current)}: expecting the function's name"));
        return new FunctionStatement(ParseDefinition(position, name) with { IsLocal = isLocal }) { Position = position };
    }

    /// <summary>The parameters, if any, and the body of a function.</summary>
    private FunctionDefinition ParseDefinition(int position, string name)
    {
        Parameter[]? parameters = null;
        Header(() =>
        {
            if (Current.Is("(")) parameters = ParseParameters();
            return this;
        });
        var (loops, header, brackets) = (_loops, _loopHeader, _brackets);
        (_loops, _loopHeader, _brackets) = (0, false, 0);
        var body = ParseBody(position, "func");
        (_loops, _loopHeader, _brackets) = (loops, header, brackets);
        return new FunctionDefinition(name, parameters, body, null);
    }

    private Parameter[] ParseParameters()
    {
        var parameters = new List<Parameter>();
        _at++;
        SkipNewLines();
        while (!Current.Is(")"))
        {
            if (Current.Kind != TokenKind.Identifier)
                throw Failure($"Unexpected {Describe(Current)}: expecting a parameter");
            parameters.Add(ParseParameter(parameters));
            SkipNewLines();
            if (Current.Is(")")) break;
            if (!Current.Is(",")) throw Failure($"Unexpected {Describe(Current)}: expecting `,` or `)`");
            _at++;
            SkipNewLines();
        }

        _at++;
        return [.. parameters];
    }

    private Parameter ParseParameter(List<Parameter> before)
    {
        var (name, position) = (Current.Text, Current.Start);
        if (before.Exists(p => p.Name == name)) throw Failure($"The parameter `{name}` is declared twice");
        if (before.Exists(p => p.Variable)) throw Failure("A variable parameter must be the last one");
        _at++;
        if (Current.Is("..."))
        {
            _at++;
            return new Parameter(name, null, true);
        }

        if (Current.Is("="))
        {
            _at++;
            return new Parameter(name, ParseExpression(), false);
        }

        if (before.Exists(p => p.Default is not null))
            throw new ParseFailure(position, $"The parameter `{name}` must have a default value, as one before it has");
        return new Parameter(name, null, false);
    }
}

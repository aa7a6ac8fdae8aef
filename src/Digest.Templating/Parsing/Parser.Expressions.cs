using Digest.Templating.Running;
using Digest.Templating.Syntax;

namespace Digest.Templating.Parsing;

/// <summary>
/// Expressions, loosest first: condition, pipe, calls without parentheses, binary operators by precedence, unary
/// operators, paths. <c>f 1 + 2</c> calls f with 3, but what is called without arguments is an operand: <c>f + 2</c>.
/// </summary>
internal sealed partial class Parser
{
    private const int OrPrecedence = 2;
    private const int UnaryPrecedence = 11;

    private static readonly Dictionary<string, (BinaryOperator Operator, int Precedence)> BinaryOperators = new(StringComparer.Ordinal)
    {
        ["??"] = (BinaryOperator.Coalesce, 1),
        ["?!"] = (BinaryOperator.NotCoalesce, 1),
        ["||"] = (BinaryOperator.Or, OrPrecedence),
        ["&&"] = (BinaryOperator.And, 3),
        ["=="] = (BinaryOperator.Equal, 5),
        ["!="] = (BinaryOperator.NotEqual, 5),
        ["<"] = (BinaryOperator.Less, 6),
        ["<="] = (BinaryOperator.LessOrEqual, 6),
        [">"] = (BinaryOperator.Greater, 6),
        [">="] = (BinaryOperator.GreaterOrEqual, 6),
        ["+"] = (BinaryOperator.Add, 8),
        ["-"] = (BinaryOperator.Subtract, 8),
        ["*"] = (BinaryOperator.Multiply, 9),
        ["/"] = (BinaryOperator.Divide, 9),
        ["//"] = (BinaryOperator.DivideRound, 9),
        ["%"] = (BinaryOperator.Modulo, 9),
        ["<<"] = (BinaryOperator.ShiftLeft, 9),
        [">>"] = (BinaryOperator.ShiftRight, 9),
        [".."] = (BinaryOperator.RangeInclude, 10),
        ["..<"] = (BinaryOperator.RangeExclude, 10),
    };

    private static readonly Dictionary<string, BinaryOperator> CompoundOperators = new(StringComparer.Ordinal)
    {
        ["+="] = BinaryOperator.Add,
        ["-="] = BinaryOperator.Subtract,
        ["*="] = BinaryOperator.Multiply,
        ["/="] = BinaryOperator.Divide,
        ["//="] = BinaryOperator.DivideRound,
        ["%="] = BinaryOperator.Modulo,
        ["??="] = BinaryOperator.Coalesce,
    };

    /// <summary>Between <c>in</c> and the end of a loop's header <c>limit:</c> and its like are the loop's.</summary>
    private bool _loopHeader;

    /// <summary>Within an array or an object lines end nothing.</summary>
    private int _brackets;

    private Statement ParseExpressionStatement()
    {
        var position = Current.Start;
        var indent = _indent;
        var expression = ParseValue();
        if (Current.Kind != TokenKind.Operator) return new ExpressionStatement(expression, indent) { Position = position };
        if (!Assigns(Current, out var op)) return new ExpressionStatement(expression, indent) { Position = position };
        if (op is null && expression is Call { Parenthesised: true, Callee: Variable name } declared)
            return ParseInlineFunction(name, declared);
        return ParseAssignment(position, expression, op);
    }

    /// <param name="token">Which may be one.</param>
    /// <param name="op">What it does with the value there is; null for a plain <c>=</c>.</param>
    private static bool Assigns(Token token, out BinaryOperator? op)
    {
        op = null;
        if (token.Kind != TokenKind.Operator) return false;
        if (token.Is("=")) return true;
        if (!CompoundOperators.TryGetValue(token.Text, out var found)) return false;
        op = found;
        return true;
    }

    private AssignStatement ParseAssignment(int position, Expression expression, BinaryOperator? op)
    {
        if (Inner(expression) is not Target target)
            throw new ParseFailure(Inner(expression).Start, "Only a variable, a member or an item can be assigned to");
        _at++;
        SkipNewLines();
        return new AssignStatement(target, op, ParseExpression()) { Position = position };
    }

    private FunctionStatement ParseInlineFunction(Variable name, Call declared)
    {
        var parameters = new List<Parameter>();
        foreach (var argument in declared.Arguments)
        {
            if (argument is not { Name: null, Expand: false, Value: Variable parameter })
                throw new ParseFailure(argument.Value.Position, "Expecting a parameter's name");
            parameters.Add(new Parameter(parameter.Name, null, false));
        }

        _at++;
        return new FunctionStatement(new FunctionDefinition(name.Name, [.. parameters], null, ParseExpression()))
        {
            Position = name.Position,
        };
    }

    /// <summary>A value within something else; assignments there are each told, and read over.</summary>
    private Expression ParseExpression()
    {
        var expression = ParseValue();
        while (Assigns(Current, out _))
        {
            Add(new ParseFailure(expression.Start, $"Unexpected `{Current.Text}`: an assignment must be a statement of its own"));
            _at++;
            SkipNewLines();
            expression = ParseValue();
        }

        return expression;
    }

    private Expression ParseValue()
    {
        Enter();
        var expression = ParsePipeline();
        if (Current.Is("?"))
        {
            var position = Current.Start;
            _at++;
            SkipNewLines();
            var then = ParseExpression();
            SkipNewLinesBefore(":");
            Expect(":");
            SkipNewLines();
            var otherwise = ParseExpression();
            expression = Bounded(expression.Start, new Conditional(expression, then, otherwise)
            {
                Position = position,
                Height = Above(expression, then, otherwise),
            });
        }

        _depth--;
        return expression;
    }

    private Expression ParsePipeline()
    {
        var left = ParseOperation(0, true);
        while (true)
        {
            SkipNewLinesBefore("|");
            if (!Current.Is("|")) return left;
            var position = Current.Start;
            _at++;
            SkipNewLines();
            var to = ParseCallOf(ParseUnary(), 0);
            if (to is Parenthesised { Inner: Call call }) to = call;
            left = Bounded(left.Start, new Pipe(left, to) { Position = position, Height = Above(left, to) });
            left = ParseOperators(left, 0, true); // `list | array.size > 0` compares what the pipe gave.
        }
    }

    /// <param name="precedence">Only what binds tighter belongs to it.</param>
    /// <param name="mayCall">False in an argument: what follows a value there is the next argument.</param>
    private Expression ParseOperation(int precedence, bool mayCall)
    {
        var operation = ParseOperators(ParseUnary(), precedence, mayCall);
        return mayCall ? ParseCallOf(operation, precedence) : operation;
    }

    private Expression ParseOperators(Expression left, int precedence, bool mayCall)
    {
        while (true)
        {
            if (_brackets > 0) SkipNewLinesBeforeOperator();
            if (Current.Kind != TokenKind.Operator || !BinaryOperators.TryGetValue(Current.Text, out var op) || op.Precedence <= precedence)
                return left;
            var position = Current.Start;
            _at++;
            SkipNewLines();
            var right = ParseOperation(op.Precedence, mayCall);
            left = Bounded(left.Start, new Binary(op.Operator, left, right) { Position = position, Height = Above(left, right) });
        }
    }

    private Expression ParseUnary()
    {
        var token = Current;
        if (token.Kind != TokenKind.Operator || token.Text is not ("!" or "-" or "+" or "@" or "^" or "++" or "--"))
            return ParsePath();
        Enter();
        _at++;
        var operand = token.Text == "@" ? ParseUnary() : ParseOperation(UnaryPrecedence, true);
        _depth--;
        if (token.Text is "++" or "--") return Spanned(token.Start, ParseIncrement(token, operand, true));
        return operand is Literal { Value: int or long or double } number && token.Text is "-"
            ? Spanned(token.Start, new Literal(Numbers.Negate(number.Value!)) { Position = token.Start })
            : Bounded(token.Start, new Unary(token.Text, operand) { Position = token.Start, Height = Above(operand) });
    }

    private Increment ParseIncrement(Token token, Expression operand, bool prefix)
    {
        if (Inner(operand) is not Target target)
            throw new ParseFailure(token.Start, "Only a variable, a member or an item can be incremented or decremented");
        return new Increment(target, token.Text == "++" ? 1 : -1, prefix) { Position = token.Start, Height = Above(operand) };
    }

    /// <summary>Within brackets a loop's parameters are not meant.</summary>
    private T Inside<T>(Func<T> parse)
    {
        var header = _loopHeader;
        _loopHeader = false;
        var read = parse();
        _loopHeader = header;
        return read;
    }

    private void Expect(string op)
    {
        if (!Current.Is(op)) throw Failure($"Unexpected {Describe(Current)}: expecting `{op}`");
        _at++;
    }

    private void SkipNewLines()
    {
        while (Current.Kind == TokenKind.NewLine) _at++;
    }

    private void SkipNewLinesBefore(string op)
    {
        var ahead = _at;
        while (_tokens[ahead].Kind == TokenKind.NewLine) ahead++;
        if (_tokens[ahead].Is(op)) _at = ahead;
    }

    private void SkipNewLinesBeforeOperator()
    {
        var ahead = _at;
        while (_tokens[ahead].Kind == TokenKind.NewLine) ahead++;
        if (_tokens[ahead].Kind == TokenKind.Operator && BinaryOperators.ContainsKey(_tokens[ahead].Text)) _at = ahead;
    }

    private static int Above(params ReadOnlySpan<Expression> parts)
    {
        var height = 0;
        foreach (var part in parts) height = Math.Max(height, part.Height);
        return height + 1;
    }

    /// <summary>A long chain (a + b + c…) nests as deep as parentheses do.</summary>
    private T Bounded<T>(int start, T expression)
        where T : Expression
    {
        Spanned(start, expression);
        if (expression.Height <= 2 * _nestingLimit) return expression;
        _errors.Add(new ParseError(expression.Position, $"The expression is longer or deeper than the limit of {2 * _nestingLimit} parts"));
        throw new ParseAbandoned();
    }

    /// <summary>Its text ends where what has been read ends.</summary>
    private T Spanned<T>(int start, T expression)
        where T : Expression
    {
        expression.Start = start;
        expression.End = _tokens[_at - 1].End;
        return expression;
    }

    private static Expression Inner(Expression expression)
    {
        while (expression is Parenthesised parenthesised) expression = parenthesised.Inner;
        return expression;
    }
}

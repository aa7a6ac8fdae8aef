using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed class Binary(BinaryOperator op, Expression left, Expression right) : Expression
{
    public override object? Evaluate(RenderContext context)
    {
        switch (op)
        {
            case BinaryOperator.And:
                return Boxes.Of(Truth.Of(left.Evaluate(context)) && Truth.Of(right.Evaluate(context)));
            case BinaryOperator.Or:
                return Boxes.Of(Truth.Of(left.Evaluate(context)) || Truth.Of(right.Evaluate(context)));
            case BinaryOperator.Coalesce:
                return EvaluateLeniently(context) ?? right.Evaluate(context);
            case BinaryOperator.NotCoalesce:
                return EvaluateLeniently(context) is null ? null : right.Evaluate(context);
        }

        var first = Operand(context, left);
        var second = Operand(context, right);
        context.At(Position, left.Start, right.Start);
        return Operators.Apply(context, op, first, second);
    }

    public override Shape? Check(Checker checker)
    {
        var first = op is BinaryOperator.Coalesce or BinaryOperator.NotCoalesce ? left.CheckLeniently(checker) : left.Check(checker);
        var second = right.Check(checker);
        if (op is BinaryOperator.Coalesce) return Shape.Either(first, second);
        return op is BinaryOperator.NotCoalesce ? second : null;
    }

    /// <summary>A function that stands where a value is wanted is called: <c>(do; ret 1; end) + 1</c>.</summary>
    private static object? Operand(RenderContext context, Expression operand)
    {
        var value = operand.Evaluate(context);
        return value is ScriptFunction { Required: 0 } function ? function.Invoke(context, [], null) : value;
    }

    /// <summary>Before <c>??</c> a variable may be missing: that is what the right side is for.</summary>
    private object? EvaluateLeniently(RenderContext context)
    {
        if (left is not Target) return left.Evaluate(context);
        context.Lenient++;
        var value = left.Evaluate(context);
        context.Lenient--;
        return value;
    }
}

internal sealed class Unary(string op, Expression operand) : Expression
{
    /// <summary><c>^list</c>: as many arguments as it has items.</summary>
    public bool Expands => op == "^";

    public override object? Evaluate(RenderContext context)
    {
        if (op == "@") return operand.EvaluateAlias(context);
        var value = operand.Evaluate(context);
        if (op == "!") return Boxes.Of(!Truth.Of(value));
        if (op == "^") return value;
        context.Position = operand.Start;
        if (value is null || !Numbers.IsNumber(value))
            throw new Fault($"The operator `{op}` is not supported for `{Kinds.Of(value) ?? "null"}`: expecting a number");
        return op == "-" ? Numbers.Negate(value) : value;
    }

    public override Shape? Check(Checker checker) => op == "@" ? operand.Check(checker) : Nothing(operand.Check(checker));

    private static Shape? Nothing(Shape? _) => null;
}

internal static class Truth
{
    /// <summary>Only null and false are false; 0 and the empty string are true.</summary>
    public static bool Of(object? value) => value is not null and not EmptyValue && value is not false;
}

internal sealed class Conditional(Expression condition, Expression then, Expression otherwise) : Expression
{
    public override object? Evaluate(RenderContext context) =>
        Truth.Of(condition.Evaluate(context)) ? then.Evaluate(context) : otherwise.Evaluate(context);

    public override Shape? Check(Checker checker)
    {
        condition.Check(checker);
        return Shape.Either(then.Check(checker), otherwise.Check(checker));
    }
}

/// <summary><c>++x</c>, <c>x++</c> and their opposites.</summary>
internal sealed class Increment(Target target, int by, bool prefix) : Expression
{
    public override object? Evaluate(RenderContext context)
    {
        var before = target.Evaluate(context);
        context.At(target.Start, target.Start, target.Start);
        if (!Numbers.IsNumber(before)) throw new Fault($"Cannot increment or decrement `{Kinds.Of(before) ?? "null"}`");
        var after = Operators.Apply(context, BinaryOperator.Add, before, Boxes.Of(by));
        target.Assign(context, after);
        return prefix ? after : before;
    }

    public override Shape? Check(Checker checker) => target.Check(checker);
}

/// <summary>What stands in parentheses: it cannot be assigned to, and its value may be called with what follows.</summary>
internal sealed class Parenthesised(Expression inner) : Expression
{
    public Expression Inner => inner;

    public override object? Evaluate(RenderContext context) => inner.Evaluate(context);

    public override void Write(RenderContext context) => inner.Write(context);

    public override Shape? Check(Checker checker) => inner.Check(checker);

    public override Shape? CheckLeniently(Checker checker) => inner.CheckLeniently(checker);

    public override void CheckWritten(Checker checker) => inner.CheckWritten(checker);

    public override object? EvaluateAlias(RenderContext context) => inner.EvaluateAlias(context);
}

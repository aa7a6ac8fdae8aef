using System.Collections;
using System.Numerics;

namespace Digest.Templating.Running;

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideRound,
    Modulo,
    ShiftLeft,
    ShiftRight,
    BinaryAnd,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Coalesce,
    NotCoalesce,
    RangeInclude,
    RangeExclude,
}

/// <summary>What the binary operators mean for each kind of operands (those that need both sides).</summary>
internal static class Operators
{
    public static object? Apply(RenderContext context, BinaryOperator op, object? left, object? right)
    {
        if (op is BinaryOperator.Equal) return Boxes.Of(Equality.AreEqual(context, left, right));
        if (op is BinaryOperator.NotEqual) return Boxes.Of(!Equality.AreEqual(context, left, right));
        if (op is BinaryOperator.RangeInclude or BinaryOperator.RangeExclude)
            return new RangeValue(Numbers.ToLong(left), Numbers.ToLong(right), op == BinaryOperator.RangeInclude);
        if (op == BinaryOperator.Add && (left is Markup || right is Markup)) return Concatenate(context, left, right);
        if (op == BinaryOperator.Add && (left is string || right is string)) return OnText(context, op, left, right);
        if (IsArray(left) || IsArray(right))
        {
            if (ArrayOperators.TryApply(context, op, left, right, out var combined)) return combined;
        }
        else if (IsText(left) || IsText(right)) return OnText(context, op, left, right);

        if (left is null || right is null) return IsComparison(op) ? Boxes.False : null;
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right)) return Numbers.Apply(op, left, right);
        if (DateOperators.TryApply(op, left, right, out var result)) return result;
        if (left is bool && right is bool && IsComparison(op))
            return Compare(op, ((bool)left).CompareTo((bool)right));
        throw new Fault($"The operator `{Symbol(op)}` is not supported between "
            + $"`{Kinds.Of(left)}` and `{Kinds.Of(right)}`");
    }

    public static object Compare(BinaryOperator op, int order) => Boxes.Of(op switch
    {
        BinaryOperator.Less => order < 0,
        BinaryOperator.LessOrEqual => order <= 0,
        BinaryOperator.Greater => order > 0,
        _ => order >= 0,
    });

    public static bool IsComparison(BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    public static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.DivideRound => "//",
        BinaryOperator.Modulo => "%",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.BinaryAnd => "&",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        _ => op.ToString(),
    };

    private static bool IsText(object? value) => value is string or Markup;

    private static bool IsArray(object? value) => value is IEnumerable and not string and not IDictionary;

    /// <summary>Markup and text make markup, the text escaped: it is escaped once, wherever it is joined.</summary>
    private static Markup Concatenate(RenderContext context, object? left, object? right) =>
        new(context.Charge(Escaped(context, left) + Escaped(context, right)));

    public static string Escaped(RenderContext context, object? value) =>
        value is Markup markup ? markup.Text : Output.Escape(Text.Of(context, value));

    private static object? OnText(RenderContext context, BinaryOperator op, object? left, object? right)
    {
        if (op == BinaryOperator.Add)
        {
            var (first, second) = (Text.Of(context, left), Text.Of(context, right));
            context.ChargeText((long)first.Length + second.Length);
            return first + second;
        }

        if (op == BinaryOperator.Multiply)
        {
            var (text, count) = IsText(left) ? (left, right) : (right, left);
            if (Numbers.IsNumber(count!)) return Repeat(context, Text.Of(context, text), Numbers.ToLong(count));
        }

        if (left is null || right is null) return IsComparison(op) ? Boxes.False : null;
        if (!IsComparison(op))
            throw new Fault($"The operator `{Symbol(op)}` is not supported between `{Kinds.Of(left)}` and `{Kinds.Of(right)}`");
        return Compare(op, string.CompareOrdinal(Text.Of(context, left), Text.Of(context, right)));
    }

    private static string Repeat(RenderContext context, string text, long count)
    {
        if (count <= 0 || text.Length == 0) return "";
        if (count > context.Options.OutputLimit) context.ChargeText(count);
        context.ChargeText(text.Length * count);
        return string.Create((int)(text.Length * count), text, static (all, part) =>
        {
            for (var i = 0; i < all.Length; i += part.Length) part.CopyTo(all[i..]);
        });
    }
}

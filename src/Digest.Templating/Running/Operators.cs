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
        if (left is int first && right is int second && Numbers.Apply(op, first, second) is { } whole) return whole;
        if (IsText(left) || IsText(right)) return OnText(context, op, left, right);
        if (left is null || right is null) return OnNull(op, left, right);
        if (left is EmptyValue || right is EmptyValue) return OnEmpty(op, left, right);
        if (ArrayOperators.IsArray(left) || ArrayOperators.IsArray(right)) return ArrayOperators.Apply(context, op, left, right);
        if (Numbers.TryApply(context, op, left, right, out var result)) return result;
        if (left is bool || right is bool) return OnTruth(op, left, right);
        if (DateOperators.TryApply(op, left, right, out result)) return result;
        return op switch
        {
            BinaryOperator.Equal => Boxes.Of(left.Equals(right)),
            BinaryOperator.NotEqual => Boxes.Of(!left.Equals(right)),
            _ => throw Unsupported(op, left, right),
        };
    }

    public static Fault Unsupported(BinaryOperator op, object? left, object? right) => new(
        $"The operator `{Symbol(op)}` is not supported between `{Kinds.Of(left) ?? "null"}` and `{Kinds.Of(right) ?? "null"}`");

    public static object Compare(BinaryOperator op, int order) => Boxes.Of(Compares(op, order));

    public static bool Compares(BinaryOperator op, int order) => op switch
    {
        BinaryOperator.Equal => order == 0,
        BinaryOperator.NotEqual => order != 0,
        BinaryOperator.Less => order < 0,
        BinaryOperator.LessOrEqual => order <= 0,
        BinaryOperator.Greater => order > 0,
        _ => order >= 0,
    };

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
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.RangeInclude => "..",
        BinaryOperator.RangeExclude => "..<",
        _ => op.ToString(),
    };

    private static bool IsText(object? value) => value is string or Markup;

    public static string Escaped(RenderContext context, object? value) =>
        value is Markup markup ? markup.Text : Output.Escape(Text.Of(context, value));

    /// <summary>What is not there is equal to nothing else, neither more nor less than anything, and nothing comes of it.</summary>
    private static object? OnNull(BinaryOperator op, object? left, object? right) => op switch
    {
        BinaryOperator.Equal => Boxes.Of(left is null && right is null),
        BinaryOperator.NotEqual => Boxes.Of(left is not null || right is not null),
        _ => IsComparison(op) ? Boxes.False : null,
    };

    /// <summary><c>empty</c> is equal to what is empty; calculating with it gives it again.</summary>
    private static object OnEmpty(BinaryOperator op, object left, object right)
    {
        var isEmpty = Equality.IsEmpty(left) && Equality.IsEmpty(right);
        return op switch
        {
            BinaryOperator.Equal or BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual => Boxes.Of(isEmpty),
            BinaryOperator.NotEqual => Boxes.Of(!isEmpty),
            BinaryOperator.Less or BinaryOperator.Greater => Boxes.False,
            BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight when left is not EmptyValue || right is not EmptyValue => throw Unsupported(op, left, right),
            _ => EmptyValue.Instance,
        };
    }

    private static object OnTruth(BinaryOperator op, object left, object right) => op switch
    {
        BinaryOperator.Equal => Boxes.Of(Syntax.Truth.Of(left) == Syntax.Truth.Of(right)),
        BinaryOperator.NotEqual => Boxes.Of(Syntax.Truth.Of(left) != Syntax.Truth.Of(right)),
        _ => throw Unsupported(op, left, right),
    };

    private static object? OnText(RenderContext context, BinaryOperator op, object? left, object? right)
    {
        switch (op)
        {
            case BinaryOperator.Add when left is Markup || right is Markup:
                // Markup and text make markup, the text escaped: it is escaped once, wherever it is joined.
                return new Markup(context.Charge(Escaped(context, left) + Escaped(context, right)));
            case BinaryOperator.Add:
                var (first, second) = (Text.Of(context, left), Text.Of(context, right));
                context.ChargeText((long)first.Length + second.Length);
                return first + second;
            case BinaryOperator.Multiply:
                return Multiply(context, left, right);
            case var _ when IsComparison(op):
                if (left is EmptyValue || right is EmptyValue) return OnEmpty(op, left!, right!);
                return Compare(op, string.CompareOrdinal(Compared(context, left), Compared(context, right)));
            default:
                throw Unsupported(op, left, right);
        }
    }

    /// <summary>What is missing comes before every text, the empty one too.</summary>
    private static string? Compared(RenderContext context, object? value) => value is null ? null : Text.Of(context, value);

    private static string Multiply(RenderContext context, object? left, object? right)
    {
        var (text, times) = IsText(right) ? (right, left) : (left, right);
        if (!Numbers.TryToWhole(times, out var count))
        {
            context.Position = IsText(right) ? context.LeftPosition : context.RightPosition;
            throw new Fault($"{Unsupported(BinaryOperator.Multiply, left, right).Message}: expecting a string and a whole number");
        }

        return Repeat(context, Text.Of(context, text), count);
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

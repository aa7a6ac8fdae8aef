using System.Collections;

namespace Digest.Templating.Running;

/// <summary>Operators of which a side is an array or a range. All make a new array; none changes one.</summary>
internal static class ArrayOperators
{
    public static bool IsArray(object? value) => value is ScriptArray or RangeValue
        || (value is IEnumerable and not string && !Members.IsObject(value));

    public static object Apply(RenderContext context, BinaryOperator op, object left, object right)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return context.NewArray([.. Items(context, op, left, right, false), .. Items(context, op, left, right, true)]);
            case BinaryOperator.Multiply:
                return Multiply(context, left, right);
            case BinaryOperator.Divide or BinaryOperator.DivideRound:
                var all = Items(context, op, left, right, false);
                return context.NewArray(all[..(all.Count / Divisor(context, op, left, right))]);
            case BinaryOperator.Modulo:
                var items = Items(context, op, left, right, false);
                var step = Divisor(context, op, left, right);
                return context.NewArray([.. items.Where((_, index) => index % step == 0)]);
            case BinaryOperator.ShiftLeft when right is not EmptyValue:
                return context.NewArray([.. Items(context, op, left, right, false), right]);
            case BinaryOperator.ShiftRight when left is not EmptyValue:
                return context.NewArray([left, .. Items(context, op, left, right, true)]);
            case BinaryOperator.NotEqual:
                return Boxes.Of(!Compare(context, BinaryOperator.Equal, left, right));
            case BinaryOperator.Equal or BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual:
                return Boxes.Of(Compare(context, op, left, right));
            default:
                throw Operators.Unsupported(op, left, right);
        }
    }

    /// <summary>The longer one is the greater; of the same length, each item must compare so with the other's.</summary>
    private static bool Compare(RenderContext context, BinaryOperator op, object left, object right)
    {
        var (lefts, rights) = (Items(context, op, left, right, false), Items(context, op, left, right, true));
        if (lefts.Count != rights.Count) return op != BinaryOperator.Equal && Operators.Compares(op, lefts.Count.CompareTo(rights.Count));
        context.EnterComparison();
        var result = lefts.Count > 0 || op is not (BinaryOperator.Less or BinaryOperator.Greater);
        for (var i = 0; result && i < lefts.Count; i++)
        {
            context.Tick();
            result = Operators.Apply(context, op, Members.Normalise(lefts[i]), Members.Normalise(rights[i])) is true;
        }

        context.LeaveComparison();
        return result;
    }

    private static List<object?> Items(RenderContext context, BinaryOperator op, object left, object right, bool ofRight)
    {
        var side = ofRight ? right : left;
        if (IsArray(side) || Members.IsObject(side)) return Sequences.List(context, side);
        context.Position = ofRight ? context.RightPosition : context.LeftPosition;
        throw new Fault($"{Operators.Unsupported(op, left, right).Message}: expecting an array on the {(ofRight ? "right" : "left")}");
    }

    private static ScriptArray Multiply(RenderContext context, object left, object right)
    {
        if (IsArray(left) && IsArray(right))
            throw new Fault($"{Operators.Unsupported(BinaryOperator.Multiply, left, right).Message}: expecting one array and a number");
        var items = Sequences.List(context, IsArray(left) ? left : right);
        var count = Numbers.ToWhole(IsArray(left) ? right : left);
        if (count < 0)
        {
            context.Position = IsArray(left) ? context.RightPosition : context.LeftPosition;
            throw new Fault($"Cannot multiply an array by the negative number {count}");
        }

        var length = (long)items.Count * count;
        context.CheckLoop(items.Count == 0 ? 0 : length + count);
        context.ChargeItems(length);
        var all = new List<object?>((int)length);
        for (var i = 0; i < count && items.Count > 0; i++) all.AddRange(items);
        return new ScriptArray(all);
    }

    private static int Divisor(RenderContext context, BinaryOperator op, object left, object right)
    {
        var by = Numbers.ToWhole(right);
        if (by > 0) return by;
        context.Position = context.RightPosition;
        throw by == 0 ? new Fault("Division by zero") : new Fault($"{Operators.Unsupported(op, left, right).Message}: {by} is negative");
    }
}

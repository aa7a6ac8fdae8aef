namespace Digest.Templating.Running;

/// <summary>Operators of which a side is an array. All make a new array; none changes one.</summary>
internal static class ArrayOperators
{
    public static bool TryApply(RenderContext context, BinaryOperator op, object? left, object? right, out object? result)
    {
        result = op switch
        {
            BinaryOperator.Add => context.NewArray([.. Sequences.List(context, left), .. Sequences.List(context, right)]),
            BinaryOperator.ShiftLeft when left is not null => context.NewArray([.. Sequences.List(context, left), right]),
            BinaryOperator.ShiftRight when right is not null => context.NewArray([left, .. Sequences.List(context, right)]),
            BinaryOperator.Subtract => Filter(context, left, right, false),
            BinaryOperator.BinaryAnd => Filter(context, left, right, true),
            BinaryOperator.Multiply when Numbers.IsNumber(right) => Repeat(context, left, Numbers.ToLong(right)),
            BinaryOperator.Multiply when Numbers.IsNumber(left) => Repeat(context, right, Numbers.ToLong(left)),
            _ => null,
        };
        return result is not null;
    }

    private static ScriptArray Filter(RenderContext context, object? left, object? right, bool keepCommon)
    {
        var other = Sequences.List(context, right);
        return context.NewArray(
            Sequences.List(context, left).FindAll(item => Sequences.Contains(context, other, item) == keepCommon));
    }

    private static ScriptArray Repeat(RenderContext context, object? array, long count)
    {
        var items = Sequences.List(context, array);
        if (count > context.Options.OutputLimit) context.ChargeItems(count);
        context.ChargeItems(items.Count * Math.Max(0, count));
        var all = new List<object?>();
        for (var i = 0; i < count && items.Count > 0; i++) all.AddRange(items);
        return new ScriptArray(all);
    }
}

namespace Digest.Templating.Running;

/// <summary>Dates and time spans: their differences, sums and order.</summary>
internal static class DateOperators
{
    public static bool IsDate(object? value) => value is DateTime or DateTimeOffset or DateOnly;

    public static bool TryApply(BinaryOperator op, object left, object right, out object? result)
    {
        result = (op, left, right) switch
        {
            (BinaryOperator.Subtract, TimeSpan a, TimeSpan b) => a - b,
            (BinaryOperator.Add, TimeSpan a, TimeSpan b) => a + b,
            (BinaryOperator.Add, _, TimeSpan b) when IsDate(left) => Add(left, b),
            (BinaryOperator.Add, TimeSpan a, _) when IsDate(right) => Add(right, a),
            (BinaryOperator.Subtract, _, TimeSpan b) when IsDate(left) => Add(left, -b),
            (BinaryOperator.Subtract, _, _) when IsDate(left) && IsDate(right) => Instant(left) - Instant(right),
            _ => null,
        };
        if (result is null && Operators.IsComparison(op) && TryCompare(left, right, out var order))
            result = Operators.Compare(op, order);
        return result is not null;
    }

    public static bool TryCompare(object left, object right, out int order)
    {
        order = 0;
        if (left is TimeSpan a && right is TimeSpan b) order = a.CompareTo(b);
        else if (IsDate(left) && IsDate(right)) order = Instant(left).CompareTo(Instant(right));
        else return false;
        return true;
    }

    public static object Add(object date, TimeSpan span) => date switch
    {
        DateTime time => (object)(time + span), // Else all would become DateTimeOffset, with this machine's zone.
        DateTimeOffset time => time + span,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue) + span,
        _ => throw new Fault($"Unable to convert `{Kinds.Of(date)}` to date"),
    };

    /// <summary>A time of no known zone is taken as UTC, so that the same template gives the same mail everywhere.</summary>
    public static DateTimeOffset Instant(object? date) => date switch
    {
        DateTimeOffset time => time,
        DateTime { Kind: DateTimeKind.Local } time => new DateTimeOffset(time.ToUniversalTime().Ticks, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time.Ticks, TimeSpan.Zero),
        DateOnly day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue).Ticks, TimeSpan.Zero),
        _ => throw new Fault($"Unable to convert `{Kinds.Of(date)}` to date"),
    };
}

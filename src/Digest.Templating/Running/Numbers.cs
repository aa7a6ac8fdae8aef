using System.Globalization;
using System.Numerics;

namespace Digest.Templating.Running;

/// <summary>
/// Arithmetic: whole numbers as int, long or BigInteger, whichever is the smallest that holds the result; a double,
/// float or decimal on either side makes the result one.
/// </summary>
internal static class Numbers
{
    /// <summary>Far more digits than a mail shows, far fewer than would take time.</summary>
    private const int BitLimit = 4096;

    public static bool IsNumber(object? value) => value is int or long or double or float or decimal or BigInteger;

    public static object Apply(BinaryOperator op, object left, object right)
    {
        if (left is int a && right is int b && OnInt(op, a, b) is { } small) return small;
        if (left is double or float || right is double or float)
        {
            var result = OnDouble(op, ToDouble(left), ToDouble(right));
            return result is double wide && left is not double && right is not double ? (float)wide : result;
        }

        if (left is decimal || right is decimal) return OnDecimal(op, ToDecimal(left), ToDecimal(right));
        return OnBig(op, ToBig(left), ToBig(right));
    }

    public static int CompareTo(object left, object right)
    {
        if (left is int a && right is int b) return a.CompareTo(b);
        if (left is double or float || right is double or float) return ToDouble(left).CompareTo(ToDouble(right));
        return left is decimal || right is decimal
            ? ToDecimal(left).CompareTo(ToDecimal(right))
            : ToBig(left).CompareTo(ToBig(right));
    }

    public static object Negate(object value) => value switch
    {
        double number => -number,
        float number => -number,
        decimal number => -number,
        _ => Boxes.Of(-ToBig(value)),
    };

    public static double ToDouble(object? value) => value switch
    {
        null => 0,
        int number => number,
        long number => number,
        double number => number,
        float number => number,
        decimal number => (double)number,
        BigInteger number => (double)number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Unable(value, "number"),
    };

    public static long ToLong(object? value)
    {
        switch (value)
        {
            case null:
                return 0;
            case int number:
                return number;
            case long number:
                return number;
            case string text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                return number;
            case double or float or decimal or BigInteger:
                var real = ToDouble(value);
                if (real is >= long.MinValue and < long.MaxValue) return (long)real;
                throw Unable(value, "integer");
            case bool truth:
                return truth ? 1 : 0;
            default:
                throw Unable(value, "integer");
        }
    }

    public static int ToInt(object? value) =>
        ToLong(value) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Unable(value, "integer");

    private static Fault Unable(object? value, string kind) => new($"Unable to convert `{Kinds.Of(value)}` to {kind}");

    private static decimal ToDecimal(object value) => value switch
    {
        decimal number => number,
        int number => number,
        long number => number,
        BigInteger number => (decimal)number,
        _ => (decimal)ToDouble(value),
    };

    private static BigInteger ToBig(object value) => value is BigInteger big ? big : ToLong(value);

    /// <summary>Null where the result is no int.</summary>
    private static object? OnInt(BinaryOperator op, int left, int right) => op switch
    {
        BinaryOperator.Add => Boxes.Of((long)left + right),
        BinaryOperator.Subtract => Boxes.Of((long)left - right),
        BinaryOperator.Multiply => Boxes.Of((long)left * right),
        BinaryOperator.Divide when right != 0 => (double)left / right,
        BinaryOperator.DivideRound when right != 0 => Boxes.Of((long)left / right),
        BinaryOperator.Modulo when right != 0 => Boxes.Of((long)left % right),
        BinaryOperator.BinaryAnd => Boxes.Of(left & right),
        BinaryOperator.Less => Boxes.Of(left < right),
        BinaryOperator.LessOrEqual => Boxes.Of(left <= right),
        BinaryOperator.Greater => Boxes.Of(left > right),
        BinaryOperator.GreaterOrEqual => Boxes.Of(left >= right),
        _ => null,
    };

    private static object OnDouble(BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.DivideRound => Math.Round(left / right),
        BinaryOperator.Modulo => left % right,
        BinaryOperator.Less => Boxes.Of(left < right),
        BinaryOperator.LessOrEqual => Boxes.Of(left <= right),
        BinaryOperator.Greater => Boxes.Of(left > right),
        BinaryOperator.GreaterOrEqual => Boxes.Of(left >= right),
        _ => throw NotFor(op, "double"),
    };

    private static object OnDecimal(BinaryOperator op, decimal left, decimal right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / NotZero(right),
        BinaryOperator.DivideRound => decimal.Round(left / NotZero(right)),
        BinaryOperator.Modulo => left % NotZero(right),
        _ when Operators.IsComparison(op) => Operators.Compare(op, left.CompareTo(right)),
        _ => throw NotFor(op, "decimal"),
    };

    private static object OnBig(BinaryOperator op, BigInteger left, BigInteger right) => op switch
    {
        BinaryOperator.Add => Bounded(left + right),
        BinaryOperator.Subtract => Bounded(left - right),
        BinaryOperator.Multiply => Bounded(left * right),
        BinaryOperator.Divide => (double)left / (double)NotZero(right),
        BinaryOperator.DivideRound => Bounded(left / NotZero(right)),
        BinaryOperator.Modulo => Bounded(left % NotZero(right)),
        BinaryOperator.BinaryAnd => Bounded(left & right),
        BinaryOperator.ShiftLeft => Bounded(left << Shift(right)),
        BinaryOperator.ShiftRight => Bounded(left >> Shift(right)),
        _ when Operators.IsComparison(op) => Operators.Compare(op, left.CompareTo(right)),
        _ => throw NotFor(op, "int"),
    };

    private static object Bounded(BigInteger value) =>
        value.GetBitLength() <= BitLimit ? Boxes.Of(value) : throw new Fault("The number is too large");

    private static int Shift(BigInteger by) => BigInteger.Abs(by) <= BitLimit ? (int)by : throw new Fault("The number is too large");

    private static BigInteger NotZero(BigInteger value) => value.IsZero ? throw new Fault("Division by zero") : value;

    private static decimal NotZero(decimal value) => value == 0 ? throw new Fault("Division by zero") : value;

    private static Fault NotFor(BinaryOperator op, string kind) =>
        new($"The operator `{Operators.Symbol(op)}` is not supported between `{kind}` and `{kind}`");
}

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

    /// <summary>False where neither side is a number; a truth beside one is 1 or 0.</summary>
    public static bool TryApply(RenderContext context, BinaryOperator op, object left, object right, out object? result)
    {
        result = Math.Max(Rank(left), Rank(right)) switch
        {
            5 => OnDecimal(op, ToDecimal(left), ToDecimal(right)),
            4 => OnDouble(op, Real(left), Real(right)),
            3 => OnFloat(op, (float)Real(left), (float)Real(right)),
            2 or 1 => OnBig(context, op, ToBig(left), ToBig(right)),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>Null where the result is no int.</summary>
    public static object? Apply(BinaryOperator op, int left, int right) => op switch
    {
        BinaryOperator.Add => Boxes.Of((long)left + right),
        BinaryOperator.Subtract => Boxes.Of((long)left - right),
        BinaryOperator.Multiply => Boxes.Of((long)left * right),
        BinaryOperator.Divide => (double)left / right,
        BinaryOperator.DivideRound when right != 0 => Boxes.Of((long)left / right),
        BinaryOperator.Modulo when right != 0 => Boxes.Of((long)left % right),
        BinaryOperator.Equal => Boxes.Of(left == right),
        BinaryOperator.NotEqual => Boxes.Of(left != right),
        BinaryOperator.Less => Boxes.Of(left < right),
        BinaryOperator.LessOrEqual => Boxes.Of(left <= right),
        BinaryOperator.Greater => Boxes.Of(left > right),
        BinaryOperator.GreaterOrEqual => Boxes.Of(left >= right),
        _ => null,
    };

    /// <summary>Which of two kinds the calculation is done in: the higher.</summary>
    private static int Rank(object value) => value switch
    {
        decimal => 5,
        double => 4,
        float => 3,
        BigInteger or long => 2,
        int => 1,
        _ => 0,
    };

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

    private static Fault Unable(object? value, string kind) => new($"Unable to convert `{Kinds.Of(value)}` to {kind}");

    /// <summary>As a count or an index: rounded, a text read, a truth 1 or 0, null 0.</summary>
    public static int ToWhole(object? value) => TryToWhole(value, out var whole) ? whole : throw Unable(value, "int");

    public static bool TryToWhole(object? value, out int whole)
    {
        whole = 0;
        switch (value)
        {
            case null:
                return true;
            case int number:
                whole = number;
                return true;
            case bool truth:
                whole = truth ? 1 : 0;
                return true;
            case string or Markup:
                return int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out whole);
            case long or BigInteger or decimal or double or float:
                var rounded = value is decimal exact ? (double)decimal.Round(exact) : Math.Round(ToDouble(value));
                if (rounded is not (>= int.MinValue and <= int.MaxValue)) return false;
                whole = (int)rounded;
                return true;
            default:
                return false;
        }
    }

    private static double Real(object value) => value is bool truth ? (truth ? 1 : 0) : ToDouble(value);

    private static decimal ToDecimal(object value) => value switch
    {
        decimal number => number,
        int number => number,
        long number => number,
        BigInteger number => InDecimal((double)number) ? (decimal)number : throw Unable(value, "decimal"),
        _ when Real(value) is var real => InDecimal(real) ? (decimal)real : throw Unable(value, "decimal"),
        _ => 0,
    };

    private static bool InDecimal(double value) => Math.Abs(value) < 7.9e28;

    private static BigInteger ToBig(object value) => value switch
    {
        BigInteger big => big,
        int number => number,
        long number => number,
        bool truth => truth ? 1 : 0,
        _ => throw Unable(value, "int"),
    };

    private static object OnDouble(BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.DivideRound => Math.Round(left / right),
        BinaryOperator.Modulo => left % right,
        BinaryOperator.ShiftLeft => left * Math.Pow(2, right),
        BinaryOperator.ShiftRight => left / Math.Pow(2, right),
        BinaryOperator.Equal => Boxes.Of(left == right),
        BinaryOperator.NotEqual => Boxes.Of(left != right),
        BinaryOperator.Less => Boxes.Of(left < right),
        BinaryOperator.LessOrEqual => Boxes.Of(left <= right),
        BinaryOperator.Greater => Boxes.Of(left > right),
        BinaryOperator.GreaterOrEqual => Boxes.Of(left >= right),
        _ => throw NotFor(op, "double"),
    };

    private static object OnFloat(BinaryOperator op, float left, float right) => op switch
    {
        BinaryOperator.DivideRound => right == 0 ? throw new Fault("Division by zero") : MathF.Truncate(left / right) + 0f,
        _ => OnDouble(op, left, right) is double wide ? (float)wide : OnDouble(op, left, right),
    };

    private static object OnDecimal(BinaryOperator op, decimal left, decimal right)
    {
        try
        {
            return op switch
            {
                BinaryOperator.Add => left + right,
                BinaryOperator.Subtract => left - right,
                BinaryOperator.Multiply => left * right,
                BinaryOperator.Divide => left / NotZero(right),
                BinaryOperator.DivideRound => decimal.Round(left / NotZero(right)),
                BinaryOperator.Modulo => left % NotZero(right),
                BinaryOperator.ShiftLeft => left * (decimal)Math.Pow(2, (double)right),
                BinaryOperator.ShiftRight => left / NotZero((decimal)Math.Pow(2, (double)right)),
                _ when Operators.IsComparison(op) => Operators.Compare(op, left.CompareTo(right)),
                _ => throw NotFor(op, "decimal"),
            };
        }
        catch (OverflowException)
        {
            throw new Fault("The number is too large");
        }
    }

    private static object OnBig(RenderContext context, BinaryOperator op, BigInteger left, BigInteger right) => op switch
    {
        BinaryOperator.Add => Bounded(left + right),
        BinaryOperator.Subtract => Bounded(left - right),
        BinaryOperator.Multiply => Bounded(left * right),
        BinaryOperator.Divide => (double)left / (double)right,
        BinaryOperator.DivideRound => Bounded(left / NotZero(right)),
        BinaryOperator.Modulo => Bounded(left % NotZero(right)),
        BinaryOperator.ShiftLeft => Bounded(left << Shift(right)),
        BinaryOperator.ShiftRight => Bounded(left >> Shift(right)),
        BinaryOperator.RangeInclude or BinaryOperator.RangeExclude => Range(context, left, right, op == BinaryOperator.RangeInclude),
        _ when Operators.IsComparison(op) => Operators.Compare(op, left.CompareTo(right)),
        _ => throw NotFor(op, "int"),
    };

    private static RangeValue Range(RenderContext context, BigInteger first, BigInteger last, bool inclusive)
    {
        var count = BigInteger.Abs(last - first) + (inclusive ? 1 : 0);
        if (count > context.Options.LoopLimit)
            throw new Fault($"The range is longer than the limit of {context.Options.LoopLimit} rounds for loops");
        if (BigInteger.Abs(first) > long.MaxValue || BigInteger.Abs(last) > long.MaxValue) throw new Fault("The number is too large");
        return new RangeValue((long)first, (long)last, (int)count);
    }

    private static object Bounded(BigInteger value) =>
        value.GetBitLength() <= BitLimit ? Boxes.Of(value) : throw new Fault("The number is too large");

    private static int Shift(BigInteger by) => BigInteger.Abs(by) <= BitLimit ? (int)by : throw new Fault("The number is too large");

    private static BigInteger NotZero(BigInteger value) => value.IsZero ? throw new Fault("Division by zero") : value;

    private static decimal NotZero(decimal value) => value == 0 ? throw new Fault("Division by zero") : value;

    private static Fault NotFor(BinaryOperator op, string kind) =>
        new($"The operator `{Operators.Symbol(op)}` is not supported between `{kind}` and `{kind}`");
}

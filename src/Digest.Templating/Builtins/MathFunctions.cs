using System.Globalization;
using System.Security.Cryptography;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>math.*</summary>
internal static class MathFunctions
{
    public static readonly BuiltinObject Object = new Library("math")
        .Add("abs", "value", (_, a) => a[0] is null or bool ? a[0] : Numbers.CompareTo(Number(a[0]), 0) < 0 ? Numbers.Negate(a[0]!) : a[0])
        .Add("ceil", "value", (_, a) => Whole(a[0], Math.Ceiling, Math.Ceiling))
        .Add("divided_by", "value divisor", (c, a) => Divide(c, a[0], a[1]))
        .Add("floor", "value", (_, a) => Whole(a[0], Math.Floor, Math.Floor))
        .Add("format", "value format culture?", (c, a) => Format(c, a[0] is null ? null : Number(a[0]), a[1], a[2]))
        .Add("is_number", "value", (_, a) => Boxes.Of(Numbers.IsNumber(a[0])))
        .Add("minus", "value with", (c, a) => Apply(c, BinaryOperator.Subtract, a))
        .Add("modulo", "value with", (c, a) => Apply(c, BinaryOperator.Modulo, a))
        .Add("plus", "value with", (c, a) => Apply(c, BinaryOperator.Add, a))
        .Add("random", "minValue maxValue", (_, a) => Random(Numbers.ToWhole(a[0]), Numbers.ToWhole(a[1])))
        .Add("round", "value precision?", (_, a) => Round(a[0], Numbers.ToWhole(a[1])))
        .Add("times", "value with", (c, a) => Apply(c, BinaryOperator.Multiply, a))
        .Add("uuid", "", (_, _) => Uuid())
        .Build();

    /// <summary>A .NET format; its repetitions ("D999999999") are bounded like any other string.</summary>
    public static object? Format(RenderContext context, object? value, object? format, object? culture)
    {
        if (value is null) return "";
        if (value is not IFormattable formattable) throw new Fault($"Cannot format `{Kinds.Of(value)}`");
        var pattern = Text.Of(context, format);
        var digits = 0L;
        foreach (var c in pattern) digits = char.IsAsciiDigit(c) ? Math.Min((digits * 10) + c - '0', int.MaxValue) : 0;
        context.ChargeText(pattern.Length + (char.IsAsciiDigit(pattern.LastOrDefault()) ? digits : 0));
        return context.Charge(formattable.ToString(pattern, Culture(context, culture)));
    }

    public static CultureInfo Culture(RenderContext context, object? name) =>
        name is null ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(Text.Of(context, name));

    private static object Number(object? value) => Numbers.IsNumber(value)
        ? value!
        : throw new Fault($"Expecting a number, not `{Kinds.Of(value) ?? "null"}`");

    /// <summary>Nothing is nought here, and a truth one or nought.</summary>
    private static object Whole(object? value, Func<double, double> real, Func<decimal, decimal> exact) => value switch
    {
        null => Boxes.Of(0),
        bool truth => Boxes.Of(truth ? 1 : 0),
        double number => real(number),
        float number => real(number),
        decimal number => exact(number),
        _ => Number(value),
    };

    private static object Round(object? value, int precision)
    {
        if (precision is < 0 or > 15) throw new Fault($"The precision must be 0 to 15, not {precision}") { Argument = 1 };
        return Whole(value, number => Math.Round(number, precision), number => decimal.Round(number, precision));
    }

    private static object? Apply(RenderContext context, BinaryOperator op, ReadOnlySpan<object?> a)
    {
        context.At(context.Position, context.Position, context.Position);
        return Operators.Apply(context, op, a[0], a[1]);
    }

    /// <summary>By an int the result is one too, rounded down.</summary>
    private static object? Divide(RenderContext context, object? value, object? divisor)
    {
        context.At(context.Position, context.Position, context.Position);
        var dividend = value switch
        {
            null => 0,
            bool truth => truth ? 1 : 0,
            _ => Numbers.ToDouble(Number(value)),
        };
        var quotient = Operators.Apply(context, BinaryOperator.Divide, dividend, divisor);
        if (divisor is not int || quotient is not double real) return quotient;
        return double.IsFinite(real) ? Boxes.Of(Numbers.ToLong(Math.Floor(real))) : throw new Fault("Division by zero");
    }

    private static object Random(int least, int below) => least < below
        ? Boxes.Of(RandomNumberGenerator.GetInt32(least, below))
        : least == below ? Boxes.Of(least) : throw new Fault("The lower bound is above the upper bound");

    /// <summary>RFC 9562, version 4.</summary>
    private static string Uuid()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}

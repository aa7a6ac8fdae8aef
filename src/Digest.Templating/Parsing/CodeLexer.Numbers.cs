using System.Globalization;
using System.Numerics;

namespace Digest.Templating.Parsing;

/// <summary>The literals of numbers.</summary>
internal sealed partial class CodeLexer
{
    private const int DigitLimit = 1000;

    private void ReadNumber()
    {
        var from = _at;
        var p = _at;
        if (text[p] == '0' && p + 1 < text.Length && text[p + 1] is 'x' or 'X' or 'b' or 'B')
        {
            ReadBased(text[p + 1] is 'x' or 'X' ? 16 : 2);
            return;
        }

        p = SkipDigits(p);
        var real = p < text.Length && text[p] == '.' && (p + 1 == text.Length || (text[p + 1] is not ('.' or '_' or '?') && !char.IsLetter(text[p + 1])));
        if (real) p = SkipDigits(p + 1);
        var exponent = p < text.Length && text[p] is 'e' or 'E' ? ExponentEnd(p) : p;
        p = exponent;
        var digits = text[from..p].Replace("_", "", StringComparison.Ordinal);
        var suffix = p < text.Length ? char.ToLowerInvariant(text[p]) : '\0';
        if (suffix is not ('f' or 'd' or 'm') || (p + 1 < text.Length && IsNamePart(text[p + 1]))) suffix = '\0';
        Add(TokenKind.Number, from, suffix == '\0' ? p : p + 1, ParseNumber(from, digits, real, suffix));
    }

    private int SkipDigits(int p)
    {
        while (p < text.Length && (char.IsAsciiDigit(text[p]) || text[p] == '_')) p++;
        return p;
    }

    private int ExponentEnd(int p)
    {
        var q = p + 1;
        if (q < text.Length && text[q] is '+' or '-') q++;
        return q < text.Length && char.IsAsciiDigit(text[q]) ? SkipDigits(q) : p;
    }

    private object ParseNumber(int from, string digits, bool real, char suffix)
    {
        var culture = CultureInfo.InvariantCulture;
        if (suffix == 'm')
        {
            if (decimal.TryParse(digits, NumberStyles.Float, culture, out var money)) return money;
            Fail(from, $"The number `{digits}` is too large");
            return 0m;
        }

        if (suffix == 'f') return float.Parse(digits, NumberStyles.Float, culture);
        if (!real && digits.IndexOfAny(['e', 'E']) is > 0 and var e) return ParsePower(from, digits, e);
        if (real || suffix == 'd') return double.Parse(digits, NumberStyles.Float, culture);
        if (int.TryParse(digits, NumberStyles.None, culture, out var small)) return small;
        if (long.TryParse(digits, NumberStyles.None, culture, out var large)) return large;
        if (digits.Length <= DigitLimit) return BigInteger.Parse(digits, NumberStyles.None, culture);
        Fail(from, "The number is too large");
        return 0;
    }

    /// <summary>Without a fraction a number with a power of ten is whole, as long as the power is not negative.</summary>
    private object ParsePower(int from, string digits, int e)
    {
        var culture = CultureInfo.InvariantCulture;
        if (digits[e + 1] == '-') return double.Parse(digits, NumberStyles.Float, culture);
        if (e < DigitLimit && int.TryParse(digits.AsSpan(e + 1), NumberStyles.AllowLeadingSign, culture, out var power) && power < DigitLimit)
            return Running.Boxes.Of(BigInteger.Parse(digits.AsSpan(0, e), NumberStyles.None, culture) * BigInteger.Pow(10, power));
        Fail(from, "The number is too large");
        return 0;
    }

    /// <summary>0x… and 0b…; a <c>u</c> at the end keeps the top bit from meaning minus.</summary>
    private void ReadBased(int radix)
    {
        var from = _at;
        var p = from + 2;
        ulong value = 0;
        var digits = 0;
        for (; p < text.Length; p++)
        {
            if (text[p] == '_') continue;
            var digit = char.IsAsciiHexDigit(text[p]) ? Convert.ToInt32(text[p].ToString(), 16) : 99;
            if (digit >= radix) break;
            value = (value * (ulong)radix) + (ulong)digit;
            digits++;
        }

        if (digits == 0 || digits > (radix == 16 ? 16 : 64)) Fail(from, "Invalid number");
        var unsigned = p < text.Length && text[p] is 'u' or 'U';
        object number = value <= int.MaxValue ? (int)value
            : value <= uint.MaxValue ? (unsigned ? (long)value : (object)(int)(uint)value)
            : unsigned && value > long.MaxValue ? new BigInteger(value) : (long)value;
        Add(TokenKind.Number, from, unsigned ? p + 1 : p, number);
    }
}

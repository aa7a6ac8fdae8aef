using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>string.*: of markup they take the text, and what they give is plain text again.</summary>
internal static class StringFunctions
{
    public static readonly BuiltinObject Object = new Library("string")
        .Add("append", "text with", (c, a) => Operators.Apply(c, BinaryOperator.Add, T(c, a[0]), T(c, a[1])))
        .Add("base64_decode", "text", (c, a) => Encoding.UTF8.GetString(Convert.FromBase64String(T(c, a[0]))))
        .Add("base64_encode", "text", (c, a) => c.Charge(Convert.ToBase64String(Encoding.UTF8.GetBytes(T(c, a[0])))))
        .Add("capitalize", "text", (c, a) => c.Charge(Words.Capitalize(T(c, a[0]))))
        .Add("capitalizewords", "text", (c, a) => c.Charge(Words.CapitalizeEach(T(c, a[0]))))
        .Add("contains", "text value", (c, a) => Boxes.Of(Has(c, a) && IndexOf(T(c, a[0]), T(c, a[1])) >= 0))
        .Add("downcase", "text", (c, a) => a[0] is null ? null : c.Charge(T(c, a[0]).ToLowerInvariant()))
        .Add("empty", "text", (c, a) => Boxes.Of(T(c, a[0]).Length == 0))
        .Add("ends_with", "text value", (c, a) => Boxes.Of(Has(c, a) && T(c, a[0]).EndsWith(T(c, a[1]), StringComparison.Ordinal)))
        .Add("equals_ignore_case", "text value", (c, a) =>
            Boxes.Of(a[0] is not null && a[1] is not null && T(c, a[0]).Equals(T(c, a[1]), StringComparison.OrdinalIgnoreCase)))
        .Add("escape", "text", (c, a) => a[0] is null ? null : c.Charge(Text.Escaped(T(c, a[0]))))
        .Add("handleize", "text", (c, a) => c.Charge(Words.Handle(T(c, a[0]))))
        .Add("hmac_sha1", "text secretKey", (c, a) => Hex(HMACSHA1.HashData(Utf8(c, a[1]), Utf8(c, a[0]))))
        .Add("hmac_sha256", "text secretKey", (c, a) => Hex(HMACSHA256.HashData(Utf8(c, a[1]), Utf8(c, a[0]))))
        .Add("hmac_sha512", "text secretKey", (c, a) => Hex(HMACSHA512.HashData(Utf8(c, a[1]), Utf8(c, a[0]))))
        .Add("index_of", "text search startIndex? count? stringComparison?", Find)
        .Add("literal", "text", (c, a) => a[0] is null ? null : c.Charge(Text.Literal(T(c, a[0]))))
        .Add("lstrip", "text", (c, a) => a[0] is null ? null : c.Charge(T(c, a[0]).TrimStart()))
        .Add("md5", "text", (c, a) => Hex(MD5.HashData(Utf8(c, a[0]))))
        .Add("pad_left", "text width", (c, a) => T(c, a[0]).PadLeft(Width(c, a[1])))
        .Add("pad_right", "text width", (c, a) => T(c, a[0]).PadRight(Width(c, a[1])))
        .Add("pluralize", "number singular plural", (c, a) =>
            Numbers.ToWhole(a[0]) == 1 ? T(c, a[1]) : T(c, a[2]))
        .Add("prepend", "text by", (c, a) => Operators.Apply(c, BinaryOperator.Add, T(c, a[1]), T(c, a[0])))
        .Add("remove", "text remove", (c, a) => a[0] is null ? null : a[1] is null or "" ? T(c, a[0]) : Replace(c, T(c, a[0]), T(c, a[1]), ""))
        .Add("remove_first", "text remove", (c, a) => a[0] is null ? null : ReplaceOne(c, T(c, a[0]), T(c, a[1]), "", false))
        .Add("remove_last", "text remove", (c, a) => a[0] is null ? null : ReplaceOne(c, T(c, a[0]), T(c, a[1]), "", true))
        .Add("replace", "text match replace", (c, a) => Replace(c, T(c, a[0]), T(c, a[1]), T(c, a[2])))
        .Add("replace_first", "text match replace fromEnd?", (c, a) =>
            ReplaceOne(c, T(c, a[0]), T(c, a[1]), T(c, a[2]), Syntax.Truth.Of(a[3])))
        .Add("rstrip", "text", (c, a) => a[0] is null ? null : c.Charge(T(c, a[0]).TrimEnd()))
        .Add("sha1", "text", (c, a) => Hex(SHA1.HashData(Utf8(c, a[0]))))
        .Add("sha256", "text", (c, a) => Hex(SHA256.HashData(Utf8(c, a[0]))))
        .Add("sha512", "text", (c, a) => Hex(SHA512.HashData(Utf8(c, a[0]))))
        .Add("size", "text", (c, a) => Boxes.Of(T(c, a[0]).Length))
        .Add("slice", "text start length?", (c, a) => Slice(c, T(c, a[0]), Numbers.ToWhole(a[1]), a[2] is null ? null : Numbers.ToWhole(a[2])))
        .Add("slice1", "text start length?", (c, a) =>
            Slice(c, T(c, a[0]), Numbers.ToWhole(a[1]), a[2] is null ? 1 : Math.Max(0, Numbers.ToWhole(a[2]))))
        .Add("split", "text match", Split)
        .Add("starts_with", "text value", (c, a) => Boxes.Of(Has(c, a) && T(c, a[0]).StartsWith(T(c, a[1]), StringComparison.Ordinal)))
        .Add("strip", "text", (c, a) => a[0] is null ? null : c.Charge(T(c, a[0]).Trim()))
        .Add("strip_newlines", "text", (c, a) =>
            c.Charge(T(c, a[0]).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)))
        .Add("to_double", "text", (c, a) => ToReal(T(c, a[0])))
        .Add("to_float", "text", (c, a) => ToReal(T(c, a[0])) is { } number ? (float)(double)number : null)
        .Add("to_int", "text", (c, a) => int.TryParse(T(c, a[0]), CultureInfo.InvariantCulture, out var n) ? Boxes.Of(n) : null)
        .Add("to_long", "text", (c, a) => long.TryParse(T(c, a[0]), CultureInfo.InvariantCulture, out var n) ? (object)n : null)
        .Add("truncate", "text length ellipsis?", (c, a) =>
            Words.Truncate(T(c, a[0]), Numbers.ToWhole(a[1]), a[2] is null ? "..." : T(c, a[2])))
        .Add("truncatewords", "text count ellipsis?", (c, a) =>
            c.Charge(Words.TruncateWords(T(c, a[0]), Numbers.ToWhole(a[1]), a[2] is null ? "..." : T(c, a[2]))))
        .Add("upcase", "text", (c, a) => a[0] is null ? null : c.Charge(T(c, a[0]).ToUpperInvariant()))
        .Add("whitespace", "text", (c, a) => Boxes.Of(string.IsNullOrWhiteSpace(T(c, a[0]))))
        .Build();

    /// <summary>
    /// Where <paramref name="value"/> stands in <paramref name="text"/>. The search may take the product of both
    /// lengths in the worst case, so that is bounded.
    /// </summary>
    public static int IndexOf(string text, string value)
    {
        if ((long)text.Length * value.Length > 1_000_000_000) throw new Fault("The strings are too long to be searched");
        return text.IndexOf(value, StringComparison.Ordinal);
    }

    private static string T(RenderContext context, object? value) => Text.Of(context, value);

    private static byte[] Utf8(RenderContext context, object? value) => Encoding.UTF8.GetBytes(T(context, value));

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static int Width(RenderContext context, object? value)
    {
        var width = Numbers.ToWhole(value);
        if (width < 0) throw new Fault("The width cannot be negative");
        context.ChargeText(width);
        return width;
    }

    private static object? ToReal(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static object Find(RenderContext context, ReadOnlySpan<object?> a)
    {
        if (a[0] is null || a[1] is null) throw new Fault("Expecting a text, not `null`") { Argument = a[0] is null ? 0 : 1 };
        var (text, search) = (T(context, a[0]), T(context, a[1]));
        var start = Math.Clamp(Numbers.ToWhole(a[2]), 0, text.Length);
        var count = a[3] is null ? text.Length - start : Math.Clamp(Numbers.ToWhole(a[3]), 0, text.Length - start);
        var comparison = StringComparison.Ordinal;
        if (a[4] is not null && !Enum.TryParse(T(context, a[4]), true, out comparison))
            throw new Fault($"Unknown string comparison `{T(context, a[4])}`");
        if ((long)count * search.Length > 1_000_000_000) throw new Fault("The strings are too long to be searched");
        return Boxes.Of(text.IndexOf(search, start, count, comparison));
    }

    private static string Replace(RenderContext context, string text, string match, string replacement)
    {
        if (text.Length == 0) return "";
        if (match.Length == 0) throw new Fault("The text to replace cannot be empty") { Argument = 1 };
        if (IndexOf(text, match) < 0) return text;
        var most = text.Length + (((long)text.Length / match.Length) * Math.Max(0, replacement.Length - match.Length));
        if (most > context.Options.OutputLimit) most = CountReplaced(text, match, replacement);
        context.ChargeText(most);
        return text.Replace(match, replacement, StringComparison.Ordinal);
    }

    private static long CountReplaced(string text, string match, string replacement)
    {
        long length = text.Length;
        for (var i = 0; (i = text.IndexOf(match, i, StringComparison.Ordinal)) >= 0; i += match.Length)
            length += replacement.Length - match.Length;
        return length;
    }

    private static string ReplaceOne(RenderContext context, string text, string match, string replacement, bool last)
    {
        if (match.Length == 0) return text;
        IndexOf(text, match);
        var index = last
            ? text.LastIndexOf(match, StringComparison.OrdinalIgnoreCase)
            : text.IndexOf(match, StringComparison.OrdinalIgnoreCase);
        if (index < 0) return text;
        context.ChargeText((long)text.Length + replacement.Length);
        return string.Concat(text.AsSpan(0, index), replacement, text.AsSpan(index + match.Length));
    }

    /// <summary>From an index (negative: from the end) on; what lies before the text counts to the length.</summary>
    private static string Slice(RenderContext context, string text, int start, int? length)
    {
        if (text.Length == 0 || start >= text.Length) return "";
        if (length < 0) throw new Fault("The length cannot be negative") { Argument = 2 };
        var first = start < 0 ? (long)start + text.Length : start;
        var last = Math.Min(text.Length, first + (length ?? text.Length));
        first = Math.Max(0, first);
        return last <= first ? "" : context.Charge(text[(int)first..(int)last]);
    }

    private static ScriptArray Split(RenderContext context, ReadOnlySpan<object?> a)
    {
        var (text, match) = (T(context, a[0]), T(context, a[1]));
        IndexOf(text, match);
        context.ChargeText(text.Length);
        if (match.Length == 0) return context.NewArray(text.Length == 0 ? [] : [text]);
        context.ChargeItems(text.AsSpan().Count(match) + 1);
        return new ScriptArray([.. text.Split(match, StringSplitOptions.RemoveEmptyEntries)]);
    }

    /// <summary>Nothing is found in an empty text, and no empty text in anything.</summary>
    private static bool Has(RenderContext context, ReadOnlySpan<object?> a) => T(context, a[0]).Length > 0 && T(context, a[1]).Length > 0;
}

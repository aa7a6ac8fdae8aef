using System.Globalization;

namespace Digest.Mailing;

/// <summary>What may become part of a header or a command at all: one line, without controls.</summary>
static class HeaderText
{
    /// <summary>The value itself, or an exception: text with controls cannot be expressed (header injection).</summary>
    public static string OneLine(string value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return IsOneLine(value) ? value : throw Refused($"{name}: a control character or line break cannot stand in a header.");
    }

    /// <summary>What a message that cannot be expressed ends in: a fault of the caller.</summary>
    public static ArgumentException Refused(string why) => new(why, paramName: null);

    public static bool IsOneLine(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                return false;
        return true;
    }

    public static bool IsPrintableAscii(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange(' ', '~');

    public static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
            if (CharUnicodeInfo.GetUnicodeCategory(value[i]) == UnicodeCategory.Surrogate &&
                !(char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[++i])))
                return true;
        return false;
    }
}

using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>What every template can name without anybody having set it.</summary>
internal static class Globals
{
    public static readonly Dictionary<string, object?> All = new(StringComparer.Ordinal)
    {
        ["array"] = ArrayFunctions.Object,
        ["date"] = DateFunctions.Object,
        ["html"] = HtmlFunctions.Object,
        ["math"] = MathFunctions.Object,
        ["object"] = ObjectFunctions.Object,
        ["regex"] = RegexFunctions.Object,
        ["string"] = StringFunctions.Object,
        ["timespan"] = TimeSpanFunctions.Object,
        ["empty"] = EmptyValue.Instance,
        ["blank"] = EmptyValue.Instance,
        ["include"] = new IncludeFunction(),
        ["include_join"] = IncludeFunction.Join,
        ["raw"] = HtmlFunctions.Raw,
    };
}

/// <summary>Collects the members of a built-in object.</summary>
internal sealed class Library(string name)
{
    private readonly Dictionary<string, object?> _members = new(StringComparer.Ordinal);

    /// <param name="signature">Parameters by name, those that may be left out with a question mark.</param>
    public Library Add(string function, string signature, BuiltinBody body, bool rest = false)
    {
        var parameters = signature.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var required = parameters.Count(p => !p.EndsWith('?'));
        _members[function] = new BuiltinFunction(
            $"{name}.{function}", [.. parameters.Select(p => p.TrimEnd('?'))], required, body, rest);
        return this;
    }

    public Library Add(string member, object? value)
    {
        _members[member] = value;
        return this;
    }

    public BuiltinObject Build() => new(name, _members);
}

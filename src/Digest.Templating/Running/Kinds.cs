using System.Collections;
using System.Numerics;

namespace Digest.Templating.Running;

/// <summary>The names of kinds of values, as <c>object.kind</c> and the errors tell them.</summary>
internal static class Kinds
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        string or Markup => "string",
        bool => "bool",
        int => "int",
        long => "long",
        double => "double",
        float => "float",
        decimal => "decimal",
        BigInteger => "bigint",
        RangeValue => "range",
        Function => "function",
        DateTime or DateTimeOffset or DateOnly => "datetime",
        TimeSpan => "timespan",
        _ when Members.IsObject(value) => "object",
        IEnumerable => "array",
        _ => "object",
    };

    /// <summary>The coarser names of <c>object.typeof</c>.</summary>
    public static string? TypeOf(object? value) => Of(value) switch
    {
        "bool" => "boolean",
        "int" or "long" or "double" or "float" or "decimal" or "bigint" => "number",
        "range" => "iterator",
        "function" or "datetime" or "timespan" => "object",
        var kind => kind,
    };
}

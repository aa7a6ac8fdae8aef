using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Digest.Templating.Running;

/// <summary>Values as text, as they are written to the output.</summary>
internal static class Text
{
    private const int DepthLimit = 32;

    public static string Of(RenderContext context, object? value)
    {
        switch (value)
        {
            case null or EmptyValue:
                return "";
            case string text:
                return text;
            case Markup markup:
                return markup.Text;
        }

        if (Scalar(context, value) is { } scalar) return scalar;
        var written = new StringBuilder();
        Append(context, written, value, 0);
        return context.Charge(written.ToString());
    }

    /// <summary>A string literal that means <paramref name="text"/>.</summary>
    public static string Literal(string text) => "\"" + Escaped(text) + "\"";

    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\\\"),
                '"' => escaped.Append("\\\""),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '\a' => escaped.Append("\\a"),
                '\v' => escaped.Append("\\v"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string? Scalar(RenderContext context, object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        int or long or double or float or decimal or BigInteger =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset or DateOnly => Builtins.DateFunctions.Format(context, value, context.DateFormat, null),
        TimeSpan span => span.ToString(null, CultureInfo.InvariantCulture),
        Function function => function.Name,
        _ => null,
    };

    private static void Append(RenderContext context, StringBuilder written, object? value, int depth)
    {
        context.Tick();
        if (depth > DepthLimit) throw new Fault("The object is nested too deep to be written, or contains itself");
        if (written.Length > context.Options.OutputLimit)
            throw new Fault($"The string is longer than the limit of {context.Options.OutputLimit}");
        if (value is null or EmptyValue) written.Append("null");
        else if (value is string or Markup) written.Append(Literal(Of(context, value)));
        else if (Scalar(context, value) is { } scalar) written.Append(scalar);
        else if (Members.IsObject(value)) AppendMembers(context, written, value, depth);
        else if (value is IEnumerable items) AppendItems(context, written, items, depth);
        else written.Append(value.GetType().Name); // Nothing of it can be reached, and its own text might tell more.
    }

    private static void AppendMembers(RenderContext context, StringBuilder written, object value, int depth)
    {
        written.Append('{');
        var first = true;
        foreach (var (name, member) in Members.All(value))
        {
            written.Append(first ? "" : ", ").Append(name).Append(": ");
            Append(context, written, member, depth + 1);
            first = false;
        }

        written.Append('}');
    }

    private static void AppendItems(RenderContext context, StringBuilder written, IEnumerable items, int depth)
    {
        written.Append('[');
        var first = true;
        foreach (var item in items)
        {
            if (!first) written.Append(", ");
            Append(context, written, Members.Normalise(item), depth + 1);
            first = false;
        }

        written.Append(']');
    }
}

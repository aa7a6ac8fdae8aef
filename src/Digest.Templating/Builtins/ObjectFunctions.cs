using System.Collections;
using System.Text.Json;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>object.*</summary>
internal static class ObjectFunctions
{
    /// <summary>A template made while rendering is a line or two, not a document.</summary>
    private const int EvaluatedLimit = 64 * 1024;

    public static readonly BuiltinObject Object = new Library("object")
        .Add("default", "value default", (_, a) => a[0] is null or "" or Markup { Text: "" } ? a[1] : a[0])
        .Add("eval", "value", (c, a) => Evaluate(c, a[0], template: false))
        .Add("eval_template", "value", (c, a) => Evaluate(c, a[0], template: true))
        .Add("format", "value format culture?", (c, a) => MathFunctions.Format(c, a[0], a[1], a[2]))
        .Add("from_json", "json", FromJson)
        .Add("has_key", "value key", (c, a) => Boxes.Of(TryGet(c, a[0], a[1], out _)))
        .Add("has_value", "value key", (c, a) => Boxes.Of(TryGet(c, a[0], a[1], out var value) && value is not null))
        .Add("keys", "value", (c, a) => c.NewArray(a[0] is null ? [] : [.. All(a[0]!).Select(m => (object?)m.Key)]))
        .Add("kind", "value", (_, a) => Kinds.Of(a[0]))
        .Add("size", "value", (c, a) => Size(c, a[0]))
        .Add("to_json", "value", (c, a) => Json.Write(c, a[0]))
        .Add("typeof", "value", (_, a) => Kinds.TypeOf(a[0]))
        .Add("values", "value", (c, a) => c.NewArray(a[0] is null ? [] : [.. All(a[0]!).Select(m => m.Value)]))
        .Build();

    private static IEnumerable<KeyValuePair<string, object?>> All(object value) => value switch
    {
        ScriptArray { Properties: { } properties } => properties.Members,
        _ when Members.IsObject(value) => Members.All(value),
        _ => [],
    };

    private static bool TryGet(RenderContext context, object? value, object? key, out object? found)
    {
        found = null;
        if (value is null || key is null) return false;
        var name = Text.Of(context, key);
        if (value is ScriptArray array) return array.Properties is { } properties && properties.TryGet(name, out found);
        return Members.IsObject(value) && Members.TryGet(value, name, out found);
    }

    private static object Size(RenderContext context, object? value) => value switch
    {
        string or Markup => Boxes.Of(Text.Of(context, value).Length),
        null => Boxes.Of(0),
        _ when Members.IsObject(value) => Boxes.Of(Members.All(value).Count()),
        IEnumerable => Boxes.Of(Sequences.List(context, value).Count),
        _ => Boxes.Of(0),
    };

    private static object? FromJson(RenderContext context, ReadOnlySpan<object?> a)
    {
        if (a[0] is null) return null;
        var text = Text.Of(context, a[0]);
        context.Charge(text.Length * 16L); // The objects cost more than their text.
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
        return Members.FromJson(json.RootElement);
    }

    /// <summary>A string is parsed and run with the variables there are; a function is called; else the value is it.</summary>
    private static object? Evaluate(RenderContext context, object? value, bool template)
    {
        if (value is Function function) return function.Invoke(context, [], null);
        if (value is not string text) return value;
        if (text.Length > EvaluatedLimit) throw new Fault($"The template is longer than the limit of {EvaluatedLimit}");
        context.Charge(text.Length * 16L);
        var parsed = Parse(context, template ? text : "{{ret " + text + "\n}}");
        context.Enter(parsed, template ? "object.eval_template" : "object.eval");
        object? result;
        if (template)
        {
            var outer = context.BeginCapture();
            parsed.Execute(context);
            result = context.EndCapture(outer);
            context.TakeResult();
        }
        else
        {
            parsed.Execute(context);
            result = context.TakeResult();
        }

        context.Leave();
        return result;
    }

    private static Template Parse(RenderContext context, string text)
    {
        try
        {
            return Template.Parse(text, context.Template.Path + "#eval", context.Template.Options);
        }
        catch (TemplateException failure)
        {
            throw new Fault($"The evaluated text is no template: {failure.Errors[0].Message}");
        }
    }
}

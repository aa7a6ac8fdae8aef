using System.Collections;

namespace Digest.Templating.Running;

/// <summary>Values as lists: arrays, ranges, what a model enumerates, and objects as {key, value} pairs.</summary>
internal static class Sequences
{
    /// <summary>A list of what <paramref name="value"/> holds, to read; a scalar is a list of itself, null of nothing.</summary>
    public static List<object?> List(RenderContext context, object? value)
    {
        switch (value)
        {
            case null:
                return [];
            case ScriptArray made:
                return made.Items;
            case IReadOnlyCollection<object?> known:
                context.ChargeItems(known.Count);
                break;
        }

        var items = new List<object?>();
        if (value is IEnumerable and not string || Members.IsObject(value))
        {
            foreach (var item in Enumerate(value))
            {
                context.Tick();
                context.ChargeItems(1);
                items.Add(item);
            }
        }
        else items.Add(value);
        return items;
    }

    public static IEnumerable<object?> Enumerate(object value)
    {
        if (Members.IsObject(value)) return Members.All(value).Select(Pair);
        return value is string text
            ? text.Select(c => (object?)c.ToString())
            : ((IEnumerable)value).Cast<object?>().Select(Members.Normalise);
    }

    /// <summary>What a loop goes over: by index, without a copy where the value allows it.</summary>
    public static IReadOnlyList<object?> ForLoop(RenderContext context, object? value) => value switch
    {
        null or EmptyValue => [],
        IReadOnlyList<object?> list => list,
        string text => Characters(context, text),
        IEnumerable => List(context, value),
        _ when Members.IsObject(value) => List(context, value),
        _ => throw new Fault($"Unexpected type `{Kinds.Of(value)}` for iterator"),
    };

    private static IReadOnlyList<object?> Characters(RenderContext context, string text)
    {
        context.ChargeItems(text.Length);
        return [.. text.Select(c => c.ToString())];
    }

    public static bool Contains(RenderContext context, List<object?> items, object? wanted)
    {
        foreach (var item in items)
        {
            context.Tick();
            if (Equality.AreSame(context, Members.Normalise(item), wanted)) return true;
        }

        return false;
    }

    private static ScriptObject Pair(KeyValuePair<string, object?> member)
    {
        var pair = new ScriptObject();
        pair.Set("key", member.Key);
        pair.Set("value", member.Value);
        return pair;
    }
}

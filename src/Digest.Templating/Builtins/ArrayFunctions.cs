using System.Collections;
using Digest.Templating.Running;
using Digest.Templating.Syntax;

namespace Digest.Templating.Builtins;

/// <summary>array.*: all give a new array, none changes the one it is given.</summary>
internal static class ArrayFunctions
{
    public static readonly BuiltinObject Object = new Library("array")
        .Add("add", "list value", (c, a) => c.NewArray([.. Items(c, a[0]), a[1]]))
        .Add("add_range", "list1 list2", Concat)
        .Add("any", "list function", Any, rest: true)
        .Add("compact", "list", (c, a) => a[0] is null ? null : c.NewArray(Items(c, a[0]).FindAll(i => i is not null)))
        .Add("concat", "list1 list2", Concat)
        .Add("contains", "list item", (c, a) => Boxes.Of(Sequences.Contains(c, Items(c, a[0]), a[1])))
        .Add("cycle", "list group?", Cycle)
        .Add("each", "list function", (c, a) => a[0] is null ? null : a[1] is null ? c.NewArray([.. Items(c, a[0])]) : Each(c, a[0], Callable(a[1])))
        .Add("filter", "list function", (c, a) => a[0] is null ? null : a[1] is null ? c.NewArray([.. Items(c, a[0])]) : Filter(c, a[0], Callable(a[1])))
        .Add("first", "list", (c, a) => Items(c, a[0]) is [var first, ..] ? first : null)
        .Add("insert_at", "list index value", InsertAt)
        .Add("join", "list delimiter function?", Join)
        .Add("last", "list", (c, a) => Items(c, a[0]) is [.., var last] ? last : null)
        .Add("limit", "list count", (c, a) => a[0] is null ? null
            : c.NewArray([.. Items(c, a[0]).Take(Math.Max(0, Numbers.ToWhole(a[1])))]))
        .Add("map", "list member", Map)
        .Add("offset", "list index", (c, a) => a[0] is null ? null
            : c.NewArray([.. Items(c, a[0]).Skip(Numbers.ToWhole(a[1]))]))
        .Add("remove_at", "list index", RemoveAt)
        .Add("reverse", "list", (c, a) => c.NewArray([.. Enumerable.Reverse(Items(c, a[0]))]))
        .Add("size", "list", (c, a) => Boxes.Of(Items(c, a[0]).Count))
        .Add("sort", "list member?", Sort)
        .Add("uniq", "list", (c, a) => a[0] is null ? null : c.NewArray([.. Items(c, a[0]).Distinct(new SameValue(c))]))
        .Build();

    /// <summary>A text is the list of its characters here, and an object that of its members.</summary>
    private static List<object?> Items(RenderContext context, object? list, int argument = 0)
    {
        if (list is string or Markup) return Sequences.List(context, Sequences.ForLoop(context, Text.Of(context, list)));
        if (list is null or IEnumerable || Members.IsObject(list)) return Sequences.List(context, list);
        throw new Fault($"Expecting an array, not `{Kinds.Of(list)}`") { Argument = argument };
    }

    private static Function Callable(object? value) =>
        value as Function ?? throw new Fault($"Expecting a function, not `{Kinds.Of(value) ?? "null"}`: to give one, write @ before its name");

    private static ScriptArray? Concat(RenderContext context, ReadOnlySpan<object?> a) =>
        a[0] is null && a[1] is null ? null : context.NewArray([.. Items(context, a[0]), .. Items(context, a[1], 1)]);

    private static object Any(RenderContext context, ReadOnlySpan<object?> a)
    {
        if (a[1] is not Function function) return Boxes.False;
        object?[] arguments = [null, .. a[2..]];
        foreach (var item in Items(context, a[0]).ToArray())
        {
            arguments[0] = item;
            if (function.Invoke(context, arguments, null) is true) return Boxes.True;
        }

        return Boxes.False;
    }

    /// <summary>The next of the list's items with each call; calls with the same list (or group) take turns.</summary>
    private static object? Cycle(RenderContext context, ReadOnlySpan<object?> a)
    {
        var items = Items(context, a[0]);
        if (items.Count == 0) return null;
        var group = a[1] is null ? "list " + Text.Of(context, new ScriptArray(items)) : "group " + Text.Of(context, a[1]);
        if (!context.Cycles.TryGetValue(group, out var index)) context.Charge(group);
        context.Cycles[group] = (index + 1) % items.Count;
        return items[index % items.Count];
    }

    private static ScriptArray Each(RenderContext context, object? list, Function function) =>
        context.NewArray([.. Items(context, list).ToArray().Select(i => function.Invoke(context, [i], null))]);

    private static ScriptArray Filter(RenderContext context, object? list, Function function) => context.NewArray(
        [.. Items(context, list).ToArray().Where(i => Truth.Of(function.Invoke(context, [i], null)))]);

    private static ScriptArray InsertAt(RenderContext context, ReadOnlySpan<object?> a)
    {
        List<object?> items = [.. Items(context, a[0])];
        var index = Math.Max(0, Numbers.ToWhole(a[1]));
        context.ChargeItems((long)Math.Max(0, index - items.Count) + items.Count + 1);
        while (items.Count < index) items.Add(null);
        items.Insert(index, a[2]);
        return new ScriptArray(items);
    }

    private static object Join(RenderContext context, ReadOnlySpan<object?> a)
    {
        var function = a[2] is null ? null : Callable(a[2]);
        var delimiter = a[1];
        object? joined = null;
        var parts = new List<object?>();
        foreach (var item in Items(context, a[0]).ToArray())
        {
            var text = item is Markup ? item : Text.Of(context, item);
            parts.Add(function is null ? text : function.Invoke(context, [text], null));
        }

        // As with +, markup among the items makes all of it markup.
        var markup = parts.Exists(p => p is Markup) || (delimiter is Markup && parts.Count > 1);
        var texts = parts.ConvertAll(p => markup ? Operators.Escaped(context, p) : Text.Of(context, p));
        var between = markup ? Operators.Escaped(context, delimiter) : Text.Of(context, delimiter);
        context.ChargeText(texts.Sum(t => (long)t.Length + between.Length));
        joined = string.Join(between, texts);
        return markup ? new Markup((string)joined) : joined;
    }

    /// <summary>The member of all that have it; where a name must be known, all must.</summary>
    private static ScriptArray Map(RenderContext context, ReadOnlySpan<object?> a)
    {
        var mapped = new List<object?>();
        if (a[0] is null || a[1] is null) return new ScriptArray(mapped);
        var name = Text.Of(context, a[1]);
        foreach (var item in a[0] is IEnumerable || Members.IsObject(a[0]) ? Items(context, a[0]) : [a[0]])
        {
            context.Tick();
            if (item is not null && TryGetMember(context, item, name, out var value)) mapped.Add(value);
        }

        return context.NewArray(mapped);
    }

    private static bool TryGetMember(RenderContext context, object item, string name, out object? value)
    {
        if (Member.TryGet(context, item, name, out value)) return true;
        return context.Strict ? throw new Fault($"The member `{name}` was not found") : false;
    }

    /// <summary>A member, or a path of them (<c>author.name</c>).</summary>
    private static object? MemberOf(RenderContext context, object? item, string name)
    {
        if (item is null) return null;
        if (Member.TryGet(context, item, name, out var value)) return value;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && Member.TryGet(context, item, name[..dot], out var next)) return MemberOf(context, next, name[(dot + 1)..]);
        return context.Strict ? throw new Fault($"The member `{name}` was not found") : null;
    }

    private static object RemoveAt(RenderContext context, ReadOnlySpan<object?> a)
    {
        List<object?> items = [.. Items(context, a[0])];
        var index = Numbers.ToWhole(a[1]);
        if (index < 0) index += items.Count;
        if (index >= 0 && index < items.Count) items.RemoveAt(index);
        return context.NewArray(items);
    }

    private static ScriptArray Sort(RenderContext context, ReadOnlySpan<object?> a)
    {
        var name = a[1] is null or "" ? null : Text.Of(context, a[1]);
        if (a[0] is not (null or IEnumerable or Markup) && !Members.IsObject(a[0])) return context.NewArray([a[0]]);
        var keyed = Items(context, a[0]).ConvertAll(i => (Key: name is null ? i : MemberOf(context, i, name), Item: i));
        var order = new ValueOrder(context);
        return context.NewArray([.. keyed.OrderBy(k => k.Key, order).Select(k => k.Item)]);
    }

    /// <summary>Null first; numbers, dates, truths and text each in their order, text as a reader expects it.</summary>
    private sealed class ValueOrder(RenderContext context) : IComparer<object?>
    {
        public int Compare(object? x, object? y)
        {
            context.Tick();
            if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
            if (Numbers.IsNumber(x) && Numbers.IsNumber(y)) return Numbers.CompareTo(x, y);
            if (DateOperators.TryCompare(x, y, out var order)) return order;
            if (x is bool a && y is bool b) return a.CompareTo(b);
            if (x is string or Markup && y is string or Markup)
                return StringComparer.InvariantCulture.Compare(Text.Of(context, x), Text.Of(context, y));
            throw new Fault($"Cannot sort: `{Kinds.Of(x)}` and `{Kinds.Of(y)}` have no order");
        }
    }

    private sealed class SameValue(RenderContext context) : IEqualityComparer<object?>
    {
        public new bool Equals(object? x, object? y) => Equality.AreSame(context, x, y);

        public int GetHashCode(object? value) => value switch
        {
            null => 0,
            _ when Numbers.IsNumber(value) => Numbers.ToDouble(value).GetHashCode(),
            _ when DateOperators.IsDate(value) => DateOperators.Instant(value).GetHashCode(),
            string text => string.GetHashCode(text, StringComparison.Ordinal),
            Markup markup => string.GetHashCode(markup.Text, StringComparison.Ordinal),
            IReadOnlyCollection<object?> list => list.Count,
            IEnumerable => 1,
            _ => value.GetHashCode(),
        };
    }
}

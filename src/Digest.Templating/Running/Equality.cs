using System.Collections;

namespace Digest.Templating.Running;

/// <summary>When two values are equal: numbers by value, text by characters, arrays item by item, objects as themselves.</summary>
internal static class Equality
{
    private const int DepthLimit = 32;

    public static bool AreEqual(RenderContext context, object? left, object? right, int depth = 0)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is EmptyValue) return IsEmpty(right);
        if (right is EmptyValue) return IsEmpty(left);
        if (left is null || right is null) return false;
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right)) return Numbers.CompareTo(left, right) == 0;
        if (left is string or Markup || right is string or Markup)
            return string.Equals(Text.Of(context, left), Text.Of(context, right), StringComparison.Ordinal);
        if (DateOperators.TryCompare(left, right, out var order)) return order == 0;
        if (left is IReadOnlyList<object?> lefts && right is IReadOnlyList<object?> rights)
            return ItemsAreEqual(context, lefts, rights, depth);
        return left.Equals(right);
    }

    public static bool IsEmpty(object? value) => value switch
    {
        null or EmptyValue => true,
        string text => text.Length == 0,
        Markup markup => markup.Text.Length == 0,
        ICollection items => items.Count == 0,
        IReadOnlyCollection<object?> items => items.Count == 0,
        _ => Members.IsObject(value) && !Members.All(value).Any(),
    };

    private static bool ItemsAreEqual(
        RenderContext context, IReadOnlyList<object?> left, IReadOnlyList<object?> right, int depth)
    {
        if (left.Count != right.Count) return false;
        if (depth > DepthLimit) throw new Fault("The array is nested too deep to be compared, or contains itself");
        for (var i = 0; i < left.Count; i++)
        {
            context.Tick();
            if (!AreEqual(context, Members.Normalise(left[i]), Members.Normalise(right[i]), depth + 1)) return false;
        }

        return true;
    }
}

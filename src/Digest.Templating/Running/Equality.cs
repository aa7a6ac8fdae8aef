using System.Collections;

namespace Digest.Templating.Running;

/// <summary>When two values are equal, as <c>==</c> has it, and what is empty.</summary>
internal static class Equality
{
    private const int DepthLimit = 32;

    public static bool AreEqual(RenderContext context, object? left, object? right) =>
        Operators.Apply(context, BinaryOperator.Equal, left, right) is true;

    /// <summary>
    /// Without <c>==</c>'s conversions, and never a failure: numbers by value, text by characters, arrays item by item,
    /// objects as themselves.
    /// </summary>
    public static bool AreSame(RenderContext context, object? left, object? right, int depth = 0)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null) return false;
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right)) return Numbers.CompareTo(left, right) == 0;
        if (left is string or Markup && right is string or Markup)
            return string.Equals(left.ToString(), right.ToString(), StringComparison.Ordinal);
        if (DateOperators.TryCompare(left, right, out var order)) return order == 0;
        if (left is not IReadOnlyList<object?> lefts || right is not IReadOnlyList<object?> rights) return left.Equals(right);
        if (lefts.Count != rights.Count) return false;
        if (depth > DepthLimit) throw new Fault("The array is nested too deep to be compared, or contains itself");
        for (var i = 0; i < lefts.Count; i++)
        {
            context.Tick();
            if (!AreSame(context, Members.Normalise(lefts[i]), Members.Normalise(rights[i]), depth + 1)) return false;
        }

        return true;
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
}

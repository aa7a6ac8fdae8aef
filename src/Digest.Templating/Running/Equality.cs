using System.Collections;

namespace Digest.Templating.Running;

/// <summary>When two values are equal, as <c>==</c> has it, and what is empty.</summary>
internal static class Equality
{
    public static bool AreEqual(RenderContext context, object? left, object? right) =>
        Operators.Apply(context, BinaryOperator.Equal, left, right) is true;

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

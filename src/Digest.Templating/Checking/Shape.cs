using System.Collections;
using Digest.Templating.Running;

namespace Digest.Templating.Checking;

/// <summary>What is known of a value before anything is rendered; null where nothing is.</summary>
internal sealed record Shape(Type? Type = null, FunctionDefinition? Function = null, Template? Home = null, BuiltinObject? Builtin = null)
{
    public static readonly Shape Text = new(typeof(string));
    public static readonly Shape Whole = new(typeof(int));

    public static Shape? Of(Type type) =>
        type == typeof(object) ? null : new Shape(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>Something that is one of both.</summary>
    public static Shape? Either(Shape? one, Shape? other) => one == other ? one : null;

    /// <summary>Tells kinds apart, as far as going into a call with them can differ.</summary>
    public override string ToString() => Type?.FullName ?? $"{Builtin?.Name} {Function?.GetHashCode()}";

    /// <summary>What a loop over it goes over.</summary>
    public Shape? Item =>
        Type is null ? null
        : Type == typeof(string) ? Text
        : Type.IsArray ? Of(Type.GetElementType()!)
        : Type.GetInterfaces().Append(Type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            is { } items ? Of(items.GenericTypeArguments[0]) : null;

    /// <param name="name">A member's.</param>
    /// <param name="member">What is known of it.</param>
    /// <returns>False when there can be no such member.</returns>
    public bool TryGetMember(string name, out Shape? member)
    {
        member = null;
        if (Builtin is not null) return TryGetBuiltin(Builtin, name, out member);
        if (Type is null || name is "empty?" or "blank?") return true;
        if (Type == typeof(string))
        {
            member = Whole;
            return name == "size";
        }

        if (typeof(IDictionary).IsAssignableFrom(Type) || typeof(IReadOnlyDictionary<string, object?>).IsAssignableFrom(Type)) return true;
        if (typeof(IEnumerable).IsAssignableFrom(Type)) return name == "size";
        if (!Members.IsPlain(Type)) return true;
        if (!Members.Accessors(Type).TryGetValue(name, out var accessor)) return false;
        member = Of(accessor.Value);
        return true;
    }

    private static bool TryGetBuiltin(BuiltinObject builtin, string name, out Shape? member)
    {
        member = null;
        return builtin.TryGet(name, out _);
    }
}

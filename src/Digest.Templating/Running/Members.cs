using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Digest.Templating.Running;

/// <summary>
/// What a template can see of a value from outside: the entries of a dictionary, the public properties of a plain
/// object under their snake_case names. No method, field, static or non-public member can be reached, nothing of the
/// runtime's own types but what is named here, and nothing is ever written.
/// </summary>
internal static class Members
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, Accessor>> ByType = new();

    public static bool TryGet(object target, string name, out object? value)
    {
        switch (target)
        {
            case ScriptObject made:
                return made.TryGet(name, out value);
            case IReadOnlyDictionary<string, object?> entries:
                if (!entries.TryGetValue(name, out value)) return false;
                value = Normalise(value);
                return true;
            case IDictionary entries:
                value = entries.Contains(name) ? Normalise(entries[name]) : null;
                return entries.Contains(name);
            default:
                value = null;
                if (!Accessors(target.GetType()).TryGetValue(name, out var read)) return false;
                value = read.Read(target);
                return true;
        }
    }

    /// <summary>Every member by name, in order; nothing for what has none.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> All(object target) => target switch
    {
        ScriptObject made => made.Members,
        IReadOnlyDictionary<string, object?> entries =>
            entries.Select(e => KeyValuePair.Create(e.Key, Normalise(e.Value))),
        IDictionary entries => entries.Keys.OfType<string>().Select(k => KeyValuePair.Create(k, Normalise(entries[k]))),
        _ => Accessors(target.GetType()).Select(a => KeyValuePair.Create(a.Key, a.Value.Read(target))),
    };

    /// <summary>The members of a plain object by name; null for what has its members otherwise.</summary>
    public static Dictionary<string, Accessor>? Plain(object? value) =>
        value is null or ScriptObject or IDictionary or IReadOnlyDictionary<string, object?> ? null : Accessors(value.GetType());

    public static bool IsObject(object? value) => value is ScriptObject or IDictionary
        or IReadOnlyDictionary<string, object?>
        || (value is not null and not IEnumerable and not Function && IsPlain(value.GetType()));

    /// <summary>A plain object: its members are fixed by its type, so an unknown name is a mistake of the template.</summary>
    public static bool IsPlain(Type type) => Accessors(type).Count > 0;

    public static Dictionary<string, Accessor> Accessors(Type type) => ByType.GetOrAdd(type, Compile);

    /// <summary>A value from outside in the few forms that the language works with.</summary>
    public static object? Normalise(object? value) => value switch
    {
        null or string or int or ScriptObject or ScriptArray or Markup => value,
        bool truth => Boxes.Of(truth),
        Enum constant => SnakeCase(constant.ToString()),
        long or double or decimal or float or DateTime or DateTimeOffset or DateOnly or TimeSpan => value,
        byte number => Boxes.Of(number),
        sbyte number => Boxes.Of(number),
        short number => Boxes.Of(number),
        ushort number => Boxes.Of(number),
        uint number => Boxes.Of(number),
        ulong number => Boxes.Of(new System.Numerics.BigInteger(number)),
        char or Guid or Uri or Version => value.ToString(),
        TimeOnly time => time.ToTimeSpan(),
        JsonElement json => FromJson(json),
        Delegate or Type or MemberInfo => null,
        _ => value,
    };

    public static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => FromJsonObject(json),
        JsonValueKind.Array => new ScriptArray([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? Boxes.Of(whole) : json.GetDouble(),
        JsonValueKind.True => Boxes.True,
        JsonValueKind.False => Boxes.False,
        _ => null,
    };

    private static ScriptObject FromJsonObject(JsonElement json)
    {
        var made = new ScriptObject();
        foreach (var property in json.EnumerateObject()) made.Set(property.Name, FromJson(property.Value));
        return made;
    }

    private static Dictionary<string, Accessor> Compile(Type type)
    {
        var accessors = new Dictionary<string, Accessor>(StringComparer.Ordinal);
        if (IsForeign(type)) return accessors;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0) continue;
            if (property.PropertyType.IsByRefLike || property.PropertyType.IsPointer || property.PropertyType.IsByRef) continue;
            accessors.TryAdd(SnakeCase(property.Name), Accessor.Of(type, property));
        }

        return accessors;
    }

    /// <summary>The runtime's types are no records: what they can reach (types, threads, files) nobody chose to show.</summary>
    private static bool IsForeign(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || typeof(Delegate).IsAssignableFrom(type)
        || typeof(MemberInfo).IsAssignableFrom(type) || typeof(IEnumerable).IsAssignableFrom(type)
        || type.Assembly == typeof(Members).Assembly
        || type.Namespace is "System" or "Microsoft"
        || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true;

    /// <summary><c>PublishedAt</c> is <c>published_at</c>, <c>PDFUrl</c> is <c>pdf_url</c>.</summary>
    public static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is ',' or ' ') continue; // Flags are written "A, B".
            var startsWord = i > 0 && char.IsUpper(c)
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '_') snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}

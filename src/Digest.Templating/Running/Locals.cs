using Digest.Templating.Syntax;

namespace Digest.Templating.Running;

/// <summary>The <c>$</c> variables of one call or include.</summary>
internal sealed class Locals
{
    private Dictionary<string, object?>? _values;

    public ScriptArray? Arguments { get; set; }

    public Block? Wrapped { get; set; }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return _values is not null && _values.TryGetValue(name, out value);
    }

    public void Set(string name, object? value) => (_values ??= new(StringComparer.Ordinal))[name] = value;

    public void Remove(string name) => _values?.Remove(name);
}

/// <summary>Where a loop is; what <c>for.index</c> and the others tell.</summary>
internal sealed class LoopState
{
    public int Index { get; set; }

    /// <summary>How many there will be; -1 in a while loop.</summary>
    public int Length { get; init; } = -1;

    public int Column { get; set; }

    public bool Changed { get; set; }
}

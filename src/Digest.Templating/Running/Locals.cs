using Digest.Templating.Syntax;

namespace Digest.Templating.Running;

/// <summary>The <c>$</c> variables of one call or include. Used again by the next, unless the template holds <c>$</c>.</summary>
internal sealed class Locals
{
    private Dictionary<string, object?>? _values;
    private ScriptArray _arguments = new();

    public ScriptArray Arguments => _arguments;

    public Block? Wrapped { get; set; }

    /// <summary>The arguments as a value of the template, which may keep it.</summary>
    public ScriptArray Share()
    {
        IsShared = true;
        return _arguments;
    }

    public bool IsShared { get; private set; }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return _values is not null && _values.TryGetValue(name, out value);
    }

    public void Set(RenderContext context, string name, object? value)
    {
        if (context.LoopOf(this, name) is { } loop) (loop.HasOuter, loop.Outer) = (true, value);
        else Bind(name, value);
    }

    public void Bind(string name, object? value) => (_values ??= new(StringComparer.Ordinal))[name] = value;

    public void Remove(string name) => _values?.Remove(name);

    public void Clear()
    {
        _values?.Clear();
        Wrapped = null;
        if (IsShared) _arguments = new ScriptArray();
        else
        {
            _arguments.Items.Clear();
            _arguments.Properties = null;
        }

        IsShared = false;
    }
}

/// <summary>Where a loop is; what <c>for.index</c> and the others tell.</summary>
internal sealed class LoopState
{
    public int Index { get; set; }

    /// <summary>How many there will be; -1 in a while loop.</summary>
    public int Length { get; set; } = -1;

    public int Column { get; set; }

    public object? Previous { get; set; }

    public object? Item { get; set; }

    /// <summary>Whose variable it goes through, and in which scope or locals that is.</summary>
    public string? Name { get; set; }

    public object? Scope { get; set; }

    /// <summary>What the variable is outside of the loop, if it is: what is assigned within goes there.</summary>
    public bool HasOuter { get; set; }

    public object? Outer { get; set; }
}

namespace Digest.Templating.Running;

/// <summary>An object a template made, or the variables of one scope.</summary>
internal class ScriptObject
{
    private HashSet<string>? _readOnly;

    /// <summary>What was set here, without what shows through from elsewhere.</summary>
    public Slots Own { get; } = new();

    /// <summary>The template holds it as a value, so it is not for others.</summary>
    public bool IsShared { get; set; }

    public virtual IEnumerable<KeyValuePair<string, object?>> Members => Own;

    public bool TryGet(string name, out object? value)
    {
        var place = -1;
        return TryGet(name, ref place, out value);
    }

    /// <param name="name">Which.</param>
    /// <param name="place">See <see cref="Slots"/>.</param>
    /// <param name="value">Its value.</param>
    public virtual bool TryGet(string name, ref int place, out object? value) => Own.TryGet(name, ref place, out value);

    public void Set(string name, object? value)
    {
        var place = -1;
        Set(name, ref place, value);
    }

    public virtual void Set(string name, ref int place, object? value)
    {
        if (_readOnly is not null && IsReadOnly(name)) throw new Fault($"Cannot set the readonly variable `{name}`");
        Own.Set(name, ref place, value);
    }

    public void Remove(string name) => Own.Remove(name);

    public void MakeReadOnly(string name) => (_readOnly ??= new(StringComparer.Ordinal)).Add(name);

    public bool IsReadOnly(string name) => _readOnly is not null && _readOnly.Contains(name);

    /// <summary>Empty again, for the next one who needs a scope.</summary>
    public void Clear()
    {
        Own.Clear();
        _readOnly = null;
    }
}

/// <summary>The outermost variables: what the template sets, before what the model has.</summary>
internal sealed class RootObject : ScriptObject
{
    private object? _model;
    private Dictionary<string, Accessor>? _plain;

    /// <summary>The model's members where its type says what they are.</summary>
    public object? Plain => _plain;

    public object? Model
    {
        get => _model;
        set
        {
            _model = value;
            _plain = Running.Members.Plain(value);
        }
    }

    public override IEnumerable<KeyValuePair<string, object?>> Members
    {
        get
        {
            var all = _model is null ? [] : Running.Members.All(_model).ToDictionary(StringComparer.Ordinal);
            foreach (var (name, value) in Own) all[name] = value;
            return all;
        }
    }

    public override bool TryGet(string name, ref int place, out object? value)
    {
        if (Own.TryGet(name, ref place, out value)) return true;
        if (_plain is null) return _model is not null && Running.Members.TryGet(_model, name, out value);
        if (!_plain.TryGetValue(name, out var accessor)) return false;
        value = accessor.Read(_model!);
        return true;
    }
}

/// <summary>One of the built-in objects (string, math, …): the same for every render, so never written.</summary>
internal sealed class BuiltinObject(string name, IReadOnlyDictionary<string, object?> members) : ScriptObject
{
    public string Name => name;

    public override IEnumerable<KeyValuePair<string, object?>> Members => members;

    public override bool TryGet(string name, ref int place, out object? value) => members.TryGetValue(name, out value);

    public override void Set(string member, ref int place, object? value) =>
        throw new Fault($"Cannot set `{member}` of the built-in object `{name}`");
}

using System.Runtime.CompilerServices;

namespace Digest.Templating.Running;

/// <summary>
/// The variables of loops. Within its loop one is the item whatever is assigned to its name; that is what the
/// name means again afterwards.
/// </summary>
internal sealed partial class RenderContext
{
    private readonly List<LoopState> _bound = [];

    /// <summary>The outermost loop that goes through this variable now.</summary>
    public LoopState? LoopOf(object scope, string name)
    {
        foreach (var loop in _bound)
            if (ReferenceEquals(loop.Scope, scope) && string.Equals(loop.Name, name, StringComparison.Ordinal)) return loop;
        return null;
    }

    public void Begin(LoopState loop, string name, bool isLocal)
    {
        object? outer = null;
        var place = -1;
        loop.Name = name;
        loop.Scope = isLocal ? Locals : _scopes[^1];
        loop.HasOuter = isLocal ? Locals.TryGet(name, out outer) : ((ScriptObject)_scopes[^1]).Own.TryGet(name, ref place, out outer);
        loop.Outer = outer;
        _bound.Add(loop);
    }

    public void BindVariable(string name, ref int place, object? item) => Unsafe.As<ScriptObject>(_scopes[^1]).Own.Set(name, ref place, item);

    public void End(LoopState loop)
    {
        _bound.RemoveAt(_bound.Count - 1);
        var place = -1;
        if (loop.Scope is Locals locals)
        {
            if (loop.HasOuter) locals.Bind(loop.Name!, loop.Outer);
            else locals.Remove(loop.Name!);
        }
        else if (loop.HasOuter) ((ScriptObject)loop.Scope!).Own.Set(loop.Name!, ref place, loop.Outer);
        else ((ScriptObject)loop.Scope!).Remove(loop.Name!);
    }
}

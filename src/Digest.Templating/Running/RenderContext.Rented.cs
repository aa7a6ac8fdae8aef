using System.Collections.Concurrent;

namespace Digest.Templating.Running;

/// <summary>What is used again: the context from render to render, its parts from call to call.</summary>
internal sealed partial class RenderContext
{
    private static readonly int Kept = 2 * Environment.ProcessorCount;
    private static readonly ConcurrentQueue<RenderContext> Idle = new();
    private readonly Stack<Locals> _locals = new();
    private readonly Stack<ScriptObject> _scopesOfCalls = new();
    private readonly Stack<LoopState> _loops = new();

    /// <param name="output">Where it writes; it is the context's to give back.</param>
    public static RenderContext Rent(Template template, object? model, Output output, CancellationToken cancellation)
    {
        if (!Idle.TryDequeue(out var context)) context = new RenderContext();
        var options = template.Options;
        context.Template = template;
        context.Options = options;
        context.Output = output;
        context.Locals = context.RentLocals();
        context._root.Model = model;
        context._scopes.Add(context._root);
        context._cancellation = cancellation;
        context._deadline = options.Clock.GetTimestamp() + (long)(options.TimeLimit.TotalSeconds * options.Clock.TimestampFrequency);
        return context;
    }

    /// <summary>After a render that went well. What failed left its parts wherever it was, and is not used again.</summary>
    public void Return()
    {
        Output.Dispose();
        if (Idle.Count >= Kept) return;
        ReturnLocals(Locals);
        (Locals, Template, Options, Output) = (null!, null!, null!, null!);
        (For, While, _result, _cycles) = (null, null, null, null);
        (Caller, Piped, _comparisons) = (null, null, 0);
        (Position, Lenient, _iterations, _ticks, _work) = (0, 0, 0, 0, 0);
        DateFormat = Builtins.DateFunctions.DefaultFormat;
        _scopes.Clear();
        _root.Clear();
        _root.Model = null;
        _cancellation = default;
        Idle.Enqueue(this);
    }

    public Locals RentLocals() => _locals.TryPop(out var locals) ? locals : new Locals();

    public void ReturnLocals(Locals locals)
    {
        locals.Clear();
        _locals.Push(locals);
    }

    /// <summary>The scope of a call. A template can come by it (<c>this</c>), and then it is not given back.</summary>
    public ScriptObject RentScope() => _scopesOfCalls.TryPop(out var scope) ? scope : new ScriptObject();

    public void ReturnScope(ScriptObject scope)
    {
        if (scope.IsShared) return;
        scope.Clear();
        _scopesOfCalls.Push(scope);
    }

    public LoopState RentLoop(int length)
    {
        if (!_loops.TryPop(out var loop)) loop = new LoopState();
        loop.Length = length;
        return loop;
    }

    public void ReturnLoop(LoopState loop)
    {
        (loop.Index, loop.Column, loop.Previous, loop.Item) = (0, 0, null, null);
        (loop.Name, loop.Scope, loop.HasOuter, loop.Outer) = (null, null, false, null);
        _loops.Push(loop);
    }
}

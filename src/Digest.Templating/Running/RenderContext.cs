using System.Runtime.CompilerServices;
using Digest.Templating.Builtins;

namespace Digest.Templating.Running;

/// <summary>
/// Everything one render knows: variables, output, limits, and where it is (should it fail). Its parts are used again
/// by later renders, one at a time, once they are empty.
/// </summary>
internal sealed partial class RenderContext
{
    /// <summary>Bytes that strings and arrays may take, all of one render together, as a multiple of its output.</summary>
    private const int WorkFactor = 16;

    /// <summary>What a string costs that has nothing in it, in bytes and about.</summary>
    private const int SmallestObject = 32;

    private readonly RootObject _root = new();
    private readonly List<object> _scopes = [];
    private readonly List<(Template Template, int Position, string Callee, bool Includes)> _frames = [];
    private long _deadline;
    private CancellationToken _cancellation;
    private object?[] _arguments = new object?[32];
    private int _argumentCount;
    private long _work;
    private int _iterations;
    private int _ticks;
    private int _comparisons;
    private object? _result;

    /// <summary>The options of the template that was asked to render; they hold for what it includes too.</summary>
    public TemplateOptions Options { get; private set; } = null!;

    /// <summary>The template whose code runs now.</summary>
    public Template Template { get; private set; } = null!;

    public Output Output { get; private set; } = null!;

    public Locals Locals { get; set; } = null!;

    public LoopState? For { get; set; }

    public LoopState? While { get; set; }

    /// <summary>What <c>date.format</c> was set to.</summary>
    public string DateFormat { get; set; } = DateFunctions.DefaultFormat;

    /// <summary>How far each <c>array.cycle</c> has come.</summary>
    public Dictionary<string, int> Cycles => _cycles ??= new(StringComparer.Ordinal);

    private Dictionary<string, int>? _cycles;

    /// <summary>Above 0 while a missing variable means null, as before <c>??</c>.</summary>
    public int Lenient { get; set; }

    public bool Strict => Options.StrictVariables && Lenient == 0;

    public object CurrentScope => _scopes[^1];

    public int ArgumentMark => _argumentCount;

    /// <param name="name">Which.</param>
    /// <param name="place">See <see cref="Slots"/>.</param>
    /// <param name="value">Its value.</param>
    public bool TryGetVariable(string name, ref int place, out object? value)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            var scope = _scopes[i];
            if (scope is ScriptObject made ? made.TryGet(name, ref place, out value) : Members.TryGet(scope, name, out value))
                return true;
        }

        return Globals.All.TryGetValue(name, out value);
    }

    /// <summary>Whether only the built-ins can have a name: nothing is set, and the model's type has been asked.</summary>
    public bool IsAlone(string name, object? absentFrom) =>
        _scopes.Count == 1 && ReferenceEquals(_root.Plain, absentFrom) && !_root.Own.Has(name);

    public object? ModelMembers => _root.Plain;

    /// <summary>Writes to the innermost scope, never to one further out. It always is one that can be written.</summary>
    public void SetVariable(string name, ref int place, object? value)
    {
        var scope = Unsafe.As<ScriptObject>(_scopes[^1]);
        if (LoopOf(scope, name) is { } loop && !scope.IsReadOnly(name)) (loop.HasOuter, loop.Outer) = (true, value);
        else scope.Set(name, ref place, value);
    }

    public void MakeReadOnly(string name) => ((ScriptObject)_scopes[^1]).MakeReadOnly(name);

    public void Import(object source)
    {
        var scope = (ScriptObject)_scopes[^1];
        foreach (var (name, value) in Members.All(source))
            if (!scope.IsReadOnly(name)) scope.Set(name, value);
    }

    public void PushScope(object scope)
    {
        _scopes.Add(scope);
        if (scope is not ScriptObject) _scopes.Add(new ScriptObject()); // What comes from outside is never written.
    }

    public void PopScope()
    {
        _scopes.RemoveAt(_scopes.Count - 1);
        if (_scopes[^1] is not ScriptObject) _scopes.RemoveAt(_scopes.Count - 1);
    }

    public void PushArgument(object? value)
    {
        if (_argumentCount == _arguments.Length) Array.Resize(ref _arguments, _argumentCount * 2);
        _arguments[_argumentCount++] = value;
    }

    public void SetArgument(int index, object? value) => _arguments[index] = value;

    public ReadOnlySpan<object?> ArgumentsFrom(int mark) => _arguments.AsSpan(mark, _argumentCount - mark);

    public void PopArguments(int mark)
    {
        Array.Clear(_arguments, mark, _argumentCount - mark);
        _argumentCount = mark;
    }

    /// <summary>Begins a call or an include, of code that stands in <paramref name="template"/>.</summary>
    /// <param name="includes">The callee is a template that is included, not a function.</param>
    public void Enter(Template template, string callee, bool includes = false)
    {
        Tick();
        if (_frames.Count >= Options.RecursionLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new Fault($"Exceeding recursive depth limit, near `{callee}`");
        _frames.Add((Template, Position, callee, includes));
        Template = template;
    }

    /// <summary>Ends it. Not reached after a fault, so that the frames still tell where that was.</summary>
    public void Leave()
    {
        var (template, position, _, _) = _frames[^1];
        Template = template;
        Position = position;
        _frames.RemoveAt(_frames.Count - 1);
    }

    public void Return(object? result) => _result = result;

    public object? TakeResult()
    {
        var result = _result;
        _result = null;
        return result;
    }

    /// <summary>Starts writing elsewhere; what <see cref="EndCapture"/> is given back.</summary>
    public Output BeginCapture()
    {
        var outer = Output;
        Output = new Output(Options.OutputLimit, charged: this);
        return outer;
    }

    public object EndCapture(Output outer)
    {
        var text = Output.Text;
        Output.Dispose();
        Output = outer;
        Charge((text.Length * 2L) + (2 * SmallestObject));
        return Rendered(text);
    }

    /// <summary>Text that came out of rendering: in HTML it is markup already.</summary>
    public object Rendered(string text) => Options.Html ? new Markup(text) : text;

    public void EnterComparison()
    {
        if (++_comparisons > 32) throw new Fault("The array is nested too deep to be compared, or contains itself");
    }

    public void LeaveComparison() => _comparisons--;

    /// <summary>What goes through as many items at once as loops may.</summary>
    public void CheckLoop(long rounds)
    {
        if (rounds > Options.LoopLimit) throw new Fault($"More than the limit of {Options.LoopLimit} rounds for loops");
    }

    public void Iterate()
    {
        if (++_iterations > Options.LoopLimit)
            throw new Fault($"Exceeding number of iteration limit `{Options.LoopLimit}` for loop statement");
        Tick();
    }

    /// <summary>Called wherever work is done, so that no template outlives its time.</summary>
    public void Tick()
    {
        if ((++_ticks & 0xff) == 0) CheckTime();
    }

    public void CheckTime()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Options.Clock.GetTimestamp() > _deadline)
            throw new Fault($"The template runs longer than the limit of {Options.TimeLimit.TotalSeconds:0.###} s");
    }

    /// <summary>Accounts for a string or an array about to be made.</summary>
    public void Charge(long bytes)
    {
        var most = (long)Options.OutputLimit * WorkFactor;
        if (bytes <= most) _work += bytes;
        if (bytes > most || _work > most)
            throw new Fault("The strings and arrays of the template exceed the limit of memory");
    }

    /// <summary>Accounts for a string, which may be as long as the output.</summary>
    public string Charge(string text)
    {
        ChargeText(text.Length);
        return text;
    }

    public void ChargeText(long length)
    {
        if (length > Options.OutputLimit) throw new Fault($"The string is longer than the limit of {Options.OutputLimit}");
        Charge((length * 2) + SmallestObject);
    }

    public ScriptArray NewArray(List<object?> items)
    {
        ChargeItems(items.Count);
        return new ScriptArray(items);
    }

    /// <summary>An item may cost its box too.</summary>
    public void ChargeItems(long count) => Charge(count > int.MaxValue ? long.MaxValue : count * SmallestObject); // Never round the end of a long.

    public void Write(object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                WriteText(text);
                break;
            case Markup markup:
                Output.WriteText(markup.Text, false);
                break;
            case int number:
                WriteNumber(number);
                break;
            default:
                Output.WriteText(Text.Of(this, value), Options.Html);
                break;
        }
    }

    public void WriteText(string? text) => Output.WriteText(text, Options.Html);

    public void WriteNumber(int number)
    {
        if (Output.Indent is not null)
        {
            Output.WriteText(number.ToString(System.Globalization.CultureInfo.InvariantCulture), false);
            return;
        }

        number.TryFormat(Output.Reserve(11), out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        Output.Advance(digits);
    }
}

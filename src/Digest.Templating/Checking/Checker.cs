using System.Runtime.CompilerServices;
using Digest.Templating.Builtins;
using Digest.Templating.Running;
using Digest.Templating.Syntax;

namespace Digest.Templating.Checking;

/// <summary>
/// Goes through a template, and what it includes and calls, without rendering: names and members that cannot be there,
/// templates to include that are not there, expressions where HTML has no safe place for one. It goes twice: first to
/// learn what is set anywhere, then to tell what is missing, so that the order of things does not matter.
/// </summary>
internal sealed class Checker
{
    private const int DepthLimit = 20;
    private readonly Type? _model;
    private readonly List<TemplateError> _errors = [];
    private readonly Dictionary<string, Shape?> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<(object Owner, string Name), Shape?> _locals = [];
    private readonly HashSet<string> _loopNames = new(StringComparer.Ordinal);
    private readonly List<Scope> _scopes = [];
    private readonly Dictionary<string, (HtmlPlace Place, bool Returns)> _seen = new(StringComparer.Ordinal);
    private bool _learns;
    private bool _isOpen;
    private int _depth;

    private Checker(Template template, Type? model)
    {
        _model = model;
        Template = template;
        Frame = new Frame(template, [], null);
    }

    public Template Template { get; private set; }

    public Frame Frame { get; private set; }

    public HtmlPlace Place { get; set; }

    /// <summary>What was called last gives a value back, beside what it writes.</summary>
    public bool Returns { get; set; }

    public static IReadOnlyList<TemplateError> Check(Template template, Type? model)
    {
        var checker = new Checker(template, model);
        foreach (var learns in (bool[])[true, false])
        {
            checker._learns = learns;
            checker._seen.Clear();
            checker.Place = new(template.Options.Html ? HtmlPlace.At.Text : HtmlPlace.At.Anywhere);
            template.Body.Check(checker);
        }

        return [.. checker._errors.Distinct().OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];
    }

    public void Fail(int position, string message)
    {
        if (!_learns) _errors.Add(Template.ErrorAt(position, message));
    }

    /// <summary>An expression writes here.</summary>
    public void Writes(int position)
    {
        if (Place.Objection is { } objection) Fail(position, $"An expression cannot stand {objection}: nothing escapes it there");
        Place = Place.AfterExpression();
    }

    public Shape? Variable(string name, int position, bool lenient)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].Names.TryGetValue(name, out var found)) return found;
            if (_scopes[i].Of is null ? _scopes[i].IsOpen : _scopes[i].Of!.TryGetMember(name, out found)) return found;
        }

        if (_globals.TryGetValue(name, out var shape)) return shape;
        if (_model is not null && new Shape(_model).TryGetMember(name, out shape)) return shape;
        if (_loopNames.Contains(name)) return null; // Read in a function that a loop calls.
        if (Globals.All.TryGetValue(name, out var builtin)) return builtin is BuiltinObject made ? new Shape(Builtin: made) : null;
        if (!lenient && !_isOpen && _model is not null) Fail(position, $"The variable or function `{name}` was not found");
        return null;
    }

    public void Declare(string name, Shape? shape)
    {
        var names = _scopes.Count > 0 ? _scopes[^1].Names : _globals;
        var isKnown = names.TryGetValue(name, out var before)
            || (_scopes.Count == 0 && _model is not null && new Shape(_model).TryGetMember(name, out before));
        names[name] = isKnown ? Shape.Either(before, shape) : shape;
    }

    /// <summary>The variable of a loop is that within the loop alone.</summary>
    public void Loop(string name, Shape? shape, Action check)
    {
        var names = _scopes.Count > 0 ? _scopes[^1].Names : _globals;
        var existed = names.TryGetValue(name, out var outer);
        _loopNames.Add(name);
        names[name] = shape;
        check();
        if (existed) names[name] = outer;
        else names.Remove(name);
    }

    /// <summary>From here on any name may be one: nobody knows what was imported.</summary>
    public void Open() => _isOpen = true;

    public Shape? Local(string name, int position, bool lenient)
    {
        if (_locals.TryGetValue((Frame.Owner, name), out var shape)) return shape;
        if (!lenient && !Frame.IsOpen) Fail(position, $"The local variable `${name}` was not found");
        return null;
    }

    public void DeclareLocal(string name, Shape? shape)
    {
        var key = (Frame.Owner, name);
        _locals[key] = _locals.TryGetValue(key, out var before) ? Shape.Either(before, shape) : shape;
    }

    public void Within(Shape? target, Block body)
    {
        _scopes.Add(new Scope(target, IsOpen: target is null));
        body.Check(this);
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    /// <summary>Each part as if the others were not there, from the same place on.</summary>
    public void Branch(IEnumerable<Block?> parts)
    {
        var before = Place;
        var after = before;
        foreach (var part in parts)
        {
            Place = before;
            part?.Check(this);
            if (part is not null && !part.EndsEarly) after = Place;
        }

        Place = after;
    }

    /// <summary>Text that is kept instead of written: it begins anew.</summary>
    public void Apart(Action check)
    {
        var outer = Place;
        if (Place.Where != HtmlPlace.At.Anywhere) Place = new(HtmlPlace.At.Text);
        check();
        Place = outer;
    }

    public void Include(string name, int position, Shape?[] arguments)
    {
        var included = Template.Options.Include?.Invoke(name);
        if (included is null) Fail(position, $"The template `{name}` to include was not found");
        else Enter(included, included, included.Body, arguments, null, null);
    }

    /// <summary>An object that is being made, whose members are variables once they are set.</summary>
    public void Within((string Name, Expression Value)[] members)
    {
        _scopes.Add(new Scope(null, IsOpen: false));
        foreach (var (name, value) in members) _scopes[^1].Names[name] = value.Check(this);
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    /// <param name="wrapped">What its <c>$$</c> stands for.</param>
    public void Call(FunctionDefinition function, Template home, Shape?[] arguments, Block? wrapped = null)
    {
        Scope? scope = null;
        if (function.Parameters is not null)
        {
            scope = new Scope(null, false);
            for (var i = 0; i < function.Parameters.Length; i++)
                scope.Names[function.Parameters[i].Name] = i < arguments.Length && !function.Parameters[i].Variable ? arguments[i] : null;
            foreach (var parameter in function.Parameters) parameter.Default?.Check(this);
        }

        if (function.IsLocal) _locals[(function, function.Name)] = new Shape(Function: function, Home: home);
        Returns = false;
        if (function.Body is not null) Enter(function, home, function.Body, arguments, scope, wrapped);
        else
        {
            _scopes.Add(scope!);
            function.Result!.Check(this);
            _scopes.RemoveAt(_scopes.Count - 1);
            Returns = true;
        }
    }

    private void Enter(object owner, Template home, Block body, Shape?[] arguments, Scope? scope, Block? wrapped)
    {
        var key = $"{owner.GetHashCode()} {wrapped?.GetHashCode()} {Place} {string.Join(' ', arguments.Select(a => a?.ToString()))}";
        if (_depth >= DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return;
        if (_seen.TryGetValue(key, out var seen))
        {
            (Place, Returns) = seen;
            return;
        }

        _seen[key] = (Place, false); // Should it call itself.
        var (template, frame) = (Template, Frame);
        _depth++;
        if (scope is not null) _scopes.Add(scope);
        (Template, Frame) = (home, new Frame(owner, arguments, wrapped is null ? null : (wrapped, template, frame)));
        body.Check(this);
        (Template, Frame) = (template, frame);
        if (scope is not null) _scopes.RemoveAt(_scopes.Count - 1);
        _depth--;
        _seen[key] = (Place, Returns);
    }

    /// <summary><c>$$</c>: the block of the caller, which sees the locals of who wraps it.</summary>
    public void Wrapped()
    {
        if (Frame.Wrapped is not { } wrapped || _depth >= DepthLimit) return;
        var (template, frame) = (Template, Frame);
        _depth++;
        (Template, Frame) = (wrapped.Template, frame with { IsOpen = true, Wrapped = wrapped.Frame.Wrapped });
        wrapped.Block.Check(this);
        (Template, Frame) = (template, frame);
        _depth--;
    }

    private sealed record Scope(Shape? Of, bool IsOpen)
    {
        public Dictionary<string, Shape?> Names { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>One call or include: whose <c>$</c> variables are meant.</summary>
internal sealed record Frame(object Owner, Shape?[] Arguments, (Block Block, Template Template, Frame Frame)? Wrapped)
{
    public bool IsOpen { get; init; }
}

using Digest.Templating.Builtins;
using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed class Variable(string name) : Target
{
    /// <summary>Where it was found last. Renders at once may set it as they like: it is looked at before it is believed.</summary>
    private int _place;

    private readonly object? _builtin = Globals.All.GetValueOrDefault(name);

    /// <summary>The members of a model, which do not hide the built-in of this name.</summary>
    private object? _absentFrom;

    public string Name => name;

    public override object? EvaluateAlias(RenderContext context)
    {
        if (_builtin is not null && _absentFrom is not null && context.IsAlone(name, _absentFrom)) return _builtin;
        var place = _place;
        if (context.TryGetVariable(name, ref place, out var value))
        {
            if (place != _place) _place = place;
            if (ReferenceEquals(value, _builtin)) _absentFrom = context.ModelMembers;
            return value;
        }

        context.Position = Position;
        return context.Strict ? throw new Fault($"The variable or function `{name}` was not found") : null;
    }

    public override void Assign(RenderContext context, object? value)
    {
        context.Position = Position;
        var place = _place;
        context.SetVariable(name, ref place, value);
        if (place != _place) _place = place;
    }

    public override void BeginLoop(RenderContext context, LoopState loop) => context.Begin(loop, name, isLocal: false);

    public override void Bind(RenderContext context, object? item)
    {
        var place = _place;
        context.BindVariable(name, ref place, item);
        if (place != _place) _place = place;
    }

    public override void EndLoop(RenderContext context, LoopState loop) => context.End(loop);

    public override Shape? Check(Checker checker) => checker.Variable(name, Position, false);

    public override Shape? CheckLeniently(Checker checker) => checker.Variable(name, Position, true);

    public override void CheckWritten(Checker checker)
    {
        var shape = Check(checker);
        if (shape is { Function: { } function }) checker.Call(function, shape.Home!, []);
        if (shape?.Function is null || checker.Returns) checker.Writes(Position);
    }

    public override void CheckAssigned(Checker checker, Shape? value) => checker.Declare(name, value);
}

/// <summary><c>$name</c>; also <c>$</c> (the arguments), <c>$0</c>… (one of them) and <c>$$</c> (what is wrapped).</summary>
internal sealed class Local(string name) : Target
{
    private readonly int _argument = int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) ? index : -1;

    public string Name => name;

    public bool IsArguments => name.Length == 0;

    public override object? EvaluateAlias(RenderContext context)
    {
        var locals = context.Locals;
        if (_argument >= 0) return _argument < locals.Arguments.Count ? locals.Arguments[_argument] : null;
        if (IsArguments) return locals.Share();
        if (name == "$") return ExecuteWrapped(context, locals.Wrapped);
        if (locals.TryGet(name, out var value)) return value;
        context.Position = Position;
        return context.Strict ? throw new Fault($"The local variable `${name}` was not found") : null;
    }

    public override void Assign(RenderContext context, object? value)
    {
        context.Position = Position;
        if (_argument >= 0) Index.SetItem(context, context.Locals.Arguments, _argument, value);
        else if (IsArguments || name == "$") throw new Fault($"Cannot set the variable `${name}`");
        else context.Locals.Set(context, name, value);
    }

    public override void BeginLoop(RenderContext context, LoopState loop)
    {
        if (_argument < 0) context.Begin(loop, name, isLocal: true);
    }

    public override void Bind(RenderContext context, object? item)
    {
        if (_argument < 0) context.Locals.Bind(name, item);
        else Assign(context, item);
    }

    public override void EndLoop(RenderContext context, LoopState loop)
    {
        if (_argument < 0) context.End(loop);
    }

    public override Shape? Check(Checker checker) => Check(checker, false);

    public override Shape? CheckLeniently(Checker checker) => Check(checker, true);

    public override void CheckWritten(Checker checker)
    {
        if (name == "$") checker.Wrapped();
        else base.CheckWritten(checker);
    }

    public override void CheckAssigned(Checker checker, Shape? value)
    {
        if (_argument < 0 && !IsArguments) checker.DeclareLocal(name, value);
    }

    private Shape? Check(Checker checker, bool lenient)
    {
        if (_argument >= 0) return _argument < checker.Frame.Arguments.Length ? checker.Frame.Arguments[_argument] : null;
        return IsArguments || name == "$" ? null : checker.Local(name, Position, lenient);
    }

    private object? ExecuteWrapped(RenderContext context, Block? wrapped)
    {
        if (wrapped is null) return null;
        context.Position = Position;
        context.Enter(context.Template, "$$"); // Counted: what is wrapped may itself say $$.
        wrapped.Execute(context);
        context.Leave();
        return null;
    }
}

internal sealed class This : Expression
{
    public override object? Evaluate(RenderContext context)
    {
        if (context.CurrentScope is ScriptObject scope) scope.IsShared = true;
        return context.CurrentScope;
    }

    public override Shape? Check(Checker checker) => null;
}

/// <summary><c>for.index</c> and the like.</summary>
internal sealed class LoopVariable(string loop, string member) : Expression
{
    private static readonly string[] OfWhile = ["index", "first", "even", "odd"];
    private static readonly string[] OfFor = [.. OfWhile, "rindex", "last", "changed", "length"];

    public static bool Exists(string loop, string member) =>
        loop == "while" ? OfWhile.Contains(member)
            : OfFor.Contains(member) || (loop == "tablerow" && member == "col");

    public override Shape? Check(Checker checker) => null;

    public override object? Evaluate(RenderContext context)
    {
        context.Position = Position;
        var state = (loop == "while" ? context.While : context.For)
            ?? throw new Fault($"The variable `{loop}.{member}` is only known inside of a `{loop}` loop");
        return member switch
        {
            "index" => Boxes.Of(state.Index),
            "rindex" => Boxes.Of(state.Length - state.Index - 1),
            "first" => Boxes.Of(state.Index == 0),
            "last" => Boxes.Of(state.Index == state.Length - 1),
            "even" => Boxes.Of(state.Index % 2 == 0),
            "odd" => Boxes.Of(state.Index % 2 != 0),
            "changed" => Boxes.Of(state.Index == 0 || !Equality.AreSame(context, state.Previous, state.Item)),
            "col" => Boxes.Of(state.Column),
            _ => Boxes.Of(state.Length),
        };
    }
}

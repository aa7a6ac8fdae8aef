using System.Collections;
using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

/// <summary>An argument of a call: by place, by name, or (<c>^list</c>) as many as a list has items.</summary>
internal sealed record Argument(Expression Value, string? Name = null, bool Expand = false);

internal sealed class Call(Expression callee, Argument[] arguments, bool parenthesised) : Expression
{
    private readonly int _named = arguments.Count(a => a.Name is not null);

    public Expression Callee => callee;

    public Argument[] Arguments => arguments;

    /// <summary>Written <c>f(x)</c>, so that <c>f(x) = …</c> may declare it.</summary>
    public bool Parenthesised => parenthesised;

    public override object? Evaluate(RenderContext context)
    {
        var function = Function(context);
        var mark = context.ArgumentMark;
        var named = Prepare(context);
        var result = function.Invoke(context, context.ArgumentsFrom(mark), named);
        context.PopArguments(mark);
        return result;
    }

    /// <summary>Calls with <paramref name="piped"/> before the other arguments.</summary>
    /// <param name="context">Of the render.</param>
    /// <param name="piped">The value.</param>
    /// <param name="from">What gave it.</param>
    public object? EvaluatePiped(RenderContext context, object? piped, Expression from)
    {
        var expands = from is Unary { Expands: true };
        var function = Function(context);
        var mark = context.ArgumentMark;
        Push(context, piped, expands);
        var named = Prepare(context, from);
        var result = function.Invoke(context, context.ArgumentsFrom(mark), named);
        context.PopArguments(mark);
        return result;
    }

    public void EvaluateWrapped(RenderContext context, Block wrapped)
    {
        if (Function(context) is not ScriptFunction function) throw new Fault("Only a function declared by a template can wrap");
        var mark = context.ArgumentMark;
        var named = Prepare(context);
        var result = function.Invoke(context, context.ArgumentsFrom(mark), named, wrapped);
        context.PopArguments(mark);
        context.Write(result);
    }

    public override Shape? Check(Checker checker)
    {
        checker.Apart(() => CheckCalled(checker, null));
        return null;
    }

    public override void CheckWritten(Checker checker)
    {
        if (!CheckCalled(checker, null) || checker.Returns) checker.Writes(Position);
    }

    /// <summary>True: it was gone into, where it writes itself.</summary>
    public bool CheckCalled(Checker checker, Block? wrapped, Shape?[]? piped = null)
    {
        var function = callee.Check(checker);
        Shape?[] given = [.. piped ?? [], .. arguments.Select(a => a.Value.Check(checker))];
        var isPlain = !Array.Exists(arguments, a => a.Name is not null || a.Expand);
        if (callee is Variable { Name: "include" } && piped is null)
        {
            if (arguments is not [{ Value: Literal { Value: string name } }, ..]) return false;
            checker.Include(name, Position, isPlain ? given : []);
            checker.Returns = false;
            return true;
        }

        if (function is not { Function: { } definition }) return false;
        checker.Call(definition, function.Home!, isPlain ? given : [], wrapped);
        return true;
    }

    public override void Write(RenderContext context)
    {
        if (Function(context) is not IncludeFunction include)
        {
            context.Write(Evaluate(context));
            return;
        }

        var mark = context.ArgumentMark;
        var named = Prepare(context);
        include.Write(context, context.ArgumentsFrom(mark), named);
        context.PopArguments(mark);
    }

    public override int? PositionOf(int argument, Expression? piped)
    {
        var own = piped is null ? argument : argument - 1;
        if (own < 0 && piped is not null && argument == 0) return piped.Start;
        return own >= 0 && own < arguments.Length ? arguments[own].Value.Start : base.PositionOf(argument, piped);
    }

    private Function Function(RenderContext context)
    {
        var value = callee.EvaluateAlias(context);
        context.Position = Position;
        return value as Function ?? throw NotCallable(callee, value);
    }

    public static Fault NotCallable(Expression callee, object? value) => new(
        callee is Variable variable && value is null
            ? $"The function `{variable.Name}` was not found"
            : $"Cannot call `{Kinds.Of(value) ?? "null"}`: it is not a function");

    public static void Push(RenderContext context, object? argument, bool expands)
    {
        if (expands && argument is IEnumerable and not string)
            foreach (var item in Sequences.List(context, argument)) context.PushArgument(item);
        else context.PushArgument(argument);
    }

    private NamedArgument[]? Prepare(RenderContext context, Expression? from = null)
    {
        var named = _named == 0 ? null : new NamedArgument[_named];
        var name = 0;
        foreach (var argument in arguments)
        {
            var value = argument.Value.Evaluate(context);
            if (argument.Name is not null) named![name++] = new NamedArgument(argument.Name, value);
            else Push(context, value, argument.Expand);
        }

        context.Calls(this, from);
        return named;
    }
}

/// <summary><c>value | function arguments</c>: the value is the function's first argument.</summary>
internal sealed class Pipe(Expression from, Expression to) : Expression
{
    public override Shape? Check(Checker checker)
    {
        var piped = from.CheckLeniently(checker);
        checker.Apart(() =>
        {
            if (to is Call call) call.CheckCalled(checker, null, [piped]);
            else if (to.Check(checker) is { Function: { } function } shape) checker.Call(function, shape.Home!, [piped]);
        });
        return null;
    }

    public override object? Evaluate(RenderContext context)
    {
        var piped = from.Evaluate(context);
        if (to is Call call) return call.EvaluatePiped(context, piped, from);
        var callee = to.EvaluateAlias(context);
        context.Calls(to, from);
        if (callee is not Function function) throw Call.NotCallable(to, callee);
        var mark = context.ArgumentMark;
        Call.Push(context, piped, from is Unary { Expands: true });
        var result = function.Invoke(context, context.ArgumentsFrom(mark), null);
        context.PopArguments(mark);
        return result;
    }
}

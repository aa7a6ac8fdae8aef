using Digest.Templating.Syntax;

namespace Digest.Templating.Running;

internal readonly record struct NamedArgument(string Name, object? Value);

internal abstract class Function
{
    public abstract string Name { get; }

    /// <summary>How many arguments it cannot do without; with none, naming it is calling it.</summary>
    public abstract int Required { get; }

    public abstract object? Invoke(RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named);

    protected Fault WrongCount(int given, int expected) =>
        new($"Invalid number of arguments `{given}` passed to `{Name}` while expecting `{expected}` arguments")
        {
            Argument = given > expected ? given - 1 : Fault.Missing,
        };

    protected Fault UnknownName(string argument) =>
        new($"The function `{Name}` has no argument named `{argument}`");
}

internal delegate object? BuiltinBody(RenderContext context, ReadOnlySpan<object?> arguments);

/// <summary>
/// A built-in function. Its body is given as many arguments as it has parameters (null for the optional ones not
/// given); with <paramref name="rest"/>, any further ones too.
/// </summary>
internal sealed class BuiltinFunction(string name, string[] parameters, int required, BuiltinBody body, bool rest = false)
    : Function
{
    public override string Name => name;

    public override int Required => required;

    public override object? Invoke(RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named)
    {
        context.Tick();
        if (arguments.Length > parameters.Length && !rest) throw WrongCount(arguments.Length, parameters.Length);
        if (named is null && arguments.Length >= parameters.Length) return body(context, arguments);
        var mark = context.ArgumentMark;
        foreach (var argument in arguments) context.PushArgument(argument);
        for (var i = arguments.Length; i < parameters.Length; i++) context.PushArgument(null);
        var given = arguments.Length;
        foreach (var argument in named ?? [])
        {
            var index = Array.IndexOf(parameters, argument.Name);
            if (index < 0) throw UnknownName(argument.Name);
            context.SetArgument(mark + index, argument.Value);
            if (index >= arguments.Length) given++;
        }

        if (given < required) throw WrongCount(given, required);
        var result = body(context, context.ArgumentsFrom(mark));
        context.PopArguments(mark);
        return result;
    }
}

/// <summary>A parameter of a function that a template declares.</summary>
internal sealed record Parameter(string Name, Expression? Default, bool Variable);

/// <summary>What <c>func</c>, <c>do</c> and <c>f(x) = …</c> declare; <see cref="Parameters"/> is null without a list.</summary>
internal sealed record FunctionDefinition(string Name, Parameter[]? Parameters, Block? Body, Expression? Result)
{
    /// <summary>Its name is a <c>$</c> variable, which it knows itself by, too.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>A declared function, with the template it is of (its errors are told there, its includes resolved there).</summary>
internal sealed class ScriptFunction(FunctionDefinition definition, Template template) : Function
{
    public override string Name => definition.Name;

    public override int Required =>
        definition.Parameters?.Count(p => p.Default is null && !p.Variable) ?? 0;

    public override object? Invoke(RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named) =>
        Invoke(context, arguments, named, null);

    /// <param name="wrapped">What <c>$$</c> evaluates.</param>
    public object? Invoke(
        RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named, Block? wrapped)
    {
        if (definition.Parameters is { } parameters) Check(parameters, arguments.Length, named);
        context.Enter(template, Name);
        var locals = context.RentLocals();
        locals.Wrapped = wrapped;
        if (definition.IsLocal) locals.Bind(definition.Name, this);
        object? result;
        if (definition.Parameters is null)
        {
            Give(locals, arguments, named);
            result = Run(context, locals);
        }
        else
        {
            var scope = context.RentScope();
            Bind(context, definition.Parameters, scope, locals.Arguments, arguments, named);
            context.PushScope(scope);
            result = Run(context, locals);
            context.PopScope();
            context.ReturnScope(scope);
        }

        context.ReturnLocals(locals);
        context.Leave();
        return result;
    }

    /// <summary>The arguments of what has no list of parameters: by number, those with names by name.</summary>
    public static void Give(Locals locals, ReadOnlySpan<object?> arguments, NamedArgument[]? named)
    {
        locals.Arguments.Items.AddRange(arguments);
        foreach (var argument in named ?? [])
            (locals.Arguments.Properties ??= new ScriptObject()).Set(argument.Name, argument.Value);
    }

    /// <summary>Before the call is entered, so that what is wrong with it is told where it stands.</summary>
    private void Check(Parameter[] parameters, int given, NamedArgument[]? named)
    {
        if (given > parameters.Length && parameters is not [.., { Variable: true }]) throw WrongCount(given, parameters.Length);
        for (var i = given; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (parameter.Default is null && !parameter.Variable && !Array.Exists(named ?? [], a => a.Name == parameter.Name))
                throw WrongCount(given + (named?.Length ?? 0), Required);
        }

        foreach (var argument in named ?? [])
            if (!Array.Exists(parameters, p => p.Name == argument.Name && !p.Variable)) throw UnknownName(argument.Name);
    }

    private object? Run(RenderContext context, Locals locals)
    {
        var outer = context.Locals;
        var indent = context.Output.Indent;
        context.Output.Indent = null;
        context.Locals = locals;
        object? result = null;
        if (definition.Result is not null) result = definition.Result.Evaluate(context);
        else if (definition.Body!.Execute(context) == Flow.Return) result = context.TakeResult();
        context.Locals = outer;
        context.Output.Indent = indent;
        return result;
    }

    private static void Bind(
        RenderContext context, Parameter[] parameters, ScriptObject scope, ScriptArray all,
        ReadOnlySpan<object?> arguments, NamedArgument[]? named)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            var value = parameter.Variable ? new ScriptArray([.. i < arguments.Length ? arguments[i..] : []])
                : i < arguments.Length ? arguments[i]
                : FromName(context, parameter, named);
            scope.Set(parameter.Name, value);
            all.Items.Add(value);
        }
    }

    private static object? FromName(RenderContext context, Parameter parameter, NamedArgument[]? named)
    {
        foreach (var argument in named ?? [])
            if (argument.Name == parameter.Name) return argument.Value;
        return parameter.Default?.Evaluate(context);
    }
}

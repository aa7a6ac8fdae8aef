using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed class Literal(object? value) : Expression
{
    public object? Value => value;

    public override object? Evaluate(RenderContext context) => value;

    public override Shape? Check(Checker checker) => value is null ? null : Shape.Of(value.GetType());
}

/// <summary><c>$"text {expression}"</c>: the literals are plain text; markup among the values makes all of it markup.</summary>
internal sealed class Interpolation(Expression[] parts) : Expression
{
    public override object? Evaluate(RenderContext context)
    {
        object? joined = "";
        foreach (var part in parts)
        {
            var value = part.Evaluate(context);
            context.Position = Position;
            joined = Operators.Apply(context, BinaryOperator.Add, joined, value is string or Markup ? value : Text.Of(context, value));
        }

        return joined;
    }

    public override Shape? Check(Checker checker)
    {
        foreach (var part in parts) part.Check(checker);
        return null;
    }
}

internal sealed class ArrayLiteral(Expression[] items) : Expression
{
    public override object? Evaluate(RenderContext context)
    {
        var list = new List<object?>(items.Length);
        foreach (var item in items) list.Add(item.Evaluate(context));
        context.Position = Position;
        return context.NewArray(list);
    }

    public override Shape? Check(Checker checker)
    {
        foreach (var item in items) item.Check(checker);
        return null;
    }
}

/// <summary><c>{a: 1, b: a}</c>: its members so far are variables for those that follow, and <c>this</c> is the object.</summary>
internal sealed class ObjectLiteral((string Name, Expression Value)[] members) : Expression
{
    /// <summary>An error in it has been told, so it is never run.</summary>
    public bool IsBroken { get; init; }

    public override object? Evaluate(RenderContext context)
    {
        var made = new ScriptObject();
        context.PushScope(made);
        foreach (var (name, value) in members) made.Set(name, value.Evaluate(context));
        context.PopScope();
        context.Position = Position;
        context.ChargeItems(members.Length * 2L + 8); // with the table that it looks its members up in
        return made;
    }

    public override Shape? Check(Checker checker)
    {
        checker.Within(members);
        return null;
    }
}

/// <summary><c>do … end</c>: the function itself; it is called by whom it is given to.</summary>
internal sealed class AnonymousFunction(FunctionDefinition definition) : Expression
{
    public override object? Evaluate(RenderContext context) => new ScriptFunction(definition, context.Template);

    public override Shape? Check(Checker checker)
    {
        checker.Apart(() => checker.Call(definition, checker.Template, []));
        return new Shape(Function: definition, Home: checker.Template);
    }
}

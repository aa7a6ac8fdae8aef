using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed class WithStatement(Expression target, Block body) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        var scope = target.Evaluate(context);
        context.Position = target.Start;
        if (scope is null || !Members.IsObject(scope))
            throw new Fault($"Invalid target `{Kinds.Of(scope) ?? "null"}` for `with`: it must be an object");
        context.PushScope(scope);
        var flow = body.Execute(context);
        context.PopScope();
        return flow;
    }

    public override void Check(Checker checker) => checker.Within(target.Check(checker), body);
}

/// <summary>Makes variables of an object's members; readonly ones stay as they are.</summary>
internal sealed class ImportStatement(Expression source) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        var value = source.Evaluate(context);
        context.Position = source.Start;
        if (value is null) return Flow.Next;
        if (!Members.IsObject(value))
            throw new Fault($"Unexpected value `{Kinds.Of(value)}` for import: it must be an object");
        context.Import(value);
        return Flow.Next;
    }

    public override void Check(Checker checker)
    {
        source.Check(checker);
        checker.Open();
    }
}

internal sealed class ReadOnlyStatement(string name) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        context.Position = Position;
        context.MakeReadOnly(name);
        return Flow.Next;
    }

    public override void Check(Checker checker)
    {
    }
}

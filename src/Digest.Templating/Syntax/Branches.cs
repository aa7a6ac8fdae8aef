using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed record Branch(Expression Condition, Block Body);

internal sealed class IfStatement(Branch[] branches, Block? otherwise) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        foreach (var branch in branches)
            if (Truth.Of(branch.Condition.Evaluate(context))) return branch.Body.Execute(context);
        return otherwise?.Execute(context) ?? Flow.Next;
    }

    public override void Check(Checker checker)
    {
        foreach (var branch in branches) branch.Condition.Check(checker);
        checker.Branch([.. branches.Select(b => b.Body), otherwise]);
    }
}

internal sealed record When(Expression[] Values, Block Body, int Position);

internal sealed class CaseStatement(Expression subject, When[] whens, Block? otherwise) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        var wanted = subject.Evaluate(context);
        foreach (var when in whens)
        {
            foreach (var candidate in when.Values)
            {
                var value = candidate.Evaluate(context);
                context.At(when.Position, when.Position, when.Position);
                if (Equality.AreEqual(context, wanted, value)) return when.Body.Execute(context);
            }
        }

        return otherwise?.Execute(context) ?? Flow.Next;
    }

    public override void Check(Checker checker)
    {
        subject.Check(checker);
        foreach (var candidate in whens.SelectMany(w => w.Values)) candidate.Check(checker);
        checker.Branch([.. whens.Select(w => w.Body), otherwise]);
    }
}

internal sealed class JumpStatement(Flow flow) : Statement
{
    public override Flow Execute(RenderContext context) => flow;

    public override void Check(Checker checker)
    {
    }
}

internal sealed class ReturnStatement(Expression? value) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        context.Return(value?.Evaluate(context));
        return Flow.Return;
    }

    public override void Check(Checker checker)
    {
        value?.Check(checker);
        checker.Returns = value is not null;
    }
}

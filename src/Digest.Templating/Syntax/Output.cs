using System.Text;
using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

internal sealed class TextStatement(string text) : Statement
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    public override Flow Execute(RenderContext context)
    {
        context.Position = Position;
        context.Output.WriteUtf8(_utf8);
        return Flow.Next;
    }

    public override void Check(Checker checker) => checker.Place = checker.Place.After(text);
}

/// <summary>An expression whose value is written; what it writes keeps the indent of the code block it stands in.</summary>
internal sealed class ExpressionStatement(Expression expression, string? indent) : Statement
{
    public Expression Expression => expression;

    public override Flow Execute(RenderContext context)
    {
        if (indent is null)
        {
            expression.Write(context);
            return Flow.Next;
        }

        var output = context.Output;
        var outer = output.Indent;
        output.Indent = outer + indent;
        expression.Write(context);
        output.Indent = outer;
        return Flow.Next;
    }

    public override void Check(Checker checker) => expression.CheckWritten(checker);
}

internal sealed class AssignStatement(Target target, BinaryOperator? op, Expression value) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        object? result;
        if (op is null) result = value.Evaluate(context);
        else if (op == BinaryOperator.Coalesce)
        {
            context.Lenient++;
            var before = target.Evaluate(context);
            context.Lenient--;
            if (before is not null) return Flow.Next;
            result = value.Evaluate(context);
        }
        else
        {
            var operand = value.Evaluate(context);
            var before = target.Evaluate(context);
            context.At(Position, Position, Position);
            result = Operators.Apply(context, op.Value, before, operand);
        }

        target.Assign(context, result);
        return Flow.Next;
    }

    public override void Check(Checker checker)
    {
        if (op is not null and not BinaryOperator.Coalesce) target.Check(checker);
        var shape = value.Check(checker);
        target.CheckAssigned(checker, op is null ? shape : null);
    }
}

/// <summary><c>func name …</c> and <c>name(x) = …</c>.</summary>
internal sealed class FunctionStatement(FunctionDefinition definition) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        context.Position = Position;
        var function = new ScriptFunction(definition, context.Template);
        var place = -1;
        if (definition.IsLocal) context.Locals.Set(context, definition.Name, function);
        else context.SetVariable(definition.Name, ref place, function);
        return Flow.Next;
    }

    public override void Check(Checker checker)
    {
        var shape = new Shape(Function: definition, Home: checker.Template);
        if (definition.IsLocal) checker.DeclareLocal(definition.Name, shape);
        else checker.Declare(definition.Name, shape);
        var place = checker.Place;
        checker.Place = new(HtmlPlace.At.Anywhere); // Where it writes is known where it is called.
        checker.Call(definition, checker.Template, []);
        checker.Place = place;
    }
}

internal sealed class CaptureStatement(Target target, Block body) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        var outer = context.BeginCapture();
        var flow = body.Execute(context);
        target.Assign(context, context.EndCapture(outer));
        return flow;
    }

    public override void Check(Checker checker)
    {
        checker.Apart(() => body.Check(checker));
        target.CheckAssigned(checker, null);
    }
}

/// <summary><c>wrap function arguments … end</c>: the block is what the function's <c>$$</c> evaluates.</summary>
internal sealed class WrapStatement(Call call, Block body) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        call.EvaluateWrapped(context, body);
        return Flow.Next;
    }

    public override void Check(Checker checker) => call.CheckCalled(checker, body);
}

using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

/// <summary>What may follow the list of a for or tablerow.</summary>
internal sealed record LoopParameters(Expression? Offset, Expression? Limit, Expression? Columns, bool Reversed);

/// <summary><c>for x in list</c>; as a tablerow it writes the rows and cells of a table around its body.</summary>
internal sealed class ForStatement(
    Target variable, Expression list, LoopParameters parameters, Block body, Block? otherwise, bool tableRow) : Statement
{
    private Type? _plain;

    public override Flow Execute(RenderContext context)
    {
        var value = list.Evaluate(context);
        context.Position = list.Start;
        if (value is null) return Flow.Next;
        var items = Sequences.ForLoop(context, value);
        var (start, count) = Part(context, items.Count);
        if (count <= 0)
        {
            if (tableRow) context.Output.WriteUtf8("<tr class=\"row1\"></tr>\n"u8);
            return otherwise?.Execute(context) ?? Flow.Next;
        }

        var state = context.RentLoop(count);
        var columns = Math.Max(1, Number(context, parameters.Columns) ?? 1);
        var outer = context.For;
        variable.BeginLoop(context, state);
        context.For = state;
        var flow = Run(context, items, start, state, columns);
        context.For = outer;
        variable.EndLoop(context, state);
        context.ReturnLoop(state);
        return flow == Flow.Return ? Flow.Return : Flow.Next;
    }

    public override void Check(Checker checker)
    {
        var item = list.Check(checker)?.Item;
        parameters.Offset?.Check(checker);
        parameters.Limit?.Check(checker);
        parameters.Columns?.Check(checker);
        if (variable is Variable named)
        {
            checker.Loop(named.Name, item, () => checker.Branch([body, null]));
            checker.Branch([otherwise, null]);
        }
        else
        {
            variable.CheckAssigned(checker, item);
            checker.Branch([body, otherwise]);
        }
    }

    private (int Start, int Count) Part(RenderContext context, int all)
    {
        var start = Math.Clamp(Number(context, parameters.Offset) ?? 0, 0, all);
        var count = all - start;
        if (Number(context, parameters.Limit) is { } limit) count = Math.Min(count, limit);
        return (parameters.Reversed ? all - count : start, count); // It is turned round before the limit counts.
    }

    private static int? Number(RenderContext context, Expression? parameter)
    {
        if (parameter?.Evaluate(context) is not { } value) return null;
        context.Position = parameter.Start;
        return Numbers.ToWhole(value);
    }

    private Flow Run(RenderContext context, IReadOnlyList<object?> items, int start, LoopState state, int columns)
    {
        var flow = Flow.Next;
        for (var i = 0; i < state.Length && flow is Flow.Next or Flow.Continue; i++)
        {
            context.Position = Position;
            context.Iterate();
            var at = parameters.Reversed ? start + state.Length - 1 - i : start + i;
            if (at >= items.Count) break; // The body shortened its own list.
            var item = Normal(items[at]);
            state.Index = i;
            state.Previous = state.Item;
            state.Item = item;
            variable.Bind(context, item);
            flow = tableRow ? ExecuteCell(context, state, columns) : body.Execute(context);
        }

        return flow;
    }

    /// <summary>The items of a list are mostly of one type, so what was found out about the last holds for the next.</summary>
    private object? Normal(object? item)
    {
        if (item is null or string || item.GetType() == _plain) return item;
        var normal = Members.Normalise(item);
        if (ReferenceEquals(normal, item) && Members.Plain(item)?.Count > 0) _plain = item.GetType();
        return normal;
    }

    private Flow ExecuteCell(RenderContext context, LoopState state, int columns)
    {
        state.Column = state.Index % columns;
        if (state.Column == 0) context.Output.WriteText($"<tr class=\"row{(state.Index / columns) + 1}\">", false);
        context.Output.WriteText($"<td class=\"col{state.Column + 1}\">", false);
        var flow = body.Execute(context);
        context.Output.WriteUtf8("</td>"u8);
        var ends = flow is Flow.Break or Flow.Return || state.Index == state.Length - 1;
        if (ends || state.Column == columns - 1) context.Output.WriteUtf8("</tr>\n"u8);
        return flow;
    }
}

internal sealed class WhileStatement(Expression condition, Block body) : Statement
{
    public override Flow Execute(RenderContext context)
    {
        var outer = context.While;
        var state = context.RentLoop(-1);
        context.While = state;
        var flow = Flow.Next;
        for (var i = 0; flow is Flow.Next or Flow.Continue && Truth.Of(condition.Evaluate(context)); i++)
        {
            context.Position = Position;
            context.Iterate();
            state.Index = i;
            flow = body.Execute(context);
        }

        context.While = outer;
        context.ReturnLoop(state);
        return flow == Flow.Return ? Flow.Return : Flow.Next;
    }

    public override void Check(Checker checker)
    {
        condition.Check(checker);
        checker.Branch([body, null]);
    }
}

namespace Digest.Templating.Running;

/// <summary>
/// <c>include 'name' arguments</c>: the other template with the variables of this one, and locals of its own. As in
/// Scriban <c>$0</c> is the name and <c>$1</c> the first argument.
/// </summary>
internal sealed class IncludeFunction : Function
{
    public static readonly BuiltinFunction Join = new(
        "include_join", ["names", "separator", "begin", "end"], 2, static (c, a) => JoinAll(c, a[0], a[1], a[2], a[3]));

    public override string Name => "include";

    public override int Required => 1;

    public override object Invoke(RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named)
    {
        var outer = context.BeginCapture();
        Write(context, arguments, named);
        return context.EndCapture(outer);
    }

    /// <summary>Writes what is included without making a string of it first.</summary>
    public void Write(RenderContext context, ReadOnlySpan<object?> arguments, NamedArgument[]? named)
    {
        if (arguments.IsEmpty) throw WrongCount(0, 1);
        var name = Text.Of(context, arguments[0]);
        var template = context.Template.Options.Include?.Invoke(name)
            ?? throw new Fault($"The template `{name}` to include was not found");

        context.Enter(template, name, includes: true);
        var outer = context.Locals;
        var locals = context.RentLocals();
        ScriptFunction.Give(locals, arguments, named);
        context.Locals = locals;
        template.Execute(context);
        context.TakeResult();
        context.Locals = outer;
        context.ReturnLocals(locals);
        context.Leave();
    }

    private static object? JoinAll(RenderContext context, object? names, object? separator, object? begin, object? end)
    {
        var outer = context.BeginCapture();
        var include = new IncludeFunction();
        var first = true;
        foreach (var name in Sequences.List(context, names).ToArray())
        {
            if (!first) WritePart(context, include, separator);
            include.Write(context, [name], null);
            first = false;
        }

        var joined = context.EndCapture(outer);
        if (Text.Of(context, joined).Length == 0) return joined;
        outer = context.BeginCapture();
        WritePart(context, include, begin);
        context.Write(joined);
        WritePart(context, include, end);
        return context.EndCapture(outer);
    }

    /// <summary>A text of the template itself, or after <c>tpl:</c> the name of another to include.</summary>
    private static void WritePart(RenderContext context, IncludeFunction include, object? part)
    {
        if (part is null) return;
        var text = Text.Of(context, part);
        if (text.StartsWith("tpl:", StringComparison.Ordinal)) include.Write(context, [text[4..]], null);
        else context.Write(part);
    }
}

using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

/// <summary>What to do after a statement.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}

internal abstract class Statement
{
    /// <summary>Offset in the template's text.</summary>
    public int Position { get; init; }

    public abstract Flow Execute(RenderContext context);
}

internal sealed class Block(Statement[] statements)
{
    public static readonly Block Empty = new([]);

    public Flow Execute(RenderContext context)
    {
        foreach (var statement in statements)
        {
            var flow = statement.Execute(context);
            if (flow != Flow.Next) return flow;
        }

        return Flow.Next;
    }
}

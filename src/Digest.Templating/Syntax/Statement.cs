using Digest.Templating.Checking;
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

    /// <summary>What can be told of it without executing it.</summary>
    public abstract void Check(Checker checker);
}

internal sealed class Block(Statement[] statements)
{
    public static readonly Block Empty = new([]);

    /// <summary>Nothing behind it is reached.</summary>
    public bool EndsEarly => statements is [.., JumpStatement or ReturnStatement];

    public void Check(Checker checker)
    {
        foreach (var statement in statements) statement.Check(checker);
    }

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

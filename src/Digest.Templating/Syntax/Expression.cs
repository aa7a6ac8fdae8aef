using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

/// <summary>A part of a template that has a value. Immutable after parsing; any number of renders share it.</summary>
internal abstract class Expression
{
    /// <summary>Offset in the template's text of what it does: its operator, its member's name.</summary>
    public int Position { get; init; }

    /// <summary>Offset of where its text begins.</summary>
    public int Start { get; set; }

    /// <summary>Offset behind its text.</summary>
    public int End { get; set; }

    /// <summary>How deep evaluating recurses; the parser keeps it bounded, so that no text can overflow the stack.</summary>
    public int Height { get; init; } = 1;

    public abstract object? Evaluate(RenderContext context);

    /// <summary>What can be told of it, and of its value, without evaluating it.</summary>
    public abstract Shape? Check(Checker checker);

    /// <summary>…of it before <c>??</c> and its like, where what is missing is no mistake.</summary>
    public virtual Shape? CheckLeniently(Checker checker) => Check(checker);

    /// <summary>…as a statement, which writes its value.</summary>
    public virtual void CheckWritten(Checker checker)
    {
        Check(checker);
        checker.Writes(Position);
    }

    /// <summary>The value without calling it, should it be a function.</summary>
    public virtual object? EvaluateAlias(RenderContext context) => Evaluate(context);

    public virtual void Write(RenderContext context) => context.Write(Evaluate(context));

    /// <summary>Where an argument of a call stands; null where that is not known.</summary>
    public virtual int? PositionOf(int argument, Expression? piped) => argument == Fault.Missing ? End : null;

    /// <summary>A function that is named without arguments is called.</summary>
    protected object? CallIfFunction(RenderContext context, object? value)
    {
        if (value is not Function function) return value;
        context.Calls(this, null);
        return function.Invoke(context, [], null);
    }
}

/// <summary>A variable, member or item: what can stand on the left of an assignment.</summary>
internal abstract class Target : Expression
{
    public abstract void Assign(RenderContext context, object? value);

    /// <summary>As the variable of a loop.</summary>
    public virtual void BeginLoop(RenderContext context, LoopState loop)
    {
    }

    public virtual void Bind(RenderContext context, object? item) => Assign(context, item);

    public virtual void EndLoop(RenderContext context, LoopState loop)
    {
    }

    public sealed override object? Evaluate(RenderContext context) => CallIfFunction(context, EvaluateAlias(context));

    public abstract override object? EvaluateAlias(RenderContext context);

    public abstract void CheckAssigned(Checker checker, Shape? value);
}

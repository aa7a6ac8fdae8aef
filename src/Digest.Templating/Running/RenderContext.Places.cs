using Digest.Templating.Syntax;

namespace Digest.Templating.Running;

/// <summary>Where the render is, for what it tells should it fail.</summary>
internal sealed partial class RenderContext
{
    /// <summary>Offset of what runs now in the text of <see cref="Template"/>.</summary>
    public int Position { get; set; }

    /// <summary>Where the operands of the operator begin that runs now.</summary>
    public int LeftPosition { get; private set; }

    public int RightPosition { get; private set; }

    private Expression? Caller { get; set; }

    private Expression? Piped { get; set; }

    /// <summary>An operator runs now.</summary>
    public void At(int position, int left, int right) => (Position, LeftPosition, RightPosition) = (position, left, right);

    /// <summary>A function is called now, whose arguments may be wrong.</summary>
    public void Calls(Expression caller, Expression? piped) => (Position, Caller, Piped) = (caller.Start, caller, piped);

    public TemplateException Failure(Exception cause)
    {
        var position = cause is Fault fault && Caller is not null ? Caller.PositionOf(fault.Argument, Piped) ?? Position : Position;
        var errors = new List<TemplateError> { Template.ErrorAt(position, cause.Message) };
        for (var i = _frames.Count - 1; i >= 0; i--)
        {
            var (template, place, callee, includes) = _frames[i];
            errors.Add(template.ErrorAt(place, includes ? $"in `include '{callee}'` called from here" : $"in `{callee}` called from here"));
        }

        return new TemplateException(errors, cause is Fault ? null : cause);
    }
}

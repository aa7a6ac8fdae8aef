namespace Digest.Templating.Running;

/// <summary>Text that is HTML already: what capture and include made, and what <c>raw</c> says is.</summary>
internal sealed class Markup(string text)
{
    public string Text { get; } = text;

    public override string ToString() => Text;
}

/// <summary>The value of <c>empty</c>: equal to every object, array or string without content.</summary>
internal sealed class EmptyValue
{
    public static readonly EmptyValue Instance = new();
}

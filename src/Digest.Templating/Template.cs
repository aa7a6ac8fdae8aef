using System.Buffers;
using System.Runtime.InteropServices;
using Digest.Templating.Parsing;
using Digest.Templating.Running;
using Digest.Templating.Syntax;

namespace Digest.Templating;

/// <summary>A parsed template. Immutable: any number of renders may run at once.</summary>
public sealed class Template
{
    private readonly string _text;
    private readonly Block _body;

    private Template(string text, string path, TemplateOptions options, Block body)
    {
        _text = text;
        Path = path;
        Options = options;
        _body = body;
    }

    internal string Path { get; }

    internal Block Body => _body;

    internal TemplateOptions Options { get; }

    /// <summary>Bytes that the last render gave.</summary>
    internal int LastLength { get; private set; }

    /// <param name="path">What errors call the template.</param>
    /// <exception cref="TemplateException">The text is no template; every error found is told.</exception>
    public static Template Parse(string text, string path, TemplateOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        var parser = new Parser(text, options.NestingLimit);
        var template = new Template(text, path, options, parser.Parse());
        if (parser.Errors is [_, ..] errors)
            throw new TemplateException([.. errors.Select(e => template.ErrorAt(e.Position, e.Message))]);
        return template;
    }

    /// <summary>Writes UTF-8, all of it or (when it throws) nothing.</summary>
    /// <exception cref="TemplateException">The template failed, or went beyond one of its limits.</exception>
    internal void Render(object? model, IBufferWriter<byte> output, CancellationToken ct = default)
    {
        var room = output.GetMemory(Math.Max(256, LastLength + (LastLength / 8)));
        var context = Run(model, MemoryMarshal.TryGetArray<byte>(room, out var lent) ? new Output(Options.OutputLimit, lent) : Buffer(), ct);
        if (context.Output.IsLent) output.Advance(context.Output.Written.Length);
        else output.Write(context.Output.Written);
        context.Return();
    }

    /// <exception cref="TemplateException">The template failed, or went beyond one of its limits.</exception>
    public string Render(object? model, CancellationToken ct = default)
    {
        var context = Run(model, Buffer(), ct);
        var text = context.Output.Text;
        context.Return();
        return text;
    }

    /// <summary>
    /// What can be told without rendering: names and members that cannot be there, includes that are not there, and
    /// expressions where HTML has no safe place for one; of this template and all that it includes.
    /// </summary>
    /// <param name="model">The type it will be rendered with; null when that is not known, and names are not looked at.</param>
    public IReadOnlyList<TemplateError> Check(Type? model) => Checking.Checker.Check(this, model);

    private Output Buffer() => new(Options.OutputLimit, LastLength);

    private RenderContext Run(object? model, Output output, CancellationToken ct)
    {
        var context = RenderContext.Rent(this, model, output, ct);
        try
        {
            context.CheckTime();
            Execute(context);
            LastLength = context.Output.Written.Length;
            return context;
        }
        catch (Exception cause) when (cause is not (OperationCanceledException or OutOfMemoryException))
        {
            context.Output.Dispose();
            throw context.Failure(cause is InvalidOperationException { InnerException: Fault fault } ? fault : cause);
        }
    }

    internal void Execute(RenderContext context) => _body.Execute(context);

    internal TemplateError ErrorAt(int position, string message)
    {
        var before = _text.AsSpan(0, Math.Min(position, _text.Length));
        return new TemplateError(Path, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), message);
    }
}

using System.Collections.Frozen;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Digest.Rendering;

/// <summary>The templates of one set by Scriban itself, in builds that ask for it (-p:UseScriban=true).</summary>
internal sealed class ScribanTemplates : ITemplateEngine
{
    static readonly ScriptObject Builtins = MakeBuiltins();

    readonly IReadOnlyDictionary<string, string> _files;
    readonly FrozenDictionary<string, Template> _templates;

    public ScribanTemplates(IReadOnlyDictionary<string, string> files)
    {
        _files = files;
        _templates = files.ToFrozenDictionary(f => f.Key, f => Template.Parse(f.Value, f.Key), StringComparer.Ordinal);
        if (_templates.Values.FirstOrDefault(t => t.HasErrors) is { } faulty)
            throw new InvalidDataException(string.Join(Environment.NewLine, faulty.Messages));
    }

    public string Render(string path, object model)
    {
        using var longest = new CancellationTokenSource(OwnTemplates.Longest);
        var context = new Context(this, TemplateSet.IsHtml(path)) { CancellationToken = longest.Token };
        var globals = new ScriptObject();
        globals.Import(model);
        context.PushGlobal(globals);
        try
        {
            return _templates[path].Render(context);
        }
        catch (ScriptRuntimeException fault)
        {
            throw new InvalidDataException("A template does not work:", fault);
        }
    }

    static ScriptObject MakeBuiltins()
    {
        var all = TemplateContext.GetDefaultBuiltinObject();
        return all;
    }

    sealed class Context : TemplateContext, ITemplateLoader
    {
        readonly ScribanTemplates _set;
        readonly bool _isHtml;

        public Context(ScribanTemplates set, bool isHtml) : base(MakeBuiltins())
        {
            (_set, _isHtml) = (set, isHtml);
            TemplateLoader = this;
            StrictVariables = true;
            EnableRelaxedMemberAccess = false;
            LoopLimit = 100_000;
            RecursiveLimit = 100;
            RegexTimeOut = TimeSpan.FromMilliseconds(250);
        }

        public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) =>
            TemplateSet.Find(_set._files, TemplateSet.LocaleOf(callerSpan.FileName), templateName)
                ?? throw new ScriptRuntimeException(callerSpan, $"There is no template {templateName} to include");

        public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => _set._files[templatePath];

        public ValueTask<string> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) => new(_set._files[templatePath]);

        protected override Template CreateTemplate(string templatePath, ScriptNode callerContext) => _set._templates[templatePath];

        public override TemplateContext Write(SourceSpan span, object textAsObject)
        {
            Console.Error.WriteLine($"W {textAsObject?.GetType().Name} {textAsObject}");
            return base.Write(span, textAsObject);
        }
    }
}

using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Digest.Rendering;

/// <summary>
/// The templates of one set by Scriban itself, in builds that ask for it. What is markup is an <see cref="IScriptOutput"/>, as Scriban
/// has it for what <c>capture</c> made; all else that an html template writes is escaped.
/// </summary>
/// <remarks>As documented at https://scriban.github.io/docs/runtime/ and in github.com/scriban/scriban, src/Scriban/TemplateContext.cs; run with 7.5.3.</remarks>
internal sealed class ScribanTemplates : ITemplateEngine
{
    const int Longest = 4 * 1024 * 1024;

    static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

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
        using var limit = new CancellationTokenSource(OwnTemplates.Longest);
        var context = new Context(this, TemplateSet.IsHtml(path)) { CancellationToken = limit.Token };
        var variables = new ScriptObject(StringComparer.Ordinal);
        variables.Import(model);
        context.PushGlobal(variables);
        try
        {
            // By way of UTF-8, which half a surrogate pair does not survive.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(_templates[path].Render(context)));
        }
        catch (ScriptRuntimeException fault)
        {
            throw new InvalidDataException("A template does not work:", fault);
        }
    }

    static string Escape(string text) => text.AsSpan().IndexOfAny(Special) < 0 ? text : new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;").ToString();

    /// <summary>One render: its variables, limits and output.</summary>
    sealed class Context : TemplateContext, ITemplateLoader
    {
        readonly ScribanTemplates _set;
        readonly bool _isHtml;

        public Context(ScribanTemplates set, bool isHtml)
        {
            (_set, _isHtml, TemplateLoader) = (set, isHtml, this);
            (StrictVariables, EnableRelaxedMemberAccess, LoopLimit, RecursiveLimit) = (true, false, 100_000, 100);
            (LimitToString, OnStringLimit, OutputLimit, OnOutputLimit) = (Longest, ScriptLimitBehavior.Throw, Longest, ScriptLimitBehavior.Throw);
            RegexTimeOut = TimeSpan.FromMilliseconds(900);
            var (html, objects) = ((ScriptObject)BuiltinObject["html"]!, (ScriptObject)BuiltinObject["object"]!);
            Set(BuiltinObject, "raw", Function(AsMarkup));
            Set(html, "escape", Function(value => AsMarkup(value is null or IScriptOutput ? value : Escape(ObjectToString(value) ?? ""))));
            Set(html, "newline_to_br", Function(value => AsMarkup(HtmlFunctions.NewlineToBr(Escaped(value)))));
            foreach (var (home, name) in new[] { (BuiltinObject, "include"), (BuiltinObject, "include_join"), (objects, "eval_template") })
                Set(home, name, new Writing((IScriptCustomFunction)home[name]!, AsMarkup));
        }

        public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) =>
            TemplateSet.Find(_set._files, TemplateSet.LocaleOf(callerSpan.FileName), templateName)
                ?? throw new ScriptRuntimeException(callerSpan, $"The template `{templateName}` to include was not found");

        public string? Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => _set._files[templatePath];

        public ValueTask<string?> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) => new(_set._files[templatePath]);

        public override TemplateContext Write(SourceSpan span, object? textAsObject) =>
            base.Write(span, textAsObject is null or IScriptOutput ? textAsObject : Escaped(textAsObject));

        public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction) => scriptNode switch
        {
            // Markup and text joined by + are markup and escaped text.
            ScriptBinaryExpression { Operator: ScriptBinaryOperator.Add, Left: { } one, Right: { } other } sum when _isHtml => Sum(sum, Evaluate(one), Evaluate(other)),
            // What may be missing is asked for by ??, and by nothing else.
            ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing, Left: { } one, Right: { } other } => Found(one) ?? Evaluate(other),
            // Scriban knows no days without an hour.
            _ => base.Evaluate(scriptNode, aliasReturnedFunction) is var value && value is DateOnly day ? day.ToDateTime(default) : value,
        };

        protected override Template CreateTemplate(string templatePath, ScriptNode? callerContext) => _set._templates[templatePath];

        object? Sum(ScriptBinaryExpression sum, object? left, object? right) => left is IScriptOutput || right is IScriptOutput
            ? AsMarkup(Escaped(left) + Escaped(right)) : ScriptBinaryExpression.Evaluate(this, sum.Span, sum.Operator, left, right);

        object? Found(ScriptNode node)
        {
            StrictVariables = false;
            try
            {
                return Evaluate(node);
            }
            finally
            {
                StrictVariables = true;
            }
        }

        object? AsMarkup(object? value) => value is null or IScriptOutput || !_isHtml ? value : new StringBuilderOutput(new StringBuilder(ObjectToString(value)));

        string Escaped(object? value) => ObjectToString(value) is not { } text ? "" : _isHtml && value is not IScriptOutput ? Escape(text) : text;

        static DelegateCustomFunction Function(Func<object?, object?> body) => DelegateCustomFunction.CreateFunc(body);

        static void Set(ScriptObject home, string name, IScriptCustomFunction function) => home.SetValue(name, function, readOnly: true);
    }

    /// <summary>A function of Scriban's whose result was escaped while it was written.</summary>
    sealed class Writing(IScriptCustomFunction inner, Func<object?, object?> asMarkup) : IScriptCustomFunction
    {
        public int RequiredParameterCount => inner.RequiredParameterCount;

        public int ParameterCount => inner.ParameterCount;

        public ScriptVarParamKind VarParamKind => inner.VarParamKind;

        public Type ReturnType => inner.ReturnType;

        public ScriptParameterInfo GetParameterInfo(int index) => inner.GetParameterInfo(index);

        public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            asMarkup(inner.Invoke(context, callerContext, arguments, blockStatement));

        public async ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            asMarkup(await inner.InvokeAsync(context, callerContext, arguments, blockStatement));
    }
}

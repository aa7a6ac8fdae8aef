using System.Collections.Frozen;
using Digest.Templating;

namespace Digest.Rendering;

/// <summary>The templates of one set by Digest.Templating. Every build parses and checks them by it, whatever renders them.</summary>
internal sealed class OwnTemplates : ITemplateEngine
{
    // A mail takes a millisecond; on a machine that is busy with much else it must not fail for that.
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    readonly FrozenDictionary<string, Template> _templates;

    /// <param name="files">Text by path below the templates folder.</param>
    /// <exception cref="InvalidDataException">Some do not parse; it names every fault with file, line and column.</exception>
    public OwnTemplates(IReadOnlyDictionary<string, string> files)
    {
        var parsed = new Dictionary<string, Template>(StringComparer.Ordinal);
        var faults = new List<TemplateError>();
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            try
            {
                var locale = TemplateSet.LocaleOf(path);
                parsed[path] = Template.Parse(text, path, new() { Html = TemplateSet.IsHtml(path), Include = name => Find(locale, name), TimeLimit = Longest });
            }
            catch (TemplateException fault)
            {
                faults.AddRange(fault.Errors);
            }
        if (faults.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        _templates = parsed.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Render(string path, object model)
    {
        try
        {
            return _templates[path].Render(model);
        }
        catch (TemplateException fault)
        {
            throw new InvalidDataException("A template does not work:", fault);
        }
    }

    /// <summary>What can be told without rendering it with this model.</summary>
    public IEnumerable<string> Check(string path, Type? model) => _templates[path].Check(model).Select(fault => fault.ToString());

    Template? Find(string locale, string name) => _templates.GetValueOrDefault($"{locale}/{name}") ?? _templates.GetValueOrDefault(name);
}

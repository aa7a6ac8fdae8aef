using System.Text.Json;
using Digest.Templating;

namespace Digest.Rendering;

/// <summary>One template file, rendered with any model: for trying it out while it is written.</summary>
internal static class LooseTemplate
{
    /// <param name="file">The template. What it includes is looked for beside it, above it, and among the shipped ones.</param>
    /// <param name="model">A JSON object; its members are the template's variables.</param>
    /// <param name="html">Escape as in a mail; true for a file that ends so anyway.</param>
    /// <exception cref="InvalidDataException">The template or the model is not one, or does not work; the message says where.</exception>
    public static string Render(string file, string model, bool html)
    {
        var parsed = new Dictionary<string, Template?>(StringComparer.Ordinal);
        var folders = Folders(Path.GetFullPath(file));
        try
        {
            var template = Parse(Path.GetFileName(file), file, html);
            return template.Render(Model(model));
        }
        catch (TemplateException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }

        Template Parse(string name, string path, bool asHtml) => Template.Parse(
            File.ReadAllText(path), name, new() { Html = asHtml || path.EndsWith(".html", StringComparison.Ordinal), Include = Find });

        Template? Find(string name)
        {
            if (parsed.TryGetValue(name, out var known))
                return known;
            var path = name.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(name) ? null
                : folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            return parsed[name] = path is null ? null : Parse(name, path, false);
        }
    }

    static IReadOnlyList<string> Folders(string file)
    {
        var beside = Path.GetDirectoryName(file)!;
        var above = Path.GetDirectoryName(beside);
        return [.. new[] { beside, above, Path.GetDirectoryName(above), Path.Combine(TemplateSet.ShippedFolder, "en"), TemplateSet.ShippedFolder }.OfType<string>()];
    }

    static Dictionary<string, object?> Model(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(json) ?? [];
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The model is no JSON object: {fault.Message}", fault);
        }
    }
}

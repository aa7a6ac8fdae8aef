using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Rendering;

/// <summary>docs/templates.md names all that a template can see.</summary>
public partial class TemplateGuideTests
{
    [Fact]
    public void Every_template_but_parts_has_a_model_by_its_name() => Assert.All(Roots(), name =>
        Assert.True(TemplateModels.Of(name) is not null, $"{name}: there is no {(name.StartsWith("pages/", StringComparison.Ordinal) ? "…Page" : "…Model")} of this name"));

    [Fact]
    public void Every_field_that_a_template_can_see_stands_in_the_guide_with_an_example()
    {
        var guide = Guide();
        var wanting = new List<string>();
        var seen = new HashSet<Type>();
        foreach (var root in Roots().Select(name => (Name: name, Type: TemplateModels.Of(name)!)).DistinctBy(r => r.Type))
        {
            var name = root.Name.Split('/')[^1].Split('.')[0];
            Look(root.Type, root.Name.StartsWith("pages/", StringComparison.Ordinal) ? $"Page {name}" : $"Mail {name}");
        }
        Assert.True(wanting.Count == 0, "docs/templates.md lacks:\n" + string.Join('\n', wanting));

        void Look(Type type, string label)
        {
            if (!seen.Add(type))
                return;
            var fields = guide.GetValueOrDefault(label);
            foreach (var property in type.GetProperties().Where(p => label is "Site" or "Language" || p.Name is not ("Site" or "Language")))
                if (fields?.Contains(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)) != true)
                    wanting.Add($"- **{label}**: `{JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)}` with an example");
            foreach (var inner in type.GetProperties().Select(p => Inner(p.PropertyType)).OfType<Type>())
                Look(inner, inner.Name.EndsWith("Model", StringComparison.Ordinal) ? inner.Name[..^"Model".Length] : inner.Name);
        }
    }

    /// <summary>Of ours, what a property is or holds.</summary>
    static Type? Inner(Type type)
    {
        var one = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GenericTypeArguments[0] : type;
        return one.Assembly == typeof(TemplateModels).Assembly && one.IsClass ? one : null;
    }

    static IEnumerable<string> Roots() => Directory.EnumerateFiles(Path.Combine(TemplateSet.ShippedFolder, "en"), "*.*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Path.Combine(TemplateSet.ShippedFolder, "en"), path).Replace('\\', '/'))
        .Where(name => !name.StartsWith("parts/", StringComparison.Ordinal) && name != "name.txt")
        .Order(StringComparer.Ordinal);

    /// <summary>The names told with an example, by what they are of.</summary>
    static Dictionary<string, HashSet<string>> Guide()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder("docs"), "templates.md")).ReplaceLineEndings("\n");
        return Of().Matches(text).ToDictionary(
            m => m.Groups["of"].Value, m => Named().Matches(m.Groups["names"].Value).Select(n => n.Groups["name"].Value).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^- \*\*(?<of>[^*]+)\*\*[^:]*:(?<names>(.|\n  )*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Of();

    [GeneratedRegex(@"`(?<name>\w+)` ?(?=[""\w(…\[])", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

using System.Text.Json;

namespace Digest.Templating.Tests;

/// <summary>Short ways to say "this template gives that".</summary>
internal static class Scripts
{
    public static readonly TemplateOptions Text = new() { StrictVariables = false };
    public static readonly TemplateOptions Html = new() { Html = true };

    public static string Render(string template, object? model = null, TemplateOptions? options = null) =>
        Template.Parse(template, "test", options ?? Text).Render(model, Xunit.TestContext.Current.CancellationToken);

    /// <summary>The value of an expression as it would be written.</summary>
    public static string Value(string expression, object? model = null) => Render("{{ " + expression + "}}", model);

    public static TemplateException Fails(string template, object? model = null, TemplateOptions? options = null) =>
        Xunit.Assert.Throws<TemplateException>(() => Render(template, model, options));

    /// <summary>Options with templates to include, by name.</summary>
    public static TemplateOptions Including(TemplateOptions options, params (string Name, string Text)[] templates)
    {
        var parsed = new Dictionary<string, Template>(StringComparer.Ordinal);
        var including = options with { Include = parsed.GetValueOrDefault };
        foreach (var (name, text) in templates) parsed[name] = Template.Parse(text, name, including);
        return including;
    }

    public static string? DataFile(params string[] path) =>
        Environment.GetEnvironmentVariable("DIGEST_DATA") is { Length: > 0 } folder ? Path.Combine([folder, .. path]) : null;

    /// <summary>JSON as dictionaries and lists, which is how a product would hand over such a model.</summary>
    public static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt32(out var whole) ? whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

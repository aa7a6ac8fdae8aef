using System.Collections.Frozen;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>
/// Which model a template is rendered with, by its name alone: the mail "digest" (html, txt, subject) with DigestModel, the
/// page "no-edition" with NoEditionPage, the line "agreed" with AgreedLine,
/// a notice that has no model of its own with NoticeModel. So templates are checked against what they will see before anything is rendered.
/// </summary>
internal static class TemplateModels
{
    static readonly FrozenDictionary<string, Type> ByName = typeof(TemplateModels).Assembly.GetTypes()
        .Where(t => t.IsClass && !t.IsNested
            && (t.Name.EndsWith("Model", StringComparison.Ordinal) || t.Name.EndsWith("Page", StringComparison.Ordinal) || t.Name.EndsWith("Line", StringComparison.Ordinal)))
        .ToFrozenDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);

    /// <param name="name">Path below a locale's folder ("digest.subject.txt", "pages/home.html").</param>
    /// <returns>Null for a part, which sees what the template sees that includes it.</returns>
    public static Type? Of(string name)
    {
        var page = name.StartsWith("pages/", StringComparison.Ordinal);
        if (!page && name.Contains('/', StringComparison.Ordinal))
            return null;
        var words = name[(page ? "pages/".Length : 0)..].Split('.')[0].Replace("-", "", StringComparison.Ordinal);
        return page ? ByName.GetValueOrDefault(words + "Page") ?? ByName.GetValueOrDefault(words + "Line")
            : ByName.GetValueOrDefault(words + "Model") ?? (Enum.TryParse<NoticeKind>(words, ignoreCase: true, out _) ? typeof(NoticeModel) : null);
    }
}

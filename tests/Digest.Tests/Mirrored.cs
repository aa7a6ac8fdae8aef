using Digest.Rendering;

namespace Digest.Tests;

/// <summary>A language from right to left, made of the English files with a few words of its own: what its direction does to
/// mails and pages shows without anybody translating them.</summary>
static class Mirrored
{
    public const string Locale = "he";

    static readonly (string English, string Own)[] Words =
    [
        ("\"Preferences\"", "\"העדפות\""), ("\"Unsubscribe\"", "\"ביטול\""), ("\"Search\"", "\"חיפוש\""), ("\"Because you follow \"", "\"כי בחרת \""),
        ("\"Trending\"", "\"במגמה\""), ("\"For you\"", "\"בשבילך\""), ("\"More like this\"", "\"עוד כאלה\""), ("\"Less like this\"", "\"פחות כאלה\""),
        ("\"Search papers\"", "\"חיפוש מאמרים\""), ("\"Read on the web\"", "\"לקריאה באתר\""), ("\"upvotes\"", "\"קולות\""), ("\"papers\"", "\"מאמרים\""),
    ];

    /// <summary>The program with that language beside the shipped ones.</summary>
    public static Task<App> StartAsync() => App.StartAsync(new AppSettings { Settings = { ["Rendering:TemplatesFolder"] = Folder.Value } });

    static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "mirrored");
        Write(folder);
        return folder;
    });

    static void Write(string folder)
    {
        var english = Path.Combine(TemplateSet.ShippedFolder, "en");
        foreach (var file in Directory.EnumerateFiles(english, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (var (word, own) in Words)
                text = text.Replace(word, own, StringComparison.Ordinal);
            var copy = Path.Combine(folder, Locale, Path.GetRelativePath(english, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, Path.GetFileName(file) == "name.txt" ? "עברית" : text);
        }
    }
}

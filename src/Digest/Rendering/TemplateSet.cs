using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Digest.Rendering;

/// <summary>The templates of one version, parsed. A mail is planned with a version and always rendered with it.</summary>
internal sealed class TemplateSet
{
    /// <summary>What renders templates in this build.</summary>
#if USE_SCRIBAN
    public const string Engine = "Scriban";
#else
    public const string Engine = "Digest.Templating";
#endif

    /// <summary>Where the templates are that come with the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "templates");

    /// <summary>What makes a folder the folder of a locale, rather than one of shared parts.</summary>
    const string Words = "parts/words.txt";

    readonly FrozenDictionary<string, string> _files;
    readonly OwnTemplates _own;
    readonly ITemplateEngine _engine;

    /// <param name="files">Text by path below the templates folder ("en/digest.html").</param>
    /// <param name="engine">Renders them; null: whatever this build has.</param>
    /// <exception cref="InvalidDataException">Some templates do not parse; it names every fault with file, line and column.</exception>
    public TemplateSet(IReadOnlyDictionary<string, string> files, ITemplateEngine? engine = null)
    {
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
        Version = VersionOf(files);
        _own = new(_files);
        _engine = engine ?? Compiled();
        Locales = [.. files.Keys.Where(path => path.EndsWith("/" + Words, StringComparison.Ordinal) && path.Length == LocaleOf(path).Length + 1 + Words.Length)
            .Select(LocaleOf).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names the content: the same files have the same version anywhere.</summary>
    public string Version { get; }

    /// <summary>The languages there are templates of, by the names of their folders.</summary>
    public IReadOnlyList<string> Locales { get; }

    /// <summary>A language's own name for itself; of one that does not say, its tag.</summary>
    public string NameOf(string locale) => _files.TryGetValue(locale + "/name.txt", out var name) ? name.Trim() : locale;

    /// <summary>Mails and pages that one locale has and another has not, by their paths: a reader must not meet a hole.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. from name in Locales.SelectMany(locale => _files.Keys.Where(path => IsOf(locale, path)).Select(path => path[(locale.Length + 1)..]))
               .Where(name => !name.StartsWith("parts/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
           from locale in Locales
           where Find(_files, locale, name) is null
           select $"{locale}/{name}",
    ];

    /// <param name="name">Path below the locale's folder ("digest.html", "pages/home.html").</param>
    /// <exception cref="InvalidDataException">The template is missing or does not work; the message says where.</exception>
    public string Render(string locale, string name, object model) =>
        _engine.Render(Find(_files, locale, name) ?? throw new InvalidDataException($"There is no template {locale}/{name}."), model);

    public bool Has(string locale) => Locales.Contains(locale, StringComparer.Ordinal);

    static bool IsOf(string locale, string path) => path.StartsWith(locale + "/", StringComparison.Ordinal);

    /// <summary>Reads the shipped templates, with those of <paramref name="overrides"/> in their places.</summary>
    public static TemplateSet Load(string shipped, string? overrides)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in new[] { shipped, overrides })
            if (folder is not null)
                foreach (var path in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
                    if (path.EndsWith(".html", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal))
                        files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllText(path);
        var set = new TemplateSet(files);
        if (set.Check() is { Count: > 0 } faults)
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        return set;
    }

    /// <summary>What is wrong with templates that parse, each with file, line and column: names and members that their models
    /// do not have, includes that are not there, expressions where HTML has no safe place for one, and what a locale lacks
    /// that another has. A set that was kept is not asked: it worked when mails were planned with it.</summary>
    IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        var roots = _files.Keys.Where(path => path.Contains('/', StringComparison.Ordinal))
            .Select(path => (Path: path, Locale: LocaleOf(path), Name: path[(LocaleOf(path).Length + 1)..]))
            .Where(root => root.Locale != "parts" && !root.Name.StartsWith("parts/", StringComparison.Ordinal)).OrderBy(root => root.Path, StringComparer.Ordinal).ToList();
        foreach (var root in roots)
            faults.AddRange(_own.Check(root.Path, TemplateModels.Of(root.Name)));
        faults.AddRange(Missing.Select(missing =>
            $"There is no template {missing}, and another language has it: a language is whole or not there. Add the file, or take the folder away."));
        return [.. faults.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The set's files in one piece, for keeping.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            JsonSerializer.Serialize(gzip, new SortedDictionary<string, string>(_files, StringComparer.Ordinal));
        return packed.ToArray();
    }

    public static TemplateSet Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return new TemplateSet(JsonSerializer.Deserialize<Dictionary<string, string>>(gzip)
            ?? throw new InvalidDataException("A kept template set is empty."));
    }

    /// <summary>The path of what a template of this locale means by a name: its locale's own file, or a shared one.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> files, string locale, string name) =>
        $"{locale}/{name}" is var own && files.ContainsKey(own) ? own : files.ContainsKey(name) ? name : null;

    public static bool IsHtml(string path) => path.EndsWith(".html", StringComparison.Ordinal);

    public static string LocaleOf(string path) => path.Split('/')[0];

#if USE_SCRIBAN
    ScribanTemplates Compiled() => new(_files);
#else
    OwnTemplates Compiled() => _own;
#endif

    static string VersionOf(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{text}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..8]);
    }
}

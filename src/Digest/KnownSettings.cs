using System.Reflection;
using Digest.Bounces;
using Digest.Checking;
using Digest.Composing;
using Digest.Delivering;
using Digest.Embedding;
using Digest.Gathering;
using Digest.Matching;
using Digest.Ranking;
using Digest.Rendering;
using Digest.Scheduling;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Watching;
using Digest.Web;
using Digest.Web.Admin;
using Digest.Web.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Digest;

/// <summary>Every setting there is, read off the classes that settings are bound to. The framework passes over what it does not know: a misspelt
/// rule would be no rule.</summary>
internal static class KnownSettings
{
    /// <summary>What a section is bound to.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Sections { get; } =
    [
        ("Storage", typeof(StorageOptions)), ("Gathering", typeof(GatheringOptions)), ("Ranking", typeof(RankingOptions)), ("Matching", typeof(MatchingOptions)),
        ("Matching:Embedder", typeof(EmbeddingOptions)), ("Composing", typeof(ComposingOptions)), ("Issues", typeof(IssueOptions)), ("Rendering", typeof(RenderingOptions)),
        ("Subscribers", typeof(SubscribersOptions)), ("Delivering", typeof(DeliveringOptions)), ("Bounces", typeof(BouncesOptions)), ("Watching", typeof(WatchingOptions)),
        ("Scheduling", typeof(SchedulingOptions)), ("Checking", typeof(CheckingOptions)), ("Web", typeof(WebOptions)), ("Web:SignUps", typeof(SignUpOptions)),
        ("Web:Admin", typeof(AdminOptions)), ("Web:Api", typeof(ApiOptions)),
    ];

    /// <summary>The letters by which a misspelt name may differ from the one that was meant.</summary>
    const int Near = 2;

    /// <summary>Settings by name, an asterisk for the number in a list.</summary>
    static readonly IReadOnlyDictionary<string, KnownSetting> All = Read();

    static readonly string[] Roots = [.. All.Keys.Select(key => key.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Takes each list of single values from the last place that names it.</summary>
    public static void AddLists(this IConfigurationManager configuration) =>
        configuration.Add(new WholeLists((IConfigurationRoot)configuration, key => Find(key) is { IsList: true }));

    /// <summary>What was set and cannot be read as what it is, with what may stand there: the framework would tell of the first alone, and not what.</summary>
    public static IReadOnlyList<string> Unreadable(IConfiguration configuration) =>
    [
        .. from setting in configuration.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.Ordinal)
           let known = Find(setting.Key)
           where setting.Value is not null && known is { IsList: false } && !known.Reads(setting.Value)
           select $"{setting.Key} is \"{setting.Value}\"; it must be {known.Wanted}.",
        .. from setting in configuration.AsEnumerable()
           where setting.Value is null && IsEntry(setting.Key)
           select $"{setting.Key} is no text; a list has one text in each entry.",
    ];

    /// <summary>What was set and is no setting, with the one that may have been meant. Of the environment, which has much that is not ours, only what begins
    /// as a setting does or almost.</summary>
    public static IReadOnlyList<string> Unknown(IConfigurationRoot configuration) =>
    [
        .. from setting in configuration.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.Ordinal)
           where setting.Value is { Length: > 0 } && !IsKnown(setting.Key) && IsMeant(configuration, setting.Key)
           select $"{setting.Key} is no setting{(Nearest(setting.Key) is { } meant ? $"; {meant} is one" : "")}.",
    ];

    static bool IsKnown(string key) => key.StartsWith("Serilog:", StringComparison.OrdinalIgnoreCase)
        || Find(key) is not null || IsEntry(key)
        || key.EndsWith("File", StringComparison.OrdinalIgnoreCase) && SecretFiles.IsSecret(key[..^"File".Length]);

    /// <summary>Whether a key is an entry of a list of single values.</summary>
    static bool IsEntry(string key) => key.LastIndexOf(':') is > 0 and var end && IsNumber(key[(end + 1)..]) && Find(key[..end]) is { IsList: true };

    static KnownSetting? Find(string key) => All.GetValueOrDefault(Starred(key));

    static string Starred(string key) => string.Join(':', key.Split(':').Select(part => IsNumber(part) ? "*" : part));

    static bool IsMeant(IConfigurationRoot configuration, string key) => key.Split(':') is var parts
        && (configuration.Providers.Any(provider => provider is not EnvironmentVariablesConfigurationProvider && provider.TryGet(key, out _))
            || parts.Length > 1 && Roots.Any(root => Distance(root, parts[0]) <= Math.Min(Near, root.Length / 3)));

    static string? Nearest(string key)
    {
        var asked = Starred(key);
        return All.Keys.Select(known => (known, far: Distance(known, asked))).OrderBy(k => k.far).First() is var (name, far) && far <= Math.Max(2 * Near, asked.Length / 4)
            ? name : null;
    }

    static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);

    static Dictionary<string, KnownSetting> Read()
    {
        var all = new[] { "Operator:Service", "Operator:Name", "Operator:PostalAddress", "Operator:Contact", "Keys:File" }
            .ToDictionary(key => key, _ => new KnownSetting(typeof(string)), StringComparer.OrdinalIgnoreCase);
        foreach (var (section, options) in Sections)
            Walk(section, options, all);
        all.Remove($"Storage:{nameof(StorageOptions.KeysFile)}"); // bound to Keys:File
        return all;
    }

    static void Walk(string section, Type options, Dictionary<string, KnownSetting> all)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (key, type) = ($"{section}:{property.Name}", property.PropertyType);
            if (IsList(property))
                if (type.GetGenericArguments()[0] is var item && item == typeof(string))
                    all[key] = new(typeof(string), IsList: true);
                else
                    Walk(key + ":*", item, all);
            else if (type.Namespace?.StartsWith(nameof(Digest), StringComparison.Ordinal) == true && type.IsClass)
                Walk(key, type, all);
            else if (property.SetMethod?.IsPublic == true)
                all[key] = new(type);
        }
    }

    public static bool IsList(PropertyInfo property) => property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IList<>);

    /// <summary>The fewest letters to put in, take out or change, whatever their case.</summary>
    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (corner, left) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
                (corner, left) = (row[j], row[j] = Math.Min(Math.Min(row[j], left) + 1, corner
                    + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1)));
        }
        return row[^1];
    }
}

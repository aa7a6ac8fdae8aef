using System.Globalization;
using System.Reflection;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest;

/// <summary>Every setting as it stands after file, environment and defaults, secrets masked.</summary>
internal static class EffectiveSettings
{
    public static IEnumerable<(string Key, string Value)> Of(IServiceProvider services)
    {
        var storage = services.GetRequiredService<StorageOptions>();
        foreach (var (section, type) in KnownSettings.Sections)
            foreach (var (key, value) in Flatten(section, Bound(services, type)))
                yield return key switch
                {
                    "Storage:DataFolder" => (key, Path.GetFullPath(storage.DataFolder)),
                    "Storage:ConnectionString" => (key, StorageOptions.WithoutSecrets(storage.ConnectionString)),
                    "Storage:KeysFile" => ("Keys:File", Path.GetFullPath(storage.EffectiveKeysFile)),
                    _ => (key, value),
                };
        var site = services.GetRequiredService<SiteOptions>();
        yield return ("Operator:Service", site.Service);
        yield return ("Operator:Name", site.OperatorName);
        yield return ("Operator:PostalAddress", site.PostalAddress);
        yield return ("Operator:Contact", site.Contact);
        // No settings: what this program was built with.
        yield return ("Build:Templates", TemplateSet.Engine);
        yield return ("Build:Smtp", DeliveringSetup.Smtp);
    }

    static object Bound(IServiceProvider services, Type options) =>
        ((IOptions<object>)services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options))).Value;

    static IEnumerable<(string Key, string Value)> Flatten(string section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || IsGroup(p) || KnownSettings.IsList(p)))
        {
            var key = $"{section}:{property.Name}";
            var value = property.GetValue(options);
            if (IsGroup(property) && value is not null)
                foreach (var setting in Flatten(key, value))
                    yield return setting;
            else if (value is IEnumerable<string> words && property.Name == "TokenCommand")
                yield return (key, string.Join(' ', words.Select((word, n) => n == 0 ? word : "***")));
            else if (value is IEnumerable<string> many)
                yield return (key, string.Join(", ", many));
            else if (value is IEnumerable<object> list)
                foreach (var setting in list.SelectMany((item, n) => Flatten($"{key}:{n}", item)))
                    yield return setting;
            else
                yield return (key, SecretFiles.IsSecret(key) && value is not (null or "") ? "***" : Text(value));
        }
    }

    static bool IsGroup(PropertyInfo property) => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);

    static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

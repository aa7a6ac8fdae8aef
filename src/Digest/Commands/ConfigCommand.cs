using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Commands;

/// <summary>The settings as they stand after file, environment and defaults.</summary>
internal static class ConfigCommand
{
    public static Command Create(Launcher launcher)
    {
        var command = new Command("config", "Print the effective configuration, secrets masked.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch() with { Opens = false }, (services, _) =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            var settings = Effective(services).Concat(SecretFiles.Named(configuration).Select(n => (n.Key, Value: n.File))).ToList();
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal));
            else
                foreach (var (key, value) in settings)
                    Print.Line($"{key} = {value}{(value.Length > 0 && SecretFiles.IsSecret(key) ? $" (from {Origin(configuration, key)})" : "")}");
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
    }

    /// <summary>Every setting as it stands, secrets masked.</summary>
    public static IEnumerable<(string Key, string Value)> Effective(IServiceProvider services)
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

    /// <summary>Where a secret was taken from: the last place that has it.</summary>
    static string Origin(IConfiguration configuration, string key) =>
        SecretFiles.Named(configuration).FirstOrDefault(named => named.Key.Equals(key + "File", StringComparison.OrdinalIgnoreCase)) is { File: { } file } ? file
        : ((IConfigurationRoot)configuration).Providers.Last(provider => provider.TryGet(key, out _)) switch
        {
            EnvironmentVariablesConfigurationProvider => "the environment",
            FileConfigurationProvider settings => settings.Source.Path ?? "the settings file",
            _ => "the command",
        };

    static bool IsGroup(PropertyInfo property) => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);

    static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

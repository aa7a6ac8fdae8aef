using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;

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
            var settings = EffectiveSettings.Of(services).Concat(SecretFiles.Named(configuration).Select(n => (n.Key, Value: n.File))).ToList();
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal));
            else
                foreach (var (key, value) in settings)
                    Print.Line($"{key} = {value}{(value.Length > 0 && SecretFiles.IsSecret(key) ? $" (from {Origin(configuration, key)})" : "")}");
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
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
}

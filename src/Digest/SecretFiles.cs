using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Digest;

/// <summary>
/// Secrets in files of their own: wherever a setting X is a secret, XFile may name a file whose first line it is, as systemd's
/// credentials, containers' /run/secrets and a file of one's own have it. Read when the program starts. (A relay's TokenFile is
/// another matter: what is in it changes, so that it is read at each login.)
/// </summary>
internal static class SecretFiles
{
    const string Suffix = "File";

    /// <summary>The settings that are secrets, an asterisk for the number in a list.</summary>
    static readonly string[] Secrets =
    [
        "Storage:ConnectionString", "Web:MetricsToken", "Web:Admin:Token", "Matching:Embedder:ApiKey", "Delivering:Relay:Password", "Delivering:Relays:*:Password",
        // The address of a webhook is a key to it with many who offer one.
        "Watching:Webhook", "Watching:WebhookSecret", "Watching:Otlp:Headers",
    ];

    /// <summary>Whether a setting is a secret, and so never shown.</summary>
    public static bool IsSecret(string key) => Array.Exists(Secrets, secret => IsLike(secret.Split(':'), key.Split(':')));

    /// <summary>The settings that name such a file, with the file.</summary>
    public static IEnumerable<(string Key, string File)> Named(IConfiguration configuration) =>
        from setting in configuration.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.Ordinal)
        where setting.Value is { Length: > 0 } && setting.Key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && IsSecret(setting.Key[..^Suffix.Length])
        select (setting.Key, setting.Value);

    /// <summary>Reads what the settings so far name.</summary>
    /// <exception cref="OptionsValidationException">A file cannot be used; each is told with its key.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        foreach (var (key, file) in Named(configuration))
        {
            var secret = key[..^Suffix.Length];
            if (configuration[secret] is { Length: > 0 })
                faults.Add($"{secret} and {key} are both set; keep one of the two.");
            else if (Read(file, out var fault) is { } text)
                read[secret] = text;
            else
                faults.Add($"{key} names {file}, {fault}.");
        }
        if (faults.Count > 0)
            throw new OptionsValidationException(nameof(SecretFiles), typeof(SecretFiles), faults);
        configuration.AddInMemoryCollection(read);
    }

    static string? Read(string file, out string fault)
    {
        fault = "whose first line is empty; the secret has to stand there";
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : null;
        }
        catch (Exception broken) when (broken is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = "a file that is not there";
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            fault = $"which cannot be read: {broken.Message.TrimEnd('.')}";
        }
        return null;
    }

    static bool IsLike(string[] secret, string[] key) =>
        secret.Length == key.Length && !secret.Where((part, n) => part != "*" && !part.Equals(key[n], StringComparison.OrdinalIgnoreCase)).Any();
}

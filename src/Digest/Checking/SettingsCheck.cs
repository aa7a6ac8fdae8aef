using Microsoft.Extensions.Configuration;

namespace Digest.Checking;

/// <summary>Whether everything that was set is a setting: what is misspelt is passed over, and a rule that is passed over is no rule.</summary>
internal sealed class SettingsCheck(IConfiguration configuration)
{
    public IReadOnlyList<Finding> Look() => [.. KnownSettings.Unknown((IConfigurationRoot)configuration)
        .Select(unknown => Finding.Warning("settings", unknown, "It is passed over.", "Mend its name, or take it away."))];
}

using Dapper;
using Digest.Checking;
using Digest.Commands;
using Digest.Storage;

namespace Digest.Tests;

/// <summary>The operator's examination of an installation that runs.</summary>
sealed partial class App
{
    /// <summary>Where the pages listen.</summary>
    public int Port => _http.BaseAddress!.Port;

    /// <summary>What `digest doctor` finds, run beside the service with its settings and some others.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(TimeProvider? clock = null, bool offline = false, params (string Key, string? Value)[] changed)
    {
        var settings = Overrides();
        foreach (var (key, value) in changed)
            settings[key] = value;
        var findings = new List<Finding>();
        await new Launcher(Program.Build).ExamineAsync(new Launch { Clock = clock ?? TimeProvider.System, Overrides = settings },
            (services, ct) => ((Doctor)services.GetService(typeof(Doctor))!).RunAsync(offline, findings.Add, ct),
            sentence => findings.Add(Finding.Fault("settings", sentence, "", "")), CancellationToken.None);
        return findings;
    }

    /// <summary>Where the keys lie.</summary>
    public string KeysFile => Path.Combine(Folder, "data", "keys.json");

    /// <summary>The same installation, and some settings more, for a process of its own.</summary>
    public void Describe(Dictionary<string, string> environment, params (string Key, string? Value)[] changed)
    {
        environment.Clear();
        foreach (var (key, value) in Overrides().Select(s => (s.Key, s.Value)).Concat(changed))
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        environment.Remove("Serilog__WriteTo__0__Args__restrictedToMinimumLevel");
    }

    /// <summary>Of an application that is stopped: the file says that a later SQLite must write it, so it is read-only to everybody, the administrator too.</summary>
    public void MakeReadOnly()
    {
        using var file = File.OpenWrite(Path.Combine(Folder, "data", "digest.db"));
        file.Position = 18;
        file.WriteByte(3);
    }

    /// <summary>As if a newer program had been here.</summary>
    public Task<int> UpgradeAsync() => Get<Database>().WriteAsync(
        db => db.Execute("INSERT INTO schema_versions (number, name, applied_at) VALUES (999, '999-later', 0)"), CancellationToken.None);
}

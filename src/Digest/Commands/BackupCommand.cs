using System.CommandLine;
using Digest.Delivering;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Copies the whole service into one file while it runs.</summary>
internal static class BackupCommand
{
    static readonly Argument<string> File = new("FILE") { Description = "Where to write it. Must not be there yet." };

    static readonly Option<bool> WithoutKeys = new("--without-keys")
    {
        Description = "Leave the keys out, which sign all links in mails; the keys file has to be kept elsewhere then.",
    };

    public static Command Create(Launcher launcher)
    {
        var command = new Command("backup", "Copy everything into one file while the service runs. Holds addresses and keys: keep it as safe as those.")
        {
            File, WithoutKeys, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch() with { Opens = false }, async (services, token) =>
        {
            var (file, withKeys) = (parsed.GetValue(File)!, !parsed.GetValue(WithoutKeys));
            await RequireAsync(services, file, token);
            var content = await services.GetRequiredService<Backup>().WriteAsync(file, withKeys, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { file, content.MadeAt, content.Schema, content.Subscribers, content.Papers, keys = withKeys });
            else
            {
                Print.Line($"{file} holds {content.Subscribers} subscribers and {content.Papers} papers, as of {content.MadeAt:yyyy-MM-dd HH:mm:ss}Z.");
                if (!withKeys)
                    Print.Line($"It is without keys: keep {services.GetRequiredService<StorageOptions>().EffectiveKeysFile} as well, or no link in any mail works after a restore.");
                Print.Line($"Not in it are your settings and templates{Dkim(services.GetRequiredService<DeliveringOptions>().Dkim)}.");
            }
            return Exit.Done;
        }, ct));
        return command;
    }

    /// <summary>A copy of nothing would be taken for a backup, and a folder that is not there is a disk that is not mounted.</summary>
    static async Task RequireAsync(IServiceProvider services, string file, CancellationToken ct)
    {
        var storage = services.GetRequiredService<StorageOptions>();
        var isServer = storage.ConnectionString is { Length: > 0 };
        // Whoever opens the database makes an empty file.
        if (!isServer && !System.IO.File.Exists(storage.DatabaseFile) || await services.GetRequiredService<Examination>().IsNewAsync(ct))
            throw new RefusalException(isServer ? "The database of Storage:ConnectionString is empty: there is nothing to copy."
                : $"There is nothing in {Path.GetFullPath(storage.DatabaseFile)}: nothing was copied. Name the service's own settings (--settings) or Storage:DataFolder.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new RefusalException($"There is no folder {folder}: nothing was copied. Make it, or mount what should be there.");
        await services.GetRequiredService<Opening>().OpenAsync(ct);
    }

    static string Dkim(IEnumerable<DkimOptions> keys) => keys.Select(k => k.KeyFile).Where(f => f.Length > 0).ToList() is { Count: > 0 } files
        ? $", nor the DKIM key {string.Join(", ", files)}" : "";
}

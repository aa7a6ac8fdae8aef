using System.Globalization;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Checking;

/// <summary>The database, and the keys that belong to it.</summary>
internal sealed class DatabaseCheck(Examination examination, StorageOptions storage, TimeProvider time)
{
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <returns>What was found, whether the rest of the program can work with the database, and whether the keys are its own.</returns>
    public async Task<(IReadOnlyList<Finding> Findings, bool Usable, bool OwnKeys)> LookAsync(CancellationToken ct)
    {
        var seen = await examination.LookAsync(ct);
        var keys = Keys(seen.Keys);
        List<Finding> findings = [Judge(seen), .. Modes(), keys];
        return (findings, seen.Schema is { } schema && schema == seen.Newest && findings.All(f => f.Level != Level.Fault), keys.Level != Level.Fault);
    }

    static Finding Judge(Examination.Seen seen)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{seen.Bytes / 1024.0 / 1024:0.#} MiB");
        if (seen.Schema is not { } schema)
            return Finding.Note("database", "There is no database yet.", "The first start makes it.");
        var versions = string.Create(CultureInfo.InvariantCulture, $"schema {schema}, this program knows up to {seen.Newest}");
        if (schema > seen.Newest)
            return Finding.Fault("database", $"The database has {versions}: a newer version upgraded it.", "This program does not start with it.",
                "Run that version again, or restore a backup from before the upgrade.");
        if (seen.Damage is { } damage)
            return Finding.Fault("database", $"The database is damaged: {damage}.", "What it holds cannot be trusted.",
                "Stop the service, move the file away and restore a backup.");
        if (seen.WriteFault is { } why)
            return Finding.Fault("database", $"The database can be read and not written: {why}.", "Nothing is planned or sent.",
                "Check who owns the file and its folder, and that the disk is not mounted read-only.");
        return schema < seen.Newest
            ? Finding.Note("database", $"The database has {versions}.", "The next start upgrades it, and older versions do not take it then.",
                "The start keeps a copy before that; digest backup makes one at any time.")
            : Finding.Ok("database", $"The database opens, is whole and can be written (schema {schema.ToString(CultureInfo.InvariantCulture)}, {size}).");
    }

    string KeysFile => Path.GetFullPath(storage.EffectiveKeysFile);

    IEnumerable<Finding> Modes()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(KeysFile) && (File.GetUnixFileMode(KeysFile) & Others) != UnixFileMode.None)
            yield return Finding.Fault("keys", $"{KeysFile} can be read by other users of this machine.",
                "Whoever reads it can make links that change anybody's subscription.", $"chmod 600 {KeysFile}");
    }

    Finding Keys(string? known)
    {
        var file = KeysFile;
        if (!File.Exists(file))
            return known is null ? Finding.Note("keys", $"There is no {file} yet.", "The first start makes it.")
                : Finding.Fault("keys", $"{file} is not there, and the database was made with keys.",
                    "No link mailed so far works without them, and the service does not start.", "Restore the file from your backup, or name it in Keys:File.");
        if (Read(file, out var fault) is not { } keys)
            return Finding.Fault("keys", fault!, "No link mailed so far works without them, and the service does not start.",
                "Restore the file from your backup, or name another in Keys:File.");
        return known is null || known == keys.Fingerprint ? Finding.Ok("keys", $"{file} holds the keys of this database (fingerprint {keys.Fingerprint}).")
            : Finding.Fault("keys", $"{file} holds the keys of another database (fingerprint {keys.Fingerprint}; this one was made with {known}).",
                "No link mailed so far works with them, and the service does not start.", "Restore the right keys file, or name it in Keys:File.");
    }

    KeyRing? Read(string file, out string? fault)
    {
        try
        {
            fault = null;
            return KeyRing.Open(file, time);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            fault = unreadable.Message;
            return null;
        }
    }
}

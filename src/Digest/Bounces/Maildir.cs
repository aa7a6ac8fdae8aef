namespace Digest.Bounces;

/// <summary>A folder that a mail server delivers into: each mail a file in new/, moved to cur/ by who has read it.</summary>
internal sealed class Maildir(string path)
{
    /// <summary>What a name says in cur/ of a mail that was seen.</summary>
    const string Seen = ":2,S";

    string New => Path.Combine(path, "new");

    string Cur => Path.Combine(path, "cur");

    public static bool IsOne(string path) => Directory.Exists(Path.Combine(path, "new")) && Directory.Exists(Path.Combine(path, "cur"));

    /// <summary>Mails that nobody has read, and with <paramref name="alsoRead"/> the others, the oldest names first.</summary>
    public IEnumerable<string> Files(bool alsoRead) =>
        Names(New).Concat(alsoRead ? Names(Cur) : []);

    /// <summary>The beginning of a mail; null where another process took it meanwhile.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(stream.Length, Inbox.LongestMail)];
            return bytes.AsMemory(0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Says that a mail was read; one that is in cur/ already or was moved by another stays where it is.</summary>
    public void Keep(string file)
    {
        if (Path.GetDirectoryName(file) != New)
            return;
        var name = Path.GetFileName(file);
        try
        {
            File.Move(file, Path.Combine(Cur, name.Contains(":2,", StringComparison.Ordinal) ? name : name + Seen), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another process was faster.
        }
    }

    static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal);
}

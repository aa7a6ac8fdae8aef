namespace Digest.Commands;

/// <summary>Files and folders that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a folder, unless there is one.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a text, whole or not at all; what was there is replaced, its permissions too.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Path.GetRandomFileName()}";
        using (var writer = new StreamWriter(aside, options))
            writer.Write(text);
        File.Move(aside, path, overwrite: true);
    }
}

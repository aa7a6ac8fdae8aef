namespace Digest.Tests;

/// <summary>Finds the files of the repository the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Folder(string path) => Path.Combine(Root, path);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Digest.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Digest.sln was not found above the tests; run them from a clone.");
    }
}

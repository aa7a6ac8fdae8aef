namespace Digest.Commands;

/// <summary>A temporary folder, gone when it is disposed.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("digest-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException fault)
        {
            Console.Error.WriteLine($"digest: {Path} could not be removed: {fault.Message}");
        }
    }
}

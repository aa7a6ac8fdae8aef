using Xunit;

namespace Digest.Tests.Commands;

/// <summary>A copy of nothing is no backup.</summary>
public class BackupCommandTests
{
    [Fact]
    public async Task Where_there_is_no_database_nothing_is_copied_and_nothing_made()
    {
        await using var digest = new CommandLine();
        var ran = await digest.RunAsync("backup", digest.Name("copy"));
        Assert.Equal(1, ran.Exit);
        Assert.Contains("digest.db: nothing was copied", ran.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(digest.Name("copy")));
        Assert.False(File.Exists(Path.Combine(digest.Environment["Storage__DataFolder"], "digest.db")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_not_made()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("migrate");
        var ran = await digest.RunAsync("backup", digest.Name("not/mounted/copy"));
        Assert.Equal(1, ran.Exit);
        Assert.Contains("There is no folder", ran.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(digest.Name("not")));
        Assert.Equal(0, (await digest.RunAsync("backup", digest.Name("copy"))).Exit);
    }
}

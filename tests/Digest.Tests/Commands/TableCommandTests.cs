using Digest.Commands;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest subscribers import and export, as typed.</summary>
public sealed class TableCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task A_table_is_imported_and_exported_and_what_was_not_taken_is_told()
    {
        var table = _digest.File("fair.csv", "address;interests\nada@reader.example;tides\nada at home;tides\n");
        var first = await _digest.RunAsync("subscribers", "import", table, "--consent", "signed at the fair");
        Assert.Equal((Exit.Failed, "1 imported, 0 skipped, 1 faulty"), (first.Exit, first.Output.Trim()));
        Assert.Equal("digest: line 3, address: an address looks like name@example.org", first.Errors.Trim());
        var again = await _digest.RunAsync("subscribers", "import", table, "--consent", "signed at the fair", "--json");
        Assert.Equal((0, 1, 1), (again.Json.GetProperty("imported").GetInt32(), again.Json.GetProperty("skipped").GetInt32(), again.Json.GetProperty("faulty").GetInt32()));
        Assert.Equal((2, "skipped", "is a subscriber already"), (again.Json.GetProperty("rows")[0].GetProperty("line").GetInt32(),
            again.Json.GetProperty("rows")[0].GetProperty("outcome").GetString(), again.Json.GetProperty("rows")[0].GetProperty("reason").GetString()));

        var path = _digest.File("all.csv", "old");
        Assert.Equal(Exit.Done, (await _digest.RunAsync("subscribers", "export", "--out", path)).Exit);
        Assert.StartsWith("address,interests,", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var json = (await _digest.RunAsync("subscribers", "export", "--json", "--state", "active")).Json;
        var all = (await _digest.RunAsync("subscribers", "export", "ada@reader.example")).Json;
        Assert.Equal(("tides", "import"), (all.GetProperty("interests")[0].GetProperty("name").GetString(), all.GetProperty("consents")[0].GetProperty("channel").GetString()));
        var lines = (await _digest.RunAsync("subscribers", "export", "ADA@reader.example", "--csv")).Output;
        Assert.Contains("\nsubscribers,1,address,ada@reader.example", lines, StringComparison.Ordinal);
        Assert.Contains("\ninterests,1,name,tides", lines, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, (await _digest.RunAsync("subscribers", "export", "nobody@reader.example")).Exit);
        Assert.Equal(("ada@reader.example", "tides", 1), (json[0].GetProperty("address").GetString(), json[0].GetProperty("interests").GetString(), json.GetArrayLength()));
    }

    [Fact]
    public async Task Without_a_note_or_a_table_nothing_is_imported()
    {
        Assert.Equal(Exit.WrongUsage, (await _digest.RunAsync("subscribers", "import", "-")).Exit);
        Assert.Equal(Exit.WrongUsage, (await _digest.RunAsync("subscribers", "import", "-", "--consent", " ")).Exit);
        Assert.Equal("digest: There is no nowhere.csv.", (await _digest.RunAsync("subscribers", "import", "nowhere.csv", "--consent", "x")).Errors.Trim());
        var empty = await _digest.RunAsync("subscribers", "import", _digest.File("empty.csv", ""), "--consent", "x");
        Assert.Equal((Exit.Failed, true), (empty.Exit, empty.Errors.Contains("the table is empty", StringComparison.Ordinal)));
        var headless = await _digest.RunAsync("subscribers", "import", _digest.File("x.csv", "ada@reader.example\n"), "--consent", "x");
        Assert.Equal((Exit.Failed, true), (headless.Exit, headless.Errors.Contains("line 1: the first row names the columns", StringComparison.Ordinal)));
    }
}

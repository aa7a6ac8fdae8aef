using Xunit;

namespace Digest.Tests.Commands;

public sealed class ApiKeyCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task A_key_is_made_shown_once_listed_and_revoked()
    {
        var made = await _digest.RunAsync("api-key", "new", "--name", "board", "--scope", "read");
        Assert.Equal(0, made.Exit);
        var key = made.Output.Trim();
        Assert.StartsWith("digest_", key, StringComparison.Ordinal);
        var listed = await _digest.RunAsync("api-key", "list");
        Assert.StartsWith("board  read  made ", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _digest.RunAsync("api-key", "revoke", "--name", "board")).Exit);
        Assert.Contains("revoked", (await _digest.RunAsync("api-key", "list")).Output, StringComparison.Ordinal);

        var again = await _digest.RunAsync("api-key", "new", "--name", "board", "--scope", "all");
        Assert.Equal((1, true), (again.Exit, again.Errors.Contains("take another", StringComparison.Ordinal)));
        Assert.Equal(1, (await _digest.RunAsync("api-key", "revoke", "--name", "board")).Exit);
        Assert.Equal(2, (await _digest.RunAsync("api-key", "new", "--name", "two words", "--scope", "read")).Exit);
        Assert.Equal(2, (await _digest.RunAsync("api-key", "new", "--name", "other", "--scope", "root")).Exit);
    }
}

namespace Digest.Tests;

/// <summary>Keys of programs, as `digest api-key` makes them.</summary>
sealed partial class App
{
    /// <summary>A key of that scope, called so too.</summary>
    public async Task<string> KeyAsync(string scope) => await Get<ApiKeys>().MakeAsync(scope, scope, CancellationToken.None)
        ?? throw new InvalidOperationException($"There is a key called {scope} already.");

    public async Task<string> RevokedKeyAsync()
    {
        var key = await Get<ApiKeys>().MakeAsync("revoked", "all", CancellationToken.None);
        await RevokeKeyAsync("revoked");
        return key!;
    }

    public Task RevokeKeyAsync(string name) => Get<ApiKeys>().RevokeAsync(name, CancellationToken.None);
}

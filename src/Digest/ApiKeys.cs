using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Digest.Storage;

namespace Digest;

/// <summary>Keys by which programs use the interface, each with what it may do. A key is shown once, when it is made.</summary>
internal sealed class ApiKeys(ApiKeyStore store, TimeProvider time)
{
    public const int LongestName = 50;

    const string Prefix = "digest_";

    /// <summary>What keys may do: only look; look at subscribers and change them, and nothing else; everything.</summary>
    public static IReadOnlyList<string> Scopes { get; } = ["read", "subscribers", "all"];

    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <returns>The key; null when there is, or was, one of that name, by which the audit knows it.</returns>
    public async Task<string?> MakeAsync(string name, string scope, CancellationToken ct)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return await store.AddAsync(name, Hash(key), scope, time.GetUtcNow(), ct) ? key : null;
    }

    /// <returns>False when there is no such key, or it is revoked already.</returns>
    public Task<bool> RevokeAsync(string name, CancellationToken ct) => store.RevokeAsync(name, time.GetUtcNow(), ct);

    /// <summary>Null for none of ours, or one that is revoked.</summary>
    public Task<ApiKeyStore.Key?> FindAsync(string key, CancellationToken ct) => store.FindAsync(Hash(key), ct);

    public Task<IReadOnlyList<ApiKeyStore.Key>> ListAsync(CancellationToken ct) => store.ListAsync(ct);

    // Made of 256 random bits, it needs no slow hash.
    static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

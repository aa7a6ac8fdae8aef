using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Digest.Subscribers;

/// <summary>
/// The service's own secrets: the keys that sign links, by number, and the key that hashes addresses. Kept in one file that
/// only its owner may read. Keys are added, never deleted: a link mailed years ago still has to unsubscribe.
/// </summary>
internal sealed class KeyRing
{
    const int KeyLength = 32;
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    readonly Dictionary<int, byte[]> _linkKeys;
    readonly byte[] _addressKey;

    KeyRing(KeyFile file)
    {
        _linkKeys = file.LinkKeys.ToDictionary(k => k.Id, k => k.Secret);
        _addressKey = file.AddressKey;
        CurrentId = file.LinkKeys.Max(k => k.Id);
    }

    /// <summary>The key that new links are signed with.</summary>
    public int CurrentId { get; }

    /// <summary>Names this set of keys without telling them, so that a database can refuse a node with other keys.</summary>
    public string Fingerprint => Convert.ToHexStringLower(
        HMACSHA256.HashData(_addressKey, Encoding.UTF8.GetBytes("fingerprint"))[..8]);

    /// <summary>The keyed hash of an address's identity: all that is kept of an address that was erased.</summary>
    public string Hash(string identity) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_addressKey, Encoding.UTF8.GetBytes(identity)));

    /// <summary>HMAC-SHA-256 under the numbered key; null when there is no such key.</summary>
    public byte[]? Sign(int keyId, ReadOnlySpan<byte> bytes) =>
        _linkKeys.TryGetValue(keyId, out var key) ? HMACSHA256.HashData(key, bytes) : null;

    /// <summary>Reads the file, or makes it with new keys when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and cannot be used.</exception>
    public static KeyRing Open(string path)
    {
        if (!File.Exists(path))
            Create(path);
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json);
            if (file is not { LinkKeys.Count: > 0, AddressKey.Length: KeyLength }
                || file.LinkKeys.Any(k => k.Secret is not { Length: KeyLength } || k.Id is < 1 or > 255)
                || file.LinkKeys.DistinctBy(k => k.Id).Count() < file.LinkKeys.Count)
                throw new InvalidDataException($"{path} holds no complete set of keys. Restore it from a backup; without it "
                    + "no link mailed so far works.");
            return new KeyRing(file);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not readable as keys ({fault.Message}). Restore it from a backup.", fault);
        }
    }

    static void Create(string path)
    {
        var file = new KeyFile(RandomNumberGenerator.GetBytes(KeyLength), [new(1, RandomNumberGenerator.GetBytes(KeyLength))]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written aside and moved, so that a crash leaves no half file. Of two processes at once the first one's stands.
        var aside = $"{path}.{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(aside, options))
            {
                JsonSerializer.Serialize(stream, file, Json);
                stream.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    sealed record KeyFile(
        [property: JsonPropertyName("addressKey")] byte[] AddressKey,
        [property: JsonPropertyName("linkKeys")] IReadOnlyList<LinkKey> LinkKeys);

    sealed record LinkKey([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("secret")] byte[] Secret);
}

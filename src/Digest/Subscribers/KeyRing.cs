using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Digest.Subscribers;

/// <summary>
/// The service's own secrets: the keys that sign links, by number, and the key that hashes addresses. Kept in one file that
/// only its owner may read. Keys are added, never deleted: a link mailed years ago still has to unsubscribe. A process that
/// meets a link of a key it does not know looks whether one was added since.
/// </summary>
internal sealed class KeyRing
{
    const int KeyLength = 32;
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    readonly string _path;
    readonly byte[] _addressKey;
    volatile LinkKeys _links;

    KeyRing(string path, KeyFile file, DateTime written) =>
        (_path, _addressKey, _links) = (path, file.AddressKey, new(file, written));

    /// <summary>The key that new links are signed with: the newest.</summary>
    public int CurrentId => _links.Newest;

    /// <summary>The keys that sign links, oldest first, and when each was made, if that is known.</summary>
    public IReadOnlyList<(int Id, DateTimeOffset? MadeAt)> Links => _links.Known;

    /// <summary>Names this set of keys without telling them, so that a database can refuse a node with other keys.</summary>
    public string Fingerprint => Convert.ToHexStringLower(
        HMACSHA256.HashData(_addressKey, Encoding.UTF8.GetBytes("fingerprint"))[..8]);

    /// <summary>The keyed hash of an address's identity: all that is kept of an address that was erased.</summary>
    public string Hash(string identity) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_addressKey, Encoding.UTF8.GetBytes(identity)));

    /// <summary>HMAC-SHA-256 under the numbered key; null when there is no such key.</summary>
    public byte[]? Sign(int keyId, ReadOnlySpan<byte> bytes) =>
        _links.Find(keyId) is { } key || (keyId > CurrentId && Reread() && (key = _links.Find(keyId)) is not null)
            ? HMACSHA256.HashData(key, bytes) : null;

    /// <summary>Reads the file, or makes it with new keys when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and cannot be used.</exception>
    public static KeyRing Open(string path, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            var file = new KeyFile(RandomNumberGenerator.GetBytes(KeyLength), [NewKey(1, time)]);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Write(path, file, replace: false);
        }
        return new KeyRing(path, Read(path), File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Adds a key, by which all links are signed from now on; older links stay good. Processes that run go on with
    /// theirs until they start anew, and take links of the new one.</summary>
    /// <returns>The new key's number.</returns>
    /// <exception cref="InvalidDataException">The file cannot be used, or has all 255 keys it can have.</exception>
    public int Rotate(TimeProvider time)
    {
        // One at a time: of two that read before either wrote, one key would be lost.
        using var turn = new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        var file = Read(_path);
        var next = file.LinkKeys.Max(k => k.Id) + 1;
        if (next > 255)
            throw new InvalidDataException($"{_path} has 255 keys, which is all it can have.");
        Write(_path, file with { LinkKeys = [.. file.LinkKeys, NewKey(next, time)] }, replace: true);
        Reread();
        return next;
    }

    /// <summary>True when the file holds other keys than before.</summary>
    bool Reread()
    {
        var written = File.GetLastWriteTimeUtc(_path);
        var known = _links;
        if (written == known.Written)
            return false;
        var file = Read(_path);
        _links = new(file, written);
        return file.LinkKeys.Count != known.Known.Count;
    }

    static LinkKey NewKey(int id, TimeProvider time) =>
        new(id, RandomNumberGenerator.GetBytes(KeyLength), time.GetUtcNow());

    static KeyFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json);
            if (file is not { LinkKeys.Count: > 0, AddressKey.Length: KeyLength }
                || file.LinkKeys.Any(k => k.Secret is not { Length: KeyLength } || k.Id is < 1 or > 255)
                || file.LinkKeys.DistinctBy(k => k.Id).Count() < file.LinkKeys.Count)
                throw new InvalidDataException($"{path} holds no complete set of keys. Restore it from a backup; without it "
                    + "no link mailed so far works.");
            return file;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not readable as keys ({fault.Message}). Restore it from a backup.", fault);
        }
    }

    static void Write(string path, KeyFile file, bool replace)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
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
            File.Move(aside, path, replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    sealed record KeyFile(
        [property: JsonPropertyName("addressKey")] byte[] AddressKey,
        [property: JsonPropertyName("linkKeys")] IReadOnlyList<LinkKey> LinkKeys);

    sealed record LinkKey(
        [property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("secret")] byte[] Secret,
        [property: JsonPropertyName("madeAt")] DateTimeOffset? MadeAt = null);

    /// <summary>The keys for links as the file had them at a time.</summary>
    sealed class LinkKeys(KeyFile file, DateTime written)
    {
        readonly Dictionary<int, byte[]> _secrets = file.LinkKeys.ToDictionary(k => k.Id, k => k.Secret);

        public DateTime Written => written;
        public int Newest { get; } = file.LinkKeys.Max(k => k.Id);
        public IReadOnlyList<(int, DateTimeOffset?)> Known { get; } = [.. file.LinkKeys.OrderBy(k => k.Id).Select(k => (k.Id, k.MadeAt))];

        public byte[]? Find(int id) => _secrets.GetValueOrDefault(id);
    }
}

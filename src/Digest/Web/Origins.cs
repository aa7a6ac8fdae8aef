using Digest.Storage;

namespace Digest.Web;

/// <summary>The network address somebody agrees from, where it is to be kept with what they agreed to (Storage:KeepOriginDays).</summary>
internal sealed class Origins(Proxies proxies, StorageOptions storage)
{
    /// <summary>Null where none is kept, or it cannot be told.</summary>
    public string? Of(HttpContext context) => storage.KeepOriginDays > 0 ? proxies.ClientOf(context)?.ToString() : null;
}

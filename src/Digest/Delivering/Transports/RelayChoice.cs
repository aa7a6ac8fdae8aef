using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Digest.Delivering.Transports;

/// <summary>Which relay a recipient's mails go to: always the same, by its share of the weights, so that greylisting meets the
/// sender it knows; and when one is added or missing, only its own share moves (rendezvous hashing).</summary>
internal static class RelayChoice
{
    /// <summary>The relays in the order in which they are asked.</summary>
    public static IReadOnlyList<T> Order<T>(string recipient, IReadOnlyList<T> relays, Func<T, string> name, Func<T, int> weight) =>
        relays.Count == 1 ? relays : [.. relays.OrderByDescending(relay => Score(recipient, name(relay), weight(relay)))];

    // Weighted as by Schindelhauer and Schomaker: weight / -ln(u), u evenly between 0 and 1.
    static double Score(string recipient, string relay, int weight)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{relay}\n{recipient}"));
        var even = (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) + 0.5;
        return weight / -Math.Log(even / (1UL << 53));
    }
}

using Digest.Rendering;

namespace Digest.Delivering;

/// <summary>What has to be set before mails go to anybody but this machine: every mail says who writes and how to reach them.</summary>
internal static class WhoWrites
{
    /// <summary>Whether mails leave for a relay that is not this machine.</summary>
    public static bool IsElsewhere(DeliveringOptions delivering) =>
        delivering.PickupFolder is not { Length: > 0 } && delivering.EffectiveRelays.Any(r => !r.IsLoopback);

    /// <summary>The keys without a value, or with one that only serves on this machine.</summary>
    public static IReadOnlyList<string> Unset(SiteOptions site, DeliveringOptions delivering) =>
    [
        .. new (string Key, string Value)[]
        {
            ("Delivering:From", delivering.From.EndsWith("@localhost", StringComparison.OrdinalIgnoreCase) ? "" : delivering.From),
            ("Operator:Name", site.OperatorName), ("Operator:PostalAddress", site.PostalAddress), ("Operator:Contact", site.Contact),
        }.Where(s => string.IsNullOrWhiteSpace(s.Value)).Select(s => s.Key),
    ];
}

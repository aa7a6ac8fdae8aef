namespace Digest.Checking;

/// <summary>Judges what a domain asks receivers to do with mails that only pretend to be its own (RFC 7489).</summary>
internal static class DmarcRecord
{
    const string About = "DMARC";

    /// <summary>The records of this kind among a name's texts.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> texts) =>
        [.. texts.Where(t => t.Replace(" ", "", StringComparison.Ordinal).StartsWith("v=DMARC1", StringComparison.Ordinal))];

    /// <summary>Where a record for the domain may stand, the nearest first.</summary>
    public static IEnumerable<string> Places(string domain)
    {
        var labels = domain.Split('.');
        // A top-level domain speaks for nobody's mails.
        for (var n = 0; n == 0 || n <= labels.Length - 2; n++)
            yield return string.Join('.', labels[n..]);
    }

    /// <param name="domain">Of From.</param>
    /// <param name="place">The domain whose record it is; null when there is none.</param>
    /// <param name="signs">The domain that signs ("d="); null when mails are not signed here.</param>
    public static Finding Judge(string domain, string? place, IReadOnlyList<string> records, string? signs)
    {
        if (place is null || records.Count == 0)
            return Finding.Warning(About, $"There is no TXT record _dmarc.{domain}.",
                "Large mailbox providers want one from who mails many people, and put off or refuse mails without.",
                $"Publish _dmarc.{domain} TXT \"v=DMARC1; p=none\"; once mails arrive signed, p=quarantine.");
        if (records.Count > 1)
            return Finding.Fault(About, $"_dmarc.{place} has {records.Count} DMARC records.", "Receivers act as if there were none.", "Leave one of them.");
        var tags = TagList.Read(records[0]);
        if (tags is null || !tags.TryGetValue("p", out var policy) || policy.ToLowerInvariant() is not ("none" or "quarantine" or "reject"))
            return Finding.Fault(About, $"The record _dmarc.{place} has no policy that receivers know: \"{records[0]}\".", "Receivers act as if there were none.",
                "Publish \"v=DMARC1; p=none\" there, or quarantine or reject.");
        if (place != domain && tags.TryGetValue("sp", out var sub))
            policy = sub;
        var isStrict = tags.GetValueOrDefault("adkim", "r").Equals("s", StringComparison.OrdinalIgnoreCase);
        if (isStrict && signs is not null && !signs.Equals(domain, StringComparison.OrdinalIgnoreCase))
            return Finding.Fault(About, $"_dmarc.{place} says adkim=s, and mails from {domain} are signed by {signs}.",
                $"The signature does not count, and by p={policy} receivers treat the mails as forged.",
                $"Sign with a key of {domain} itself (Delivering:Dkim), or publish adkim=r.");
        var aligned = signs is null ? "mails are not signed here, so that SPF or the relay's own signature has to be for this domain" : $"the signature by {signs} counts for it";
        return policy.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? Finding.Note(About, $"_dmarc.{place} says p=none; {aligned}.", "Forged mails in this name are delivered as if they were yours.",
                "Once mails arrive signed, publish p=quarantine.")
            : Finding.Ok(About, $"_dmarc.{place} says p={policy}; {aligned}.");
    }
}

namespace Digest.Subscribers;

/// <summary>Whose addresses the operator takes, where that is not everybody's: at the box, of those who move, and by the commands.</summary>
internal sealed class AllowedDomains
{
    /// <summary>So many are named to who is turned away.</summary>
    const int MostNamed = 5;

    readonly HashSet<string> _domains = new(StringComparer.Ordinal);

    /// <summary>Each with the dot before it.</summary>
    readonly List<string> _parents = [];

    readonly string _named;

    /// <exception cref="InvalidDataException">Something on the list is no domain; the message names the key and each of them.</exception>
    public AllowedDomains(SubscribersOptions options)
    {
        var faults = new List<string>();
        foreach (var entry in options.AllowedDomains)
        {
            var domain = entry.Trim();
            var isBelow = domain.StartsWith("*.", StringComparison.Ordinal);
            // As an address of it is read, so that it is compared in the same form.
            if (!EmailAddress.TryParse($"x@{(isBelow ? domain[2..] : domain)}", out var address, out _))
                faults.Add($"Subscribers:AllowedDomains: \"{entry}\" is no domain name; write it as example.org, or as *.example.org for all below it.");
            else if (isBelow)
                _parents.Add("." + Domain(address));
            else
                _domains.Add(Domain(address));
        }
        if (faults.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        _named = string.Join(", ", options.AllowedDomains.Take(MostNamed).Select(d => d.Trim())) + (options.AllowedDomains.Count > MostNamed ? ", …" : "");
    }

    /// <summary>Why an address is not taken; null when it is.</summary>
    public Fault? FaultOf(EmailAddress address)
    {
        var domain = Domain(address);
        return _domains.Count + _parents.Count == 0 || _domains.Contains(domain) || _parents.Exists(p => domain.EndsWith(p, StringComparison.Ordinal))
            ? null : new(FaultKind.AddressElsewhere, _named);
    }

    static string Domain(EmailAddress address) => address.Identity[(address.Identity.LastIndexOf('@') + 1)..].ToLowerInvariant();
}

namespace Digest.Subscribers;

/// <summary>Which addresses the operator does not want at the box. It looks at the address alone, never at what is known of it.</summary>
internal sealed class RefusedAddresses
{
    readonly HashSet<string> _domains = new(StringComparer.Ordinal);
    readonly HashSet<string> _locals = new(StringComparer.Ordinal);
    readonly List<string> _faults = [];

    /// <exception cref="InvalidDataException">Something on the lists is none; the message names each with its key, or file and line.</exception>
    public RefusedAddresses(SubscribersOptions options)
    {
        foreach (var domain in options.RefusedDomains)
            Take(domain, "Subscribers:RefusedDomains");
        if (options.RefusedDomainsFile is { Length: > 0 } file)
            Read(file);
        foreach (var local in options.RefusedLocalParts)
            if (EmailAddress.TryParse($"{local}@example.org", out var address, out _))
                _locals.Add(address.LimitKey);
            else
                _faults.Add($"Subscribers:RefusedLocalParts: \"{local}\" cannot stand before an @.");
        if (_faults.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, _faults));
    }

    public bool Refuses(EmailAddress address)
    {
        var at = address.LimitKey.LastIndexOf('@');
        if (_locals.Contains(address.LimitKey[..at] + "@example.org"))
            return true;
        // The domain, and each that it lies below.
        for (var domain = address.LimitKey[(at + 1)..]; domain.Length > 0; domain = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..])
            if (_domains.Contains(domain))
                return true;
            else if (!domain.Contains('.', StringComparison.Ordinal))
                return false;
        return false;
    }

    void Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"Subscribers:RefusedDomainsFile cannot be read: {fault.Message}");
            return;
        }
        foreach (var (i, line) in lines.Index())
            if (line.Split('#')[0].Trim() is { Length: > 0 } domain)
                Take(domain, FormattableString.Invariant($"{file}, line {i + 1}"));
    }

    // As an address of it is read, so that it is compared in the same form.
    void Take(string domain, string where)
    {
        if (EmailAddress.TryParse($"x@{domain.Trim()}", out var address, out _))
            _domains.Add(address.LimitKey[2..]);
        else
            _faults.Add($"{where}: \"{domain}\" is not a domain name.");
    }
}

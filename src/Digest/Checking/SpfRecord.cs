using System.Net;

namespace Digest.Checking;

/// <summary>What a sender policy says of an address.</summary>
internal enum SpfVerdict
{
    Pass,
    Neutral,
    SoftFail,
    Fail,

    /// <summary>There is no policy.</summary>
    None,

    /// <summary>The policy cannot be followed; receivers take it as none, or refuse.</summary>
    Broken,
}

/// <summary>The sender policy of a domain (RFC 7208), as a receiver follows it: does it cover an address.</summary>
internal sealed class SpfRecord
{
    /// <summary>Terms that cost a question, over all includes (RFC 7208 section 4.6.4).</summary>
    const int MostLookups = 10;

    const string Version = "v=spf1";

    readonly Zone _zone;
    readonly IPAddress _sender;
    int _lookups;

    SpfRecord(Zone zone, IPAddress sender) => (_zone, _sender) = (zone, sender.IsIPv4MappedToIPv6 ? sender.MapToIPv4() : sender);

    /// <summary>The records of this kind among a name's texts.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> texts) =>
        [.. texts.Where(t => t.Equals(Version, StringComparison.OrdinalIgnoreCase) || t.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Whether the record lets the whole world send.</summary>
    public static bool IsOpen(string record) => Terms(record).Any(t => t is "all" or "+all");

    /// <summary>What the record says of everybody else: "-all", "~all", "?all", or nothing.</summary>
    public static string? Rest(string record) => Terms(record).FirstOrDefault(t => t.TrimStart('+', '-', '~', '?') == "all");

    public static async Task<(SpfVerdict Verdict, string? Why)> JudgeAsync(string domain, IPAddress sender, Zone zone)
    {
        try
        {
            return (await new SpfRecord(zone, sender).EvaluateAsync(domain), null);
        }
        catch (FormatException fault)
        {
            return (SpfVerdict.Broken, fault.Message);
        }
    }

    async Task<SpfVerdict> EvaluateAsync(string domain)
    {
        var records = Among(await _zone.Texts(domain));
        if (records.Count == 0)
            return SpfVerdict.None;
        if (records.Count > 1)
            throw new FormatException($"{domain} has {records.Count} SPF records, and one is allowed");
        string? redirect = null;
        foreach (var term in Terms(records[0]))
        {
            if (term.StartsWith("redirect=", StringComparison.Ordinal))
                redirect = term["redirect=".Length..];
            else if (!IsModifier(term) && await MatchesAsync(term.TrimStart('+', '-', '~', '?'), domain))
                return term[0] switch { '-' => SpfVerdict.Fail, '~' => SpfVerdict.SoftFail, '?' => SpfVerdict.Neutral, _ => SpfVerdict.Pass };
        }
        if (redirect is null)
            return SpfVerdict.Neutral;
        Count();
        return await EvaluateAsync(redirect) is var verdict and not SpfVerdict.None ? verdict
            : throw new FormatException($"{domain} redirects to {redirect}, which has no SPF record");
    }

    async Task<bool> MatchesAsync(string term, string domain)
    {
        var slash = term.IndexOf('/', StringComparison.Ordinal);
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        var name = term[..(colon >= 0 ? colon : slash >= 0 ? slash : term.Length)];
        if (name is "ip4" or "ip6")
            return IsIn(term[(colon + 1)..]);
        if (name == "all")
            return true;
        Count();
        // Macros depend on the mail; what they come to is not known here.
        if (name is "exists" or "ptr" || term.Contains('%', StringComparison.Ordinal))
            return false;
        var of = colon < 0 ? domain : term[(colon + 1)..(slash > colon ? slash : term.Length)];
        var prefixes = slash < 0 ? "" : term[slash..];
        return name switch
        {
            "include" => await EvaluateAsync(of) is var verdict and not SpfVerdict.None ? verdict == SpfVerdict.Pass
                : throw new FormatException($"{domain} includes {of}, which has no SPF record"),
            "a" => IsAmong(await _zone.Addresses(of), prefixes),
            "mx" => await IsExchangerAsync(of, prefixes),
            _ => throw new FormatException($"\"{term}\" in the SPF record of {domain} is nothing that SPF knows"),
        };
    }

    async Task<bool> IsExchangerAsync(string domain, string prefixes)
    {
        foreach (var host in (await _zone.Exchangers(domain)).Where(host => host.Length > 0).Take(MostLookups))
            if (IsAmong(await _zone.Addresses(host), prefixes))
                return true;
        return false;
    }

    /// <param name="prefixes">"", "/24", "//64" or "/24//64".</param>
    bool IsAmong(IEnumerable<IPAddress> addresses, string prefixes)
    {
        var parts = prefixes.Split("//");
        var prefix = _sender.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? parts[0].TrimStart('/') is { Length: > 0 } four ? four : "32"
            : parts.Length > 1 ? parts[1] : "128";
        return addresses.Any(a => a.AddressFamily == _sender.AddressFamily && IsIn($"{a}/{prefix}"));
    }

    bool IsIn(string network)
    {
        if (IPAddress.TryParse(network, out var one))
            return one.Equals(_sender);
        var parts = network.Split('/');
        if (parts is not [var text, var bits] || !IPAddress.TryParse(text, out var first)
            || !int.TryParse(bits, System.Globalization.CultureInfo.InvariantCulture, out var length) || length < 0 || length > first.GetAddressBytes().Length * 8)
            throw new FormatException($"\"{network}\" in an SPF record is no address or network");
        return first.AddressFamily == _sender.AddressFamily && Masked(first, length).AsSpan().SequenceEqual(Masked(_sender, length));
    }

    // People write host bits into networks, and receivers look past them.
    static byte[] Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var n = 0; n < bytes.Length; n++)
            bytes[n] &= (byte)(0xFF00 >> Math.Clamp(length - n * 8, 0, 8));
        return bytes;
    }

    void Count()
    {
        if (++_lookups > MostLookups)
            throw new FormatException($"following the SPF record takes more than {MostLookups} questions, and receivers stop there");
    }

    static bool IsModifier(string term) =>
        term.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !term.AsSpan(0, at).ContainsAny(":/");

    static IEnumerable<string> Terms(string record) =>
        record.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);
}

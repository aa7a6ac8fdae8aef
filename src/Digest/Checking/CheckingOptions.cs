using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Digest.Checking;

/// <summary>Settings of section Checking: what `digest doctor` goes by.</summary>
internal sealed class CheckingOptions
{
    /// <summary>The name server that is asked, 192.0.2.53 or 192.0.2.53:53: a public one shows what the world sees. Empty: this
    /// machine's.</summary>
    public string DnsServer { get; set; } = "";

    /// <summary>PEM file of the authorities to trust at the public address instead of the system's: for a network with its own.</summary>
    public string? TrustFile { get; set; }

    /// <summary>Addresses that mails leave from, where they are known: those of this machine when its own relay sends, or the
    /// provider's. Empty: the addresses of the relay's name stand for them.</summary>
    public IList<string> SendsFrom { get; } = [];

    /// <summary>Free space of the data folder below which is a fault, 1 to 100,000,000 MiB.</summary>
    [Range(1, 100_000_000, ErrorMessage = "Checking:LeastFreeMegabytes must be 1 to 100000000.")]
    public int LeastFreeMegabytes { get; set; } = 500;

    /// <summary>How long the public address, each source, and each answer of a relay may take, 1 s to 5 min. Deliveries wait longer for a relay.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Checking:Wait must be 00:00:01 to 00:05:00.")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>What is wrong, each naming its key.</summary>
    public IEnumerable<string> Faults()
    {
        if (DnsServer.Length > 0 && !IPEndPoint.TryParse(DnsServer, out _))
            yield return $"Checking:DnsServer \"{DnsServer}\" is no address of a name server, such as 192.0.2.53.";
        if (TrustFile is not null && !File.Exists(TrustFile))
            yield return "Checking:TrustFile names a file that is not there.";
        for (var n = 0; n < SendsFrom.Count; n++)
            if (!IPAddress.TryParse(SendsFrom[n], out _))
                yield return $"Checking:SendsFrom:{n} \"{SendsFrom[n]}\" is no address, such as 192.0.2.25.";
    }
}

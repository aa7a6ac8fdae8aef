namespace Digest.Delivering;

/// <summary>Settings of an entry of Delivering:Dkim: a key and the domain it signs for.</summary>
internal sealed class DkimOptions
{
    /// <summary>The domain that signs ("d="): that of From, or one above it.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Under which name the public key stands in the DNS: SELECTOR._domainkey.DOMAIN.</summary>
    public string Selector { get; set; } = "";

    /// <summary>PEM file of the private key; only the service should be able to read it.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Headers that the relay writes anew and that are therefore not signed; none by default. From is always signed.</summary>
    public IList<string> Unsigned { get; } = [];
}

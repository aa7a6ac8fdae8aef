using System.Net;

namespace Digest.Installing;

/// <summary>What an operator has to say before the service can serve.</summary>
internal sealed record Answers
{
    public string PublicUrl { get; init; } = "";

    public string Name { get; init; } = "";

    public string PostalAddress { get; init; } = "";

    public string Contact { get; init; } = "";

    public string From { get; init; } = "";

    public string RelayHost { get; init; } = "";

    public string RelayTls { get; init; } = "";

    public string RelayPort { get; init; } = "";

    /// <summary>Empty: the relay asks for no login.</summary>
    public string RelayUser { get; init; } = "";

    /// <summary>The file that holds the relay's password; null: it stands in the environment.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The program that prints a token for the relay, in place of a password; null for none.</summary>
    public string? TokenProgram { get; init; }

    /// <summary>A whole path.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Empty: the service signs nothing, the relay does.</summary>
    public string DkimDomain { get; init; } = "";

    public string DkimSelector { get; init; } = "";

    /// <summary>A whole path; null as long as there is no key.</summary>
    public string? DkimKeyFile { get; init; }

    public string FromDomain => From[(From.LastIndexOf('@') + 1)..];

    public string ContactDomain => Contact[(Contact.LastIndexOf('@') + 1)..];

    public bool IsRelayHere => RelayHost is "localhost" || IPAddress.TryParse(RelayHost, out var address) && IPAddress.IsLoopback(address);
}

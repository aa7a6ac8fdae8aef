namespace Digest.Rendering;

/// <summary>Who runs this, and where it can be reached; stands in every footer. From the sections Operator and Web.</summary>
internal sealed class SiteOptions
{
    /// <summary>What the service calls itself (Operator:Service).</summary>
    public string Service { get; set; } = "Digest";

    /// <summary>Operator:Name — the person or organisation behind it.</summary>
    public string OperatorName { get; set; } = "";

    /// <summary>Operator:PostalAddress — law in many places asks for it in every mail.</summary>
    public string PostalAddress { get; set; } = "";

    /// <summary>Operator:Contact — an e-mail address a person reads.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Web:PublicUrl — where subscribers reach the pages; a sub-path works.</summary>
    public string PublicUrl { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Whether a text may stand in the header of a mail.</summary>
    public static bool IsOneLine(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>With a slash at its end, so that relative addresses join on to it.</summary>
    public Uri Root => new(PublicUrl.EndsWith('/') ? PublicUrl : PublicUrl + "/");

    /// <summary>True when mail programs may post to our addresses (RFC 8058 asks for https).</summary>
    public bool IsHttps => Root.Scheme == Uri.UriSchemeHttps;
}

namespace Digest.Web.Admin;

/// <summary>Section "Web:Admin": the operators' pages. There are none until one of these is set.</summary>
internal sealed class AdminOptions
{
    /// <summary>What is typed to log in, 16 characters and more; empty: nobody logs in so. Whoever has it may do anything there.</summary>
    public string Token { get; set; } = "";

    /// <summary>The header by which the proxy says who has logged in with it, such as X-Forwarded-User; believed of the proxies in
    /// Web:Proxies alone, which must take it away from what comes from outside. Empty: no header is believed.</summary>
    public string ProxyHeader { get; set; } = "";

    /// <summary>Attempts to log in with the token from one address in an hour; 1 to 1000.</summary>
    public int Attempts { get; set; } = 10;

    public bool IsOn => Token.Length > 0 || ProxyHeader.Length > 0;
}

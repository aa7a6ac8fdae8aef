namespace Digest.Web;

/// <summary>Settings of section Web.</summary>
internal sealed class WebOptions
{
    /// <summary>Address and port to listen on.</summary>
    public string Listen { get; set; } = "127.0.0.1:8080";

    /// <summary>Where subscribers reach the pages: https, behind your proxy. A sub-path works, whether the proxy strips it or
    /// not.</summary>
    public string PublicUrl { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Who may read the figures at /metrics: Off (nobody), Loopback (this machine, and not through a proxy) or Token (who
    /// sends MetricsToken).</summary>
    public MetricsAccess Metrics { get; set; } = MetricsAccess.Off;

    /// <summary>For Metrics = Token: what stands after "Bearer" in Authorization, 16 characters and more.</summary>
    public string MetricsToken { get; set; } = "";

    /// <summary>Addresses or networks of proxies whose X-Forwarded-For is believed, so that limits count who asks and not the
    /// proxy. The shipped settings name this machine's loopback addresses, where `serve` listens.</summary>
    public IList<string> Proxies { get; } = [];
}

internal enum MetricsAccess { Off, Loopback, Token }

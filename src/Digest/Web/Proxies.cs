using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace Digest.Web;

/// <summary>Who asks, when a proxy of ours asks for them. Anybody can send such a header, so that only configured proxies are
/// believed; without any, who connects is who asks.</summary>
/// <param name="named">Addresses and networks. What is neither is told with all other settings that are wrong.</param>
internal sealed class Proxies(IEnumerable<string> named)
{
    static readonly object Asking = new();

    // An address is a network of one.
    readonly List<System.Net.IPNetwork> _known = [.. named.Select(Read).OfType<System.Net.IPNetwork>()];

    /// <summary>Null when it cannot be told: the proxy does not say for whom it asks.</summary>
    public IPAddress? ClientOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && !_known.Exists(n => n.Contains(Plain(address))) ? Plain(address) : null;

    /// <summary>What limits count by: who asks, a network of IPv6 as one, as it is one household's.</summary>
    public string OriginOf(HttpContext context) => ClientOf(context) is not { } client ? ""
        : client.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(client.GetAddressBytes().AsSpan(0, 8)) : client.ToString();

    /// <summary>Whether the connection itself comes from a proxy of ours, whoever it asks for: what else its headers say is the
    /// proxy's own word then.</summary>
    public static bool IsProxy(HttpContext context) => context.Items.ContainsKey(Asking);

    public void Use(WebApplication app)
    {
        if (_known.Count == 0)
            return;
        app.Use((context, next) =>
        {
            // Before the address becomes that of who is asked for.
            if (context.Connection.RemoteIpAddress is { } peer && _known.Exists(n => n.Contains(Plain(peer))))
                context.Items[Asking] = true;
            return next(context);
        });
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in _known)
            forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>Null for what is neither address nor network.</summary>
    public static System.Net.IPNetwork? Read(string text) =>
        IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network : null;

    static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

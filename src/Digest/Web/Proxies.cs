using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Digest.Web;

/// <summary>Who asks, when a proxy of ours asks for them. Anybody can send such a header, so that only configured proxies are
/// believed; without any, who connects is who asks.</summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var named = app.Configuration.GetSection("Web:Proxies").Get<string[]>() ?? [];
        if (named.Length == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        // What is neither is told with all other settings that are wrong, a moment later.
        foreach (var proxy in named)
            if (IPAddress.TryParse(proxy, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
                options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}

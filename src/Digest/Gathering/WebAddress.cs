using System.Net;
using System.Net.Sockets;

namespace Digest.Gathering;

/// <summary>Which addresses may be linked to, and which may be connected to.</summary>
internal static class WebAddress
{
    const int Longest = 2048;

    /// <summary>The address in its one spelling; null unless it is an absolute http or https address that can stand in a
    /// mail.</summary>
    public static string? Link(string? text) =>
        text is { Length: > 0 and <= Longest } && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) &&
        Fault(uri) is null && uri.AbsoluteUri.Length <= Longest ? uri.AbsoluteUri : null;

    /// <summary>What is wrong with the address, or null.</summary>
    public static string? Fault(Uri address) =>
        !address.IsAbsoluteUri || address.Scheme is not ("http" or "https") ? $"{address} is not an http or https address"
        : address.UserInfo.Length > 0 ? "an address with a user name in it is not asked or linked to"
        : address.Host.Length == 0 ? $"{address} names no host"
        : null;

    /// <summary>Whether who follows from one to the other would lose what https protects.</summary>
    public static bool IsDowngrade(Uri from, Uri to) => from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps;

    /// <summary>Whether the address is one of the public internet: not this machine, its network or any reserved range
    /// (IANA's special-purpose registries, RFC 6890).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? IsPublic4(bytes)
            : Nat64.Contains(address) ? IsPublic4(bytes.AsSpan(12))
            : Global6.Contains(address) && !Reserved6.Any(r => r.Contains(address));
    }

    static bool IsPublic4(ReadOnlySpan<byte> bytes)
    {
        var address = new IPAddress(bytes);
        return !Reserved4.Any(r => r.Contains(address));
    }

    static readonly IPNetwork[] Reserved4 = Networks(
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 " +
        "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4");

    static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>An IPv4 address behind a translator (RFC 6052) is as public as that address.</summary>
    static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // Teredo, benchmarking and 6to4 carry other addresses inside; the rest is for documentation.
    static readonly IPNetwork[] Reserved6 = Networks("2001::/23 2001:db8::/32 2002::/16 3fff::/20");

    static IPNetwork[] Networks(string list) => [.. list.Split(' ').Select(n => IPNetwork.Parse(n))];

    /// <summary>Connects to the first of these that answers, and to nothing else.</summary>
    public static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

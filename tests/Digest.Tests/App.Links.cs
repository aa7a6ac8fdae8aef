using System.Buffers.Text;
using Digest.Subscribers;
using Microsoft.AspNetCore.Routing;

namespace Digest.Tests;

/// <summary>Where the program takes posts, and links that it did not make.</summary>
sealed partial class App
{
    /// <summary>The pattern of every address that something can be posted to, as the program maps them.</summary>
    public IReadOnlyList<string> PostPatterns => Patterns("POST");

    /// <summary>The pattern of every address that takes a method.</summary>
    public IReadOnlyList<string> Patterns(string method) =>
    [
        .. Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>A link's token as it would be with something else in it: signed by our key, by a stranger's, or not anew.</summary>
    public IReadOnlyDictionary<string, string> Forge(string token)
    {
        var keys = Get<KeyRing>();
        if (!SubscriptionToken.TryRead(token, keys, out var read))
            throw new ArgumentException($"{token} is none of ours.", nameof(token));
        var stranger = KeyRing.Open(Path.Combine(Folder, "stranger.json"), Clock);
        var bytes = Base64Url.DecodeFromChars(token);
        bytes[10] ^= 1; // the last byte of the subscriber's number
        var other = Enum.GetValues<TokenPurpose>().First(p => p != read.Purpose && p is not (TokenPurpose.Unsubscribe or TokenPurpose.NeverMail));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["of another purpose"] = (read with { Purpose = other }).Sign(keys, keys.CurrentId),
            ["of a subscriber there is not"] = (read with { Subscriber = 987654 }).Sign(keys, keys.CurrentId),
            ["of an older token version"] = (read with { TokenVersion = read.TokenVersion - 1 }).Sign(keys, keys.CurrentId),
            ["of another subscriber, not signed anew"] = Base64Url.EncodeToString(bytes),
            ["signed by a stranger"] = read.Sign(stranger, stranger.CurrentId),
            ["cut in two"] = token[..29],
            ["with more behind"] = token + "AAAA",
            ["of signs"] = "%01%0A%ED%A0%80%22%3E%3Cscript%3E",
        };
    }
}

using System.Security.Cryptography;
using Digest.Papers;
using Digest.Rendering;
using Microsoft.Net.Http.Headers;

namespace Digest.Web;

/// <summary>How feeds are answered: whoever has the newest already is told so, and gets nothing.</summary>
internal static class FeedAnswer
{
    public static void MapFeeds(this IEndpointRouteBuilder app)
    {
        foreach (var period in Enum.GetValues<Period>())
            foreach (var isAtom in new[] { true, false })
            {
                var folder = period == Period.Day ? "" : "/" + period.ToString().ToLowerInvariant();
                app.MapRead($"{folder}/feed.{(isAtom ? "atom" : "json")}", (HttpContext context, EditionFeeds feeds, CancellationToken ct) =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=300";
                    return feeds.AnswerAsync(period, isAtom, ct);
                });
            }
    }

    public static IResult Of(byte[] feed, bool isAtom, DateTimeOffset updated) => Results.Bytes(
        feed, isAtom ? FeedDocument.AtomType : FeedDocument.JsonType, lastModified: updated,
        entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(feed).AsSpan(0, 12))}\""));
}

using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>A letter on the web, and a reader's letters as a feed. The address is all that is asked for.</summary>
internal static class IssuePages
{
    public static void MapIssues(this IEndpointRouteBuilder app)
    {
        app.MapRead("/issues/{token}", async (string token, Pages pages, IssueArchive archive, CancellationToken ct) =>
        {
            if (await archive.OpenAsync(token, TokenPurpose.Issue, ct) is not var (reader, day))
                return pages.Message("unknown_link", StatusCodes.Status404NotFound);
            if (await archive.FindAsync(reader, DateOnly.FromDayNumber((int)day), ct) is not var (saved, issue, absent))
                return pages.For(reader).Message("issue_gone", StatusCodes.Status410Gone);
            return pages.For(reader).Page("issue", (site, language) => new IssuePage(
                site, language, saved.LocalDate, issue.Count, pages.Papers.Sections(issue.Sections), pages.Papers.Updates(issue.Sections),
                absent.Late, absent.Failed, reader.State == SubscriberState.Left));
        });

        foreach (var kind in new[] { "atom", "json" })
            app.MapRead($"/feeds/{{token}}.{kind}", async (string token, HttpContext context, Pages pages, IssueArchive archive, CancellationToken ct) =>
            {
                if (await archive.OpenAsync(token, TokenPurpose.Feed, ct) is not var (reader, _))
                    return pages.Message("unknown_link", StatusCodes.Status404NotFound);
                if (reader.State == SubscriberState.Left)
                    return pages.For(reader).Message("feed_left", StatusCodes.Status410Gone);
                // Kept by the one who asks, who has to ask each time; by nobody between.
                context.Response.Headers.CacheControl = "private, no-cache";
                var feed = await archive.FeedAsync(reader, ct);
                var self = archive.FeedUrl(reader, kind);
                return FeedAnswer.Of(kind == "atom" ? feed.Atom(self) : feed.JsonFeed(self), kind == "atom", feed.Updated);
            });
    }
}

using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>Looking for papers by words.</summary>
internal static class SearchPages
{
    const int PapersShown = 30;

    /// <summary>A large index takes longer to make, once; then the visitor is asked to come again.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapSearch(this IEndpointRouteBuilder app) =>
        app.MapRead("/search", async (HttpRequest request, Pages pages, SearchShelf shelf, Catalogue catalogue, MatchingOptions options, CancellationToken ct) =>
        {
            var typed = request.Query["q"].FirstOrDefault() ?? "";
            var query = PaperText.Line(typed, Interest.LongestText);
            if (query.Length == 0)
                return Show("empty", []);
            if (typed.Trim().Length > Interest.LongestText)
                return Show("too_long", [], StatusCodes.Status400BadRequest);
            if (await shelf.ReadyAsync(Patience, ct) is not { } search)
                return Show("not_ready", [], StatusCodes.Status503ServiceUnavailable);
            var papers = await catalogue.FindAsync([.. search.Find(query, PapersShown).Select(f => f.Paper)], ct);
            return Show(papers.Count > 0 ? "found" : "nothing", papers);

            IResult Show(string state, IReadOnlyList<Paper> papers, int status = StatusCodes.Status200OK) =>
                pages.Page("search", (site, language) => new SearchPage(
                    site, language, query, state, options.SearchDays, Interest.LongestText,
                    [.. papers.Select((paper, i) => pages.Papers.Entry(paper, i + 1))]), status);
        });
}

using Digest.Storage;

namespace Digest.Web;

/// <summary>Our own page of a paper: where entries lead that no source gave an address for.</summary>
internal static class PaperPages
{
    public static void MapPaper(this IEndpointRouteBuilder app) =>
        app.MapRead("/papers/{id:long}", async (long id, Pages pages, Catalogue catalogue, CancellationToken ct) =>
            await catalogue.FindAsync(id, ct) is { } paper
                ? pages.Page("paper", (site, language) => pages.Papers.Page(site, language, paper))
                : pages.Message("not_found", StatusCodes.Status404NotFound));
}

using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Web;

/// <summary>Our own page of a paper: where entries lead that no source gave an address for.</summary>
internal static class PaperPages
{
    public static void MapPaper(this IEndpointRouteBuilder app) =>
        app.MapRead("/papers/{id:long}", async (long id, Pages pages, Catalogue catalogue, CancellationToken ct) =>
            await catalogue.FindAsync(id, ct) is { } paper
                ? pages.Page("paper", (site, language) => new PaperPage(site, language, pages.Papers.Full(
                    new RankedPaper(paper, 1, 0, new(RankReasonKind.New, 0), null), 1, []), paper.Authors))
                : pages.Message("not_found", StatusCodes.Status404NotFound));
}

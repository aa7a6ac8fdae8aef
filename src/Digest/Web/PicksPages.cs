using Digest.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace Digest.Web;

/// <summary>Shows which papers of the newest edition a line of interest would bring, while it is typed (a fragment for the script
/// of the front page) or by the button beside Subscribe, which needs no script. The button posts, because the form holds an
/// address, which belongs in no log; neither changes anything.</summary>
internal static class PicksPages
{
    public static void MapPicks(this IEndpointRouteBuilder app)
    {
        app.MapRead("/picks", async (HttpContext context, Pages pages, Links links, TriedLines tried, Proxies proxies, CancellationToken ct) =>
        {
            // A script always asks of a line; who does not came back to the address of the button's answer.
            if (context.Request.Query["line"].FirstOrDefault() is not { } line)
                return Results.Redirect(links.Home);
            var picks = line.Length > TriedLines.LongestLine ? new("too_long", [], [], []) : await tried.TryAsync(line, proxies.ClientOf(context), ct);
            return pages.Page("picks", (site, language) => new PicksPage(site, language, picks), StatusOf(picks));
        });

        app.MapPost("/picks", async (HttpContext context, FrontPage front, TriedLines tried, Proxies proxies, CancellationToken ct) =>
        {
            var form = await context.Request.FormAsync(ct);
            var picks = await tried.TryAsync(form["line"], proxies.ClientOf(context), ct);
            return await front.ShowAsync(HomePages.Again(form) with { Picks = picks }, ct, StatusOf(picks));
        }).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Reading.LargestForm));
    }

    static int StatusOf(PicksModel picks) => picks.State switch
    {
        "busy" => StatusCodes.Status429TooManyRequests,
        "too_long" => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };
}

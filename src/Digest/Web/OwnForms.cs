using Digest.Rendering;

namespace Digest.Web;

/// <summary>
/// What changes somebody's choices is taken from our own pages alone, where the browser tells whose page posts: the secret in
/// the path is the protection, and this keeps another site from using one that leaked. Programs say nothing, and are let
/// in. Never for leaving by one click, which comes from anywhere (RFC 8058).
/// </summary>
internal static class OwnForms
{
    public static RouteHandlerBuilder FromOwnPages(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        return IsFromElsewhere(context.HttpContext.Request.Headers, services.GetRequiredService<SiteOptions>())
            ? services.GetRequiredService<Pages>().Message("elsewhere", StatusCodes.Status403Forbidden) : await next(context);
    });

    // Our pages send no referrer, and so browsers send "null" as the origin of their forms.
    public static bool IsFromElsewhere(IHeaderDictionary headers, SiteOptions site) =>
        headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } told ? told is not ("same-origin" or "none")
        : headers.Origin.ToString() is { Length: > 0 } origin && origin != "null"
            && !string.Equals(origin, site.Root.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}

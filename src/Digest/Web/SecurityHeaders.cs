namespace Digest.Web;

/// <summary>On every answer: nothing is loaded from elsewhere, no address of a page travels on, no page with a link's
/// secret is kept.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Where an address is all that is asked for.</summary>
    static readonly PathString[] Secret = ["/confirm", "/unsubscribe", "/preferences", "/tune", "/move", "/issues", "/feeds"];

    /// <summary>What is for nobody to find but who runs the service.</summary>
    static readonly PathString[] Operators = ["/admin", "/api"];

    /// <summary>Whether whoever has the address of a page may do what its reader may.</summary>
    public static bool IsSecret(PathString path) => Array.Exists(Secret, folder => path.StartsWithSegments(folder, StringComparison.Ordinal));

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        if (IsSecret(context.Request.Path) || Array.Exists(Operators, folder => context.Request.Path.StartsWithSegments(folder, StringComparison.Ordinal)))
            headers["X-Robots-Tag"] = "noindex";
        return next(context);
    }
}

using Digest.Rendering;

namespace Digest.Web;

/// <summary>The few files that pages are made of besides their html.</summary>
internal static class Files
{
    public static void MapFiles(this IEndpointRouteBuilder app)
    {
        Map(app, "style.css", "text/css; charset=utf-8");
        Map(app, "zone.js", "text/javascript; charset=utf-8");
        Map(app, "picks.js", "text/javascript; charset=utf-8");
        app.MapRead("/robots.txt", () =>
            Results.Text("User-agent: *\nDisallow: /confirm/\nDisallow: /unsubscribe/\nDisallow: /tune/\nDisallow: /move/\nDisallow: /issues/\nDisallow: /feeds/\nDisallow: /picks\nDisallow: /admin\nDisallow: /api/\n"));
    }

    static void Map(IEndpointRouteBuilder app, string name, string type) =>
        app.MapRead("/" + name, (HttpContext context, RenderingOptions options) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=3600";
            var own = options.TemplatesFolder is { } folder ? Path.Combine(folder, name) : null;
            return Results.File(own is not null && File.Exists(own) ? Path.GetFullPath(own)
                : Path.Combine(AppContext.BaseDirectory, "templates", name), type);
        });
}

using System.Net;
using Digest.Web.Admin;
using Digest.Web.Api;
using Microsoft.Extensions.Options;

namespace Digest.Web;

internal static class WebSetup
{
    /// <summary>Forms here are small; the box for signing up, which takes a bibliography too, says how much larger it is.</summary>
    const int LargestBody = 16 * 1024;

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebOptions>().Bind(builder.Configuration.GetSection("Web"))
            .Validate(o => IPEndPoint.TryParse(o.Listen, out _), "Web:Listen must be an address and a port, such as 127.0.0.1:8080.")
            .Validate(o => o.Metrics != MetricsAccess.Token || o.MetricsToken.Length >= 16, "Web:MetricsToken must have 16 characters or more when Web:Metrics is Token.")
            .Validate(o => o.Proxies.All(p => Proxies.Read(p) is not null),
                "Web:Proxies must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8.")
            .ValidateOnStart();
        builder.Services.AddSingleton(s => s.GetRequiredService<IOptions<WebOptions>>().Value);
        builder.Services.AddOptions<SignUpOptions>().Bind(builder.Configuration.GetSection("Web:SignUps"))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(s => s.GetRequiredService<IOptions<SignUpOptions>>().Value);
        builder.Services.AddSingleton(new Proxies(builder.Configuration.GetSection("Web:Proxies").Get<string[]>() ?? []))
            .AddSingleton<Origins>().AddSingleton<KeptPages>().AddSingleton<Pages>().AddSingleton<FrontPage>().AddSingleton<FormStamp>().AddSingleton<SignUpGate>()
            .AddSingleton<EditionArchive>().AddSingleton<EditionFeeds>().AddSingleton<IssueArchive>().AddSingleton<TriedLines>()
            .AddSingleton<PreferenceView>().AddSingleton<Leaving>();
        builder.AddAdmin();
        builder.AddApi();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            if (IPEndPoint.TryParse(context.Configuration["Web:Listen"] ?? new WebOptions().Listen, out var endpoint))
                kestrel.Listen(endpoint);
        });
        return builder;
    }

    /// <summary>Every page of the service. No GET, HEAD or OPTIONS changes anything.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        // An address that is none is told with all other settings that are wrong, a moment later.
        var path = Uri.TryCreate(app.Configuration["Web:PublicUrl"], UriKind.Absolute, out var url)
            ? url.AbsolutePath.TrimEnd('/') : "";
        if (path.Length > 0)
            app.UsePathBase(path);
        app.Services.GetRequiredService<Proxies>().Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorPage>();
        app.UseMiddleware<Maintenance>();
        app.UseRouting();
        app.UseMiddleware<LargeBodies>();
        app.MapHome();
        app.MapPicks();
        app.MapEditions();
        app.MapFeeds();
        app.MapConfirm();
        app.MapUnsubscribe();
        app.MapTune();
        app.MapIssues();
        app.MapPreferences();
        app.MapMove();
        app.MapPaper();
        app.MapSearch();
        app.MapFiles();
        app.MapHealth();
        app.MapMetrics();
        app.MapAdmin();
        app.MapApi();
        app.MapFallback((Pages pages) => pages.Message("not_found", StatusCodes.Status404NotFound));
        return app;
    }
}

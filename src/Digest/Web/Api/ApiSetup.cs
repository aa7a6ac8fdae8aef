using Digest.Rendering;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Digest.Web.Api;

internal static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection("Web:Api")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(s => s.GetRequiredService<IOptions<ApiOptions>>().Value);
        builder.Services.AddSingleton<ApiGate>().AddSingleton<Asked>();
        builder.Services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, context, _) =>
            {
                document.Info = new()
                {
                    Title = "Digest", Version = "v1",
                    Description = "Subscribers, deliveries, editions, sources and figures, by a key of limited scope (digest api-key new). Whatever is changed stands in the audit under the key's name.",
                };
                // Not where this request came in: a proxy asks here, and a program asks the proxy.
                document.Servers = [new() { Url = context.ApplicationServices.GetRequiredService<SiteOptions>().Root.AbsoluteUri.TrimEnd('/') }];
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                {
                    ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                };
                document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/api/v1/openapi.json");
        var routes = app.MapGroup("/api/v1").AddEndpointFilter(ApiGate.FilterAsync)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapPeople();
        routes.MapWork();
        app.Map("/api/{**rest}", () => ApiGate.Problem(StatusCodes.Status404NotFound, "There is no such route, or none that takes this method and type of content."))
            .ExcludeFromDescription();
    }
}

using Digest.Subscribers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Rendering;

internal static class RenderingSetup
{
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RenderingOptions>().Bind(configuration.GetSection("Rendering"))
            .Validate(o => o.TemplatesFolder is null || Directory.Exists(o.TemplatesFolder),
                "Rendering:TemplatesFolder names a folder that is not there.")
            .ValidateOnStart();
        services.AddOptions<SiteOptions>().Configure(site =>
            {
                var owner = configuration.GetSection("Operator");
                site.Service = owner["Service"] ?? site.Service;
                site.OperatorName = owner["Name"] ?? "";
                site.PostalAddress = owner["PostalAddress"] ?? "";
                site.Contact = owner["Contact"] ?? "";
                site.PublicUrl = configuration["Web:PublicUrl"] ?? site.PublicUrl;
            })
            .Validate(o => Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
                "Web:PublicUrl must be an absolute http or https address, such as https://papers.example.org/.")
            .Validate(o => SiteOptions.IsOneLine(o.Service) && o.Service.Trim().Length > 0, "Operator:Service must be one line of text, without control characters.")
            .Validate(o => SiteOptions.IsOneLine(o.OperatorName), "Operator:Name must be one line of text, without control characters.")
            .Validate(o => string.IsNullOrWhiteSpace(o.Contact) || EmailAddress.TryParse(o.Contact, out _, out _),
                "Operator:Contact must be an e-mail address that a person reads, such as papers@example.org.")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SiteOptions>>().Value);
        services.AddSingleton(s => s.GetRequiredService<IOptions<RenderingOptions>>().Value);
        services.AddSingleton(s => TemplateSet.Load(
            TemplateSet.ShippedFolder, s.GetRequiredService<RenderingOptions>().TemplatesFolder));
        services.AddSingleton<Links>();
        services.AddSingleton<Renderer>();
        services.AddSingleton<TemplateTrial>();
        services.AddSingleton<LiveTemplates>();
        return services;
    }
}

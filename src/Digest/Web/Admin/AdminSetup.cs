using Microsoft.Extensions.Options;

namespace Digest.Web.Admin;

internal static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AdminOptions>().Bind(builder.Configuration.GetSection("Web:Admin"))
            .Validate(o => o.Token.Length is 0 or >= 16, "Web:Admin:Token must have 16 characters or more.")
            .Validate(o => o.Attempts is >= 1 and <= 1000, "Web:Admin:Attempts must be 1 to 1000 an hour.")
            .Validate(o => o.ProxyHeader.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), "Web:Admin:ProxyHeader must be the name of a header, such as X-Forwarded-User.")
            .Validate<WebOptions>((o, web) => o.ProxyHeader.Length == 0 || web.Proxies.Count > 0,
                "Web:Admin:ProxyHeader is set, and Web:Proxies names no proxy whose word it would be.")
            .ValidateOnStart();
        builder.Services.AddSingleton(s => s.GetRequiredService<IOptions<AdminOptions>>().Value);
        builder.Services.AddSingleton<OperatorSession>().AddSingleton<AdminGate>().AddSingleton<Desk>().AddSingleton<SubscriberView>();
    }

    /// <summary>The operators' pages, where they are asked for at all; else there are none.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        var asked = new AdminOptions { Token = app.Configuration["Web:Admin:Token"] ?? "", ProxyHeader = app.Configuration["Web:Admin:ProxyHeader"] ?? "" };
        if (!asked.IsOn)
            return;
        app.MapLogin();
        var pages = app.MapGroup("/admin").AddEndpointFilter(AdminGate.FilterAsync);
        pages.MapToday();
        pages.MapSubscribers();
        pages.MapMails();
        pages.MapEditionsAndSources();
        pages.MapRecords();
    }
}

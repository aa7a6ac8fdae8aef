using System.Net;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>Who of the operators asks, by the proxy's word or a session of their own, and whether what they post comes from our pages.</summary>
internal sealed partial class AdminGate(
    OperatorSession session, AdminOptions options, SiteOptions site, Proxies proxies, Audit audit, TimeProvider time, ILogger<AdminGate> log)
{
    const int LongestName = 100, RefusalsWrittenDown = 60;

    readonly TokenBuckets _attempts = new(options.Attempts, time);

    /// <summary>Whoever tries from many places fills no table.</summary>
    readonly TokenBuckets _refusals = new(RefusalsWrittenDown, time);

    /// <summary>With a prefix by which browsers hold it to https, where there is https.</summary>
    public string CookieName => site.Root.Scheme == Uri.UriSchemeHttps ? "__Secure-digest-admin" : "digest-admin";

    public bool HasToken => options.Token.Length > 0;

    /// <summary>Null for who is no operator, or not yet.</summary>
    public Entrant? Find(HttpContext context)
    {
        if (options.ProxyHeader.Length > 0 && Proxies.IsProxy(context) && context.Request.Headers[options.ProxyHeader] is [{ } named]
            && PaperText.Line(named, LongestName) is { Length: > 0 } name)
            return new(new(name, "admin"), session.Stamp("proxy " + name), "proxy " + name, HasSession: false);
        return context.Request.Cookies[CookieName] is { } cookie && session.IsGood(cookie)
            ? new(new("token", "admin"), session.Stamp(cookie), cookie, HasSession: true) : null;
    }

    /// <summary>Whether one more attempt to log in is taken from where this one comes.</summary>
    public bool MayTry(HttpContext context, out TimeSpan wait) => _attempts.TryTake(proxies.OriginOf(context), out wait);

    /// <summary>A wrong token is told to the log, and to the audit unless it is one of very many.</summary>
    public async Task RefuseAsync(HttpContext context, CancellationToken ct)
    {
        LogWrong(proxies.ClientOf(context));
        if (_refusals.TryTake("", out _))
            await audit.EndAsync(await audit.BeginAsync("nobody", Login.Deed, 0, ct), "refused", null, ct);
    }

    public void Enter(HttpContext context) => context.Response.Cookies.Append(CookieName, session.New(), Cookie(OperatorSession.Good));

    public void Leave(HttpContext context) => context.Response.Cookies.Append(CookieName, "", Cookie(TimeSpan.Zero));

    /// <summary>What every page of operators goes through.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var (context, services) = (invocation.HttpContext, invocation.HttpContext.RequestServices);
        var gate = services.GetRequiredService<AdminGate>();
        if (gate.Find(context) is not { } entrant)
            return gate.HasToken ? services.GetRequiredService<Desk>().See("admin/login") : services.GetRequiredService<Desk>().Stranger(context);
        context.Items[typeof(Entrant)] = entrant;
        if (!HttpMethods.IsPost(context.Request.Method))
            return await next(invocation);
        return OwnForms.IsFromElsewhere(context.Request.Headers, services.GetRequiredService<SiteOptions>())
            || !services.GetRequiredService<OperatorSession>().IsStamp((await context.Request.FormAsync(context.RequestAborted))["stamp"], entrant.Whose)
            ? services.GetRequiredService<Pages>().Message("elsewhere", StatusCodes.Status403Forbidden) : await next(invocation);
    }

    CookieOptions Cookie(TimeSpan good) => new()
    {
        HttpOnly = true,
        Secure = site.Root.Scheme == Uri.UriSchemeHttps,
        SameSite = SameSiteMode.Strict,
        Path = site.Root.AbsolutePath.TrimEnd('/') + "/admin",
        MaxAge = good,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A wrong token was typed at /admin/login, from {Client}")]
    partial void LogWrong(IPAddress? client);
}

/// <summary>An operator at the pages.</summary>
/// <param name="Stamp">Goes with every form.</param>
/// <param name="Whose">What the stamp is made for.</param>
/// <param name="HasSession">They can log out here.</param>
internal sealed record Entrant(Operator Operator, string Stamp, string Whose, bool HasSession)
{
    public static Entrant Of(HttpContext context) => (Entrant)context.Items[typeof(Entrant)]!;
}

using System.Globalization;
using System.Text;
using Digest.Rendering;

namespace Digest.Web.Admin;

/// <summary>Answers with a page of templates/admin.</summary>
internal sealed class Desk(Renderer renderer, Links links)
{
    /// <param name="name">Of a file of templates/admin/pages.</param>
    /// <param name="deed">What was just asked for, said on the page; null for nothing.</param>
    public IResult Page(HttpContext context, string name, Func<SiteModel, DeskModel, object> model, Deed? deed = null, int status = StatusCodes.Status200OK)
    {
        var entrant = context.Items[typeof(Entrant)] as Entrant;
        var desk = new DeskModel(entrant?.Operator.Name ?? "", entrant?.Stamp ?? "", entrant?.HasSession ?? false, deed?.Outcome ?? "", deed?.Why ?? "");
        return Results.Content(renderer.ForOperators(name, site => model(site, desk)), "text/html", Encoding.UTF8, deed?.Outcome == "refused" ? StatusCodes.Status409Conflict
            : status);
    }

    /// <summary>For who comes without a way in.</summary>
    public IResult Stranger(HttpContext context, string why = "", int status = StatusCodes.Status403Forbidden) => Page(context, "admin-login",
        (site, desk) => new AdminLoginPage(site, desk, context.RequestServices.GetRequiredService<AdminGate>().HasToken, why), status: status);

    /// <summary>Leads on, by the address that the public knows.</summary>
    public IResult See(string path) => new Redirection(links.Home + path);

    public static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"3 h", "2 days".</summary>
    public static string Age(TimeSpan age) => string.Create(CultureInfo.InvariantCulture, $"{(age < TimeSpan.FromMinutes(1) ? "under a minute"
        : age < TimeSpan.FromHours(1) ? $"{age.TotalMinutes:0} min" : age < TimeSpan.FromDays(2) ? $"{age.TotalHours:0} h" : $"{age.TotalDays:0} days")}");

    sealed class Redirection(string to) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (StatusCodes.Status303SeeOther, to);
            return Task.CompletedTask;
        }
    }
}

using System.Globalization;
using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>The way in by the token, and out.</summary>
internal static class Login
{
    /// <summary>As the audit calls it.</summary>
    public const string Deed = "log in";

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapRead("/admin/login", (HttpContext context, AdminGate gate, Desk desk) =>
            gate.Find(context) is null ? desk.Stranger(context, status: StatusCodes.Status200OK) : desk.See("admin"));

        app.MapPost("/admin/login", async (HttpContext context, AdminGate gate, OperatorSession session, Desk desk, Audit audit, CancellationToken ct) =>
        {
            if (!gate.HasToken)
                return desk.Stranger(context);
            if (!gate.MayTry(context, out var wait))
            {
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return desk.Stranger(context, "too_many", StatusCodes.Status429TooManyRequests);
            }
            if (!session.IsToken((await context.Request.FormAsync(ct))["token"].ToString()))
            {
                await gate.RefuseAsync(context, ct);
                return desk.Stranger(context, "wrong");
            }
            await audit.EndAsync(await audit.BeginAsync("token", Deed, 0, ct), "done", null, ct);
            gate.Enter(context);
            return desk.See("admin");
        }).FromOwnPages().DisableAntiforgery();

        app.MapPost("/admin/logout", (AdminGate gate, HttpContext context, Desk desk) =>
        {
            gate.Leave(context);
            return desk.See("admin/login");
        }).FromOwnPages().DisableAntiforgery();
    }
}

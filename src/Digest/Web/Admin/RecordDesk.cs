using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>Suppressions, settings and what operators did.</summary>
internal static class RecordDesk
{
    const int Listed = 50;

    public static void MapRecords(this IEndpointRouteBuilder app)
    {
        app.MapRead("suppressions", (HttpContext context, Desk desk, Registers registers, CancellationToken ct) => SuppressionsAsync(context, desk, registers, null, ct));

        app.MapPost("suppressions", async (HttpContext context, Desk desk, Registers registers, Operating operating, Pages pages, CancellationToken ct) =>
        {
            var form = await context.Request.FormAsync(ct);
            return form["do"] != "unsuppress" || await registers.SuppressionAsync(form["hash"].ToString(), ct) is not { } line
                ? pages.Message("not_found", StatusCodes.Status404NotFound)
                : await SuppressionsAsync(context, desk, registers,
                    await operating.UnsuppressAsync(Entrant.Of(context).Operator, line.AddressHash, line.Subscriber ?? 0, ct), ct);
        }).DisableAntiforgery();

        app.MapRead("settings", (HttpContext context, Desk desk) => desk.Page(context, "admin-settings", (site, at) => new AdminSettingsPage(
            site, at, [.. EffectiveSettings.Of(context.RequestServices).Select(s => new SettingModel(s.Key, s.Value))])));

        app.MapRead("audit", async (HttpContext context, Desk desk, Audit audit, CancellationToken ct) =>
        {
            var lines = await audit.PageAsync(Turning.Number(context, "before") ?? long.MaxValue, null, Listed + 1, ct);
            return desk.Page(context, "admin-audit", (site, at) => new AdminAuditPage(
                site, at, [.. lines.Take(Listed).Select(Line)], lines.Count > Listed ? $"admin/audit?before={Turning.Written(lines[Listed - 1].Id)}" : ""));
        });
    }

    public static AuditModel Line(Audit.Line line) => new(Desk.Time(line.At), line.Who, line.What, line.Subscriber, line.Outcome.Length > 0 ? line.Outcome : "not finished");

    static async Task<IResult> SuppressionsAsync(HttpContext context, Desk desk, Registers registers, Deed? deed, CancellationToken ct)
    {
        var before = Turning.Place(context.Request.Query["before"].FirstOrDefault()) is (var at, var key) ? new SuppressionPlace(at, key) : null;
        var lines = await registers.SuppressionsAsync(before, Listed + 1, ct);
        return desk.Page(context, "admin-suppressions", (site, model) => new AdminSuppressionsPage(site, model,
            [
                .. lines.Take(Listed).Select(l => new SuppressionModel(
                    l.AddressHash, Desk.Time(l.Suppressed.Since), l.Suppressed.Strength, l.Suppressed.Reason, l.Subscriber ?? 0, l.Address ?? "", l.Suppressed.IsOperators)),
            ],
            lines.Count > Listed ? $"admin/suppressions?before={Turning.Written(lines[Listed - 1].Suppressed.Since, lines[Listed - 1].AddressHash)}" : ""), deed);
    }
}

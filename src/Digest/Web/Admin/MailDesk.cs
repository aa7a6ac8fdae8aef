using Digest.Storage;

namespace Digest.Web.Admin;

/// <summary>Mails by state and day, each with its story.</summary>
internal static class MailDesk
{
    const int Listed = 50;

    public static void MapMails(this IEndpointRouteBuilder app)
    {
        app.MapRead("deliveries", async (HttpContext context, Desk desk, Registers registers, CancellationToken ct) =>
        {
            var state = Registers.MailStates.FirstOrDefault(s => s == context.Request.Query["state"].FirstOrDefault());
            var (typed, day) = (context.Request.Query["day"].FirstOrDefault() ?? "", Turning.Day(context, "day"));
            var isDay = typed.Length == 0 || day is not null;
            var mails = isDay ? await registers.MailsAsync(state, day, Turning.Mail(context.Request.Query["before"].FirstOrDefault()), Listed + 1, ct) : [];
            return desk.Page(context, "admin-deliveries", (site, at) => new AdminDeliveriesPage(
                site, at, state ?? "", Registers.MailStates, typed.Length > 20 ? typed[..20] : typed, isDay, [.. mails.Take(Listed).Select(Line)],
                mails.Count > Listed ? Turning.Address("admin/deliveries",
                    ("state", state ?? ""), ("day", typed), ("before", Turning.Written(mails[Listed - 1].PlannedAt, Turning.Written(mails[Listed - 1].Id)))) : ""),
                status: isDay ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
        });

        app.MapRead("deliveries/{id:long}", async (long id, HttpContext context, Desk desk, Registers registers, DeliveryStory story, Pages pages, CancellationToken ct) =>
            await registers.MailAsync(id, ct) is not { } mail
                || (await story.TellAsync(mail.Subscriber, mail.About, 5, ct)).FirstOrDefault(t => t.Kind == mail.Kind) is not { } told
                ? pages.Message("not_found", StatusCodes.Status404NotFound)
                : desk.Page(context, "admin-delivery", (site, at) => new AdminDeliveryPage(
                    site, at, Line(mail), told.MessageId, [.. Words.Story(told).Select(s => new StoryModel(Desk.Time(s.At), s.Says))])));
    }

    public static MailModel Line(MailLine mail) => new(
        mail.Id, mail.Kind, mail.About, mail.State, mail.Reason ?? "", Desk.Time(mail.PlannedAt), Desk.Time(mail.EndedAt), mail.Subscriber, mail.Address);
}

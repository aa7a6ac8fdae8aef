using System.Globalization;
using System.Text.RegularExpressions;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web.Admin;

/// <summary>Looking for subscribers, and what is known and can be done about one.</summary>
internal static partial class SubscriberDesk
{
    const int Listed = 50;

    public static readonly IReadOnlyList<string> States = [.. Enum.GetNames<SubscriberState>().Select(name => name.ToLowerInvariant())];

    public static void MapSubscribers(this IEndpointRouteBuilder app)
    {
        app.MapRead("subscribers", async (HttpContext context, Desk desk, Registers registers, CancellationToken ct) =>
        {
            var part = PaperText.Line(context.Request.Query["q"].FirstOrDefault() ?? "", 254);
            var state = State(context.Request.Query["state"].FirstOrDefault());
            var people = await registers.SubscribersAsync(part, state, Turning.Number(context, "after") ?? 0, Listed + 1, ct);
            var named = state?.ToString().ToLowerInvariant() ?? "";
            return desk.Page(context, "admin-subscribers", (site, at) => new AdminSubscribersPage(site, at, part, named, States, [.. people.Take(Listed).Select(Person)],
                people.Count > Listed ? Turning.Address("admin/subscribers", ("q", part), ("state", named), ("after", Turning.Written(people[Listed - 1].Id))) : ""));
        });

        app.MapRead("subscribers/{id:long}", (long id, HttpContext context, SubscriberView view, CancellationToken ct) => view.ShowAsync(context, id, null, ct));

        app.MapRead("subscribers/{id:long}/erase", async (long id, HttpContext context, Desk desk, SubscriberStore subscribers, Pages pages, CancellationToken ct) =>
            await subscribers.FindAsync(id, ct) is not { } subscriber || Erasure.IsErased(subscriber) ? pages.Message("not_found", StatusCodes.Status404NotFound)
                : desk.Page(context, "admin-erase", (site, at) => new AdminErasePage(site, at, Person(subscriber))));

        app.MapRead("subscribers/{id:long}/preview",
            async (long id, HttpContext context, Desk desk, SubscriberStore subscribers, Preview preview, Pages pages, CancellationToken ct) =>
        {
            if (await subscribers.FindAsync(id, ct) is not { } subscriber || Erasure.IsErased(subscriber))
                return pages.Message("not_found", StatusCodes.Status404NotFound);
            var made = await preview.MakeAsync(subscriber, Turning.Day(context, "date"), ct);
            context.Response.Headers.ContentSecurityPolicy = context.Response.Headers.ContentSecurityPolicy + "; frame-src 'self'";
            return desk.Page(context, "admin-preview", (site, at) => new AdminPreviewPage(site, at, Person(subscriber), made.Mail.Subject,
                made.Issue.IsEmpty ? "Nothing new matches: no mail would be sent." : made.WasPlanned ? "This is the mail that was planned for that day."
                    : "As it would be, made now.",
                Plain(made.Mail.Text), Turning.Day(context, "date") is { } day ? Desk.Day(day) : ""));
        });

        // Shown in a frame that may run, load and open nothing.
        app.MapRead("subscribers/{id:long}/preview/frame", async (long id, HttpContext context, SubscriberStore subscribers, Preview preview, Pages pages, CancellationToken ct) =>
        {
            if (await subscribers.FindAsync(id, ct) is not { } subscriber || Erasure.IsErased(subscriber))
                return pages.Message("not_found", StatusCodes.Status404NotFound);
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
            return Results.Content(Plain((await preview.MakeAsync(subscriber, Turning.Day(context, "date"), ct)).Mail.Html), "text/html", System.Text.Encoding.UTF8);
        });

        app.MapPost("subscribers/{id:long}",
            async (long id, HttpContext context, SubscriberStore subscribers, Operating operating, SubscriberView view, Pages pages, CancellationToken ct) =>
        {
            var form = await context.Request.FormAsync(ct);
            var verb = form["do"].ToString();
            if (!Operating.Verbs.Contains(verb, StringComparer.Ordinal) || await subscribers.FindAsync(id, ct) is not { } subscriber || Erasure.IsErased(subscriber))
                return pages.Message("not_found", StatusCodes.Status404NotFound);
            // The second question is asked on a page of its own, whose button says so.
            if (verb == "erase" && form["sure"] != "yes")
                return await view.ShowAsync(context, id, new Deed("refused", "Erasing was not confirmed."), ct);
            return await view.ShowAsync(context, id, await operating.DoAsync(Entrant.Of(context).Operator, verb, subscriber, ct), ct);
        }).DisableAntiforgery();
    }

    public static SubscriberState? State(string? word) =>
        States.Contains(word, StringComparer.Ordinal) && Enum.TryParse<SubscriberState>(word, ignoreCase: true, out var state) ? state : null;

    public static PersonModel Person(Subscriber subscriber)
    {
        var delivery = subscriber.Preferences.Delivery;
        return new(subscriber.Id, subscriber.Address.Shown, subscriber.State.ToString().ToLowerInvariant(),
            string.Create(CultureInfo.InvariantCulture,
                $"{delivery.Time:HH:mm} {delivery.Zone}, {WeekdayNames.Write(delivery.Days)}, {subscriber.Preferences.Size} papers, in {subscriber.Preferences.Locale}"),
            Desk.Time(subscriber.NextIssueAt), Desk.Time(subscriber.CreatedAt), [.. subscriber.Preferences.Interests.Select(i => i.Name)]);
    }

    /// <summary>A mail without what opens its reader's own pages.</summary>
    static string Plain(string mail) => Secret().Replace(mail, "${page}/…");

    [GeneratedRegex("(?<page>/(?:unsubscribe|preferences|tune|issues|confirm|move|feeds))/[A-Za-z0-9_-]{40,}", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}

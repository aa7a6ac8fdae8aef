using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Digest.Mailing;
using Digest.Rendering;
using Digest.Web;

namespace Digest.Demo;

/// <summary>The demo's mailbox as a mail program shows it: a list, and of each mail its html, text, headers and source.</summary>
internal static partial class MailboxPages
{
    // The mail is shown in a frame that may run nothing and load nothing; its links open beside it.
    const string FramePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
        + "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

    const string PagePolicy = "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; base-uri 'none'";

    public static void MapMailbox(this IEndpointRouteBuilder app)
    {
        app.MapRead("/mailbox", (HttpContext context, Mailbox mailbox, Pages pages) =>
        {
            // A mailbox is watched: what arrives shows by itself, without a script.
            context.Response.Headers["Refresh"] = "3";
            return pages.Page("mailbox", (site, language) => new MailboxPage(
                site, language, [.. mailbox.Mails.Reverse().Select(Line)]));
        });
        app.MapRead("/mailbox/{number:int}", (int number, HttpContext context, Mailbox mailbox, Pages pages) =>
            Show(number, "html", context, mailbox, pages));
        foreach (var view in new[] { "text", "headers", "source" })
            app.MapRead($"/mailbox/{{number:int}}/{view}", (int number, HttpContext context, Mailbox mailbox, Pages pages) =>
                Show(number, view, context, mailbox, pages));
        app.MapRead("/mailbox/{number:int}/frame", (int number, HttpContext context, Mailbox mailbox) =>
        {
            if (mailbox.Find(number) is not { } mail)
                return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = FramePolicy;
            return Results.Content(Head().Replace(MailReader.Read(mail.Source).Html ?? "", "$0<base target=\"_blank\">", 1), "text/html", Encoding.UTF8);
        });
    }

    static IResult Show(int number, string view, HttpContext context, Mailbox mailbox, Pages pages)
    {
        if (mailbox.Find(number) is not { } received)
            return pages.Message("not_found", StatusCodes.Status404NotFound);
        context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        var mail = MailReader.Read(received.Source);
        var body = view switch
        {
            "text" => mail.Text ?? "",
            "headers" => string.Join('\n', mail.Headers.Select(h => $"{h.Name}: {h.Value}")),
            "source" => Encoding.UTF8.GetString(received.Source),
            _ => "",
        };
        return pages.Page("mailbox-mail", (site, language) => new MailboxMailPage(site, language, Line(received), view, body));
    }

    static MailboxLine Line(ReceivedMail received)
    {
        var mail = MailReader.Read(received.Source);
        return new(received.Number, mail.Header("From") ?? "", received.EnvelopeTo, mail.Header("Subject") ?? "",
            received.ReceivedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("<head[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Head();
}

/// <summary>Page "mailbox".</summary>
internal sealed record MailboxPage(SiteModel Site, LanguageModel Language, IReadOnlyList<MailboxLine> Mails);

/// <summary>Page "mailbox-mail".</summary>
/// <param name="View">"html" (shown in a frame), "text", "headers" or "source".</param>
internal sealed record MailboxMailPage(SiteModel Site, LanguageModel Language, MailboxLine Mail, string View, string Body);

internal sealed record MailboxLine(int Number, string From, string To, string Subject, string Time);

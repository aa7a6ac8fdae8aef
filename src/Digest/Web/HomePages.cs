using System.Globalization;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The front page with its box, and what happens when somebody uses it.</summary>
internal static class HomePages
{
    /// <summary>What the person at the box agrees to; kept as evidence.</summary>
    const string Wording = "Get trending papers in your email inbox once a day!";

    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapRead("/", (FrontPage front, CancellationToken ct) => front.ShowAsync(new Typed("", "", ""), "", ct));

        app.MapPost("/subscribe", async (
            HttpContext context, FrontPage front, SignUpGate gate, Proxies proxies, FormStamp stamps, Subscriptions subscriptions, CancellationToken ct) =>
        {
            var form = await context.Request.FormAsync(ct);
            // People do not see this field; what fills it is a programme, which is thanked and forgotten.
            if (form["website"].ToString().Length > 0)
                return front.Pages.Message("check_inbox");
            var typed = new Typed(Cut(form["address"].ToString()), Cut(form["line"].ToString()), form["stamp"].ToString());
            if (!EmailAddress.TryParse(form["address"], out var address, out var why))
                return await front.ShowAsync(typed, why, ct, StatusCodes.Status400BadRequest);
            switch (stamps.Read(typed.Stamp, form["work"]))
            {
                case StampState.Unknown:
                    return await front.ShowAsync(typed with { Stamp = "", Notice = "again" }, "", ct, StatusCodes.Status400BadRequest);
                case StampState.TooSoon:
                    return await front.ShowAsync(typed with { Notice = "again" }, "", ct, StatusCodes.Status400BadRequest);
                case StampState.NoWork:
                    return await front.ShowAsync(typed with { Stamp = "", Notice = "work" }, "", ct, StatusCodes.Status400BadRequest);
            }
            if (!gate.TryEnter(proxies.ClientOf(context), address, out var wait))
            {
                context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return front.Pages.Message("too_many", StatusCodes.Status429TooManyRequests);
            }
            await subscriptions.AskAsync(address, form["line"], form["zone"], Wording, ct);
            return front.Pages.Message("check_inbox");
        }).DisableAntiforgery();
    }

    static string Cut(string typed) => typed.Length <= Interest.LongestText ? typed : typed[..Interest.LongestText];
}

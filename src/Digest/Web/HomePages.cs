using System.Globalization;
using Digest.Matching;
using Digest.Rendering;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Microsoft.AspNetCore.Mvc;

namespace Digest.Web;

/// <summary>The front page with its box, and what happens when somebody uses it.</summary>
internal static class HomePages
{
    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapRead("/", (FrontPage front, CancellationToken ct) => front.ShowAsync(Typed.Nothing, ct));

        // Where the address of an answer is opened once more.
        app.MapRead("/subscribe", (Links links) => Results.Redirect(links.Home));

        app.MapPost("/subscribe", async (
            HttpContext context, FrontPage front, SignUpGate gate, RefusedAddresses refused, AllowedDomains allowed, Proxies proxies, Origins origins, FormStamp stamps,
            Subscriptions subscriptions, CancellationToken ct) =>
        {
            if (await context.Request.PastedFormAsync(ct) is not { } form)
                return await front.ShowAsync(
                    Typed.Nothing with { LineFaults = Entered.Read(new string('x', Pasted.Longest + 1)).Faults }, ct,
                    StatusCodes.Status413PayloadTooLarge);
            // People do not see this field; what fills it is a programme, which is thanked and forgotten.
            if (form["website"].ToString().Length > 0)
                return front.Pages.Message("check_inbox");
            var line = form["line"].ToString();
            var entered = Entered.Read(line);
            var isAddress = EmailAddress.TryParse(form["address"], out var address, out var why);
            if (isAddress && (allowed.FaultOf(address!) ?? (refused.Refuses(address!) ? new(FaultKind.AddressRefused) : null)) is { } unwanted)
                (isAddress, why) = (false, unwanted);
            var typed = Again(form) with
            {
                AddressFault = why,
                LineFaults = entered.Faults,
                Understood = entered.Faults.Count > 0 ? [.. entered.Interests.Select(i => i.Name)] : [],
                Told = entered.Faults.Count > 0 ? Reading.Mark(line) : "",
            };
            // What was not understood is told once; whoever sends the same again goes on with the rest.
            var isKnown = entered.Faults.Count == 0 || (entered.Interests.Count > 0 && form["told"] == typed.Told);
            if (!isAddress || !isKnown)
                return await front.ShowAsync(typed, ct, StatusCodes.Status400BadRequest);
            var stamp = stamps.Read(typed.Stamp, form["work"]);
            if (stamp != StampState.Good)
                return await front.ShowAsync(typed with
                {
                    Stamp = stamp == StampState.TooSoon ? typed.Stamp : "", // the older it is, the sooner it is good
                    Notice = stamp == StampState.NoWork ? "work" : "again",
                }, ct, StatusCodes.Status400BadRequest);
            if (!gate.TryEnter(proxies.ClientOf(context), address!, out var wait))
            {
                context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return front.Pages.Message("too_many", StatusCodes.Status429TooManyRequests);
            }
            await subscriptions.AskAsync(
                address!, entered.Interests, form["zone"], front.Pages.LanguageOf(context).Tag, front.Pages.Agreed(context, "sign_up"), origins.Of(context), ct);
            return front.Pages.Message("check_inbox");
        }).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Reading.LargestFlood));
    }

    /// <summary>What was typed, to stand in the form once more.</summary>
    public static Typed Again(IFormCollection form) =>
        new(Reading.Cut(form["address"].ToString(), Interest.LongestText), Reading.Cut(form["line"].ToString(), Pasted.Longest), form["stamp"].ToString());
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Digest.Matching;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Microsoft.AspNetCore.Mvc;

namespace Digest.Web;

/// <summary>The front page with its box, and what happens when somebody uses it.</summary>
internal static class HomePages
{
    /// <summary>A bibliography of the longest kind, each of its characters written as nine in a form.</summary>
    public const int LargestForm = 192 * 1024;

    /// <summary>What is larger than a form is read over up to here, so that its sender sees why it is refused.</summary>
    internal const int LargestFlood = 16 * 1024 * 1024;

    /// <summary>What the person at the box agrees to; kept as evidence.</summary>
    const string Wording = "Get trending papers in your email inbox once a day!";

    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapRead("/", (FrontPage front, CancellationToken ct) => front.ShowAsync(Typed.Nothing, ct));

        app.MapPost("/subscribe", async (
            HttpContext context, FrontPage front, SignUpGate gate, Proxies proxies, FormStamp stamps, Subscriptions subscriptions, CancellationToken ct) =>
        {
            if (context.Request.ContentLength > LargestForm)
            {
                await context.Request.Body.CopyToAsync(Stream.Null, ct);
                return await front.ShowAsync(
                    Typed.Nothing with { LineFaults = Entered.Read(new string('x', Pasted.Longest + 1)).Faults }, ct,
                    StatusCodes.Status413PayloadTooLarge);
            }
            var form = await context.Request.FormAsync(ct);
            // People do not see this field; what fills it is a programme, which is thanked and forgotten.
            if (form["website"].ToString().Length > 0)
                return front.Pages.Message("check_inbox");
            var line = form["line"].ToString();
            var entered = Entered.Read(line);
            var isAddress = EmailAddress.TryParse(form["address"], out var address, out var why);
            var typed = Again(form) with
            {
                AddressFault = why ?? "",
                LineFaults = entered.Faults,
                Understood = entered.Faults.Count > 0 ? [.. entered.Interests.Select(i => i.Name)] : [],
                Told = entered.Faults.Count > 0 ? Mark(line) : "",
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
            await subscriptions.AskAsync(address!, entered.Interests, form["zone"], Wording, ct);
            return front.Pages.Message("check_inbox");
        }).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestFlood));
    }

    /// <summary>What was typed, to stand in the form once more.</summary>
    public static Typed Again(IFormCollection form) =>
        new(Cut(form["address"].ToString(), Interest.LongestText), Cut(form["line"].ToString(), Pasted.Longest), form["stamp"].ToString());

    // Browsers send line breaks back as two characters.
    internal static string Mark(string line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\n").Trim())).AsSpan(0, 8));

    internal static string Cut(string typed, int most) => typed.Length <= most ? typed : typed[..most];
}

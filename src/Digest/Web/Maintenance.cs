using System.Globalization;
using Digest.Storage;
using Digest.Web.Api;

namespace Digest.Web;

/// <summary>While a file named "maintenance" lies in the data folder, pages say that they are back soon. It is noticed without a
/// restart. The way out stays open: whoever wants to leave can, by page and by one click.</summary>
internal sealed class Maintenance(RequestDelegate next, Pages pages, StorageOptions storage)
{
    /// <summary>When to try again, in seconds.</summary>
    const int Later = 600;

    /// <summary>What answers as ever: leaving, health, operators' pages, and what a page itself is made of.</summary>
    static readonly PathString[] Open = ["/unsubscribe", "/health", "/metrics", "/admin", "/style.css", "/robots.txt"];

    /// <summary>Where the file lies.</summary>
    public static string FileOf(StorageOptions storage) => Path.Combine(storage.DataFolder, "maintenance");

    public Task InvokeAsync(HttpContext context)
    {
        if (!File.Exists(FileOf(storage)) || Array.Exists(Open, path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
            return next(context);
        context.Response.Headers.RetryAfter = Later.ToString(CultureInfo.InvariantCulture);
        var answer = ApiGate.IsAsked(context)
            ? ApiGate.Problem(StatusCodes.Status503ServiceUnavailable, "The service is under maintenance; Retry-After says when to ask again, in seconds.")
            : pages.Message("maintenance", StatusCodes.Status503ServiceUnavailable);
        return answer.ExecuteAsync(context);
    }
}

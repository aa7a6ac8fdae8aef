using Digest.Web.Api;
using Microsoft.AspNetCore.Http.Features;

namespace Digest.Web;

/// <summary>What is larger than the address it is sent to takes is read over and answered by a page, up to
/// <see cref="Reading.LargestFlood"/>: cut off while it sends, a browser would show its own fault instead.</summary>
internal sealed class LargeBodies(RequestDelegate next, Pages pages)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false } && context.Request.ContentLength is { } length && length > limit.MaxRequestBodySize && length <= Reading.LargestFlood)
        {
            limit.MaxRequestBodySize = Reading.LargestFlood;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            var answer = ApiGate.IsAsked(context) ? ApiGate.Problem(StatusCodes.Status413PayloadTooLarge, "The body is larger than this takes.")
                : pages.Message("too_large", StatusCodes.Status413PayloadTooLarge);
            await answer.ExecuteAsync(context);
            return;
        }
        await next(context);
    }
}

using Digest.Storage;
using Digest.Web.Api;

namespace Digest.Web;

/// <summary>Where a request ends that could not be answered: logged once, and told in a page of ours.</summary>
internal sealed partial class ErrorPage(RequestDelegate next, Pages pages, ILogger<ErrorPage> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = fault.StatusCode;
            if (ApiGate.IsAsked(context))
                await ApiGate.Problem(fault.StatusCode, fault.Message).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            // 503, so that a mail program that posts a one-click tries again.
            LogFault(fault, fault is StorageException or System.Data.Common.DbException);
            context.Response.Headers.RetryAfter = "60";
            var answer = ApiGate.IsAsked(context) ? ApiGate.Problem(StatusCodes.Status503ServiceUnavailable, "The request could not be answered; Retry-After says when to ask again, in seconds.")
                : pages.Message("error", StatusCodes.Status503ServiceUnavailable);
            await answer.ExecuteAsync(context);
        }
    }

    // The path is left out: it may hold a link's secret.
    [LoggerMessage(Level = LogLevel.Error, Message = "A request could not be answered (database: {Storage})")]
    partial void LogFault(Exception fault, bool storage);
}

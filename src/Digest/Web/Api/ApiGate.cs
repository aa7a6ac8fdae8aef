using System.Data.Common;
using System.Globalization;
using Digest.Storage;

namespace Digest.Web.Api;

/// <summary>Whose key comes with a request, and whether it may do what is asked. What goes wrong is told as problem details (RFC 9457).</summary>
internal sealed partial class ApiGate(ApiKeys keys, ApiOptions options, Proxies proxies, TimeProvider time, ILogger<ApiGate> log)
{
    /// <summary>Of one address in an hour; a program with a key has no reason for more.</summary>
    const int WrongKeys = 60;

    readonly TokenBuckets _requests = new(options.PerHour, time);
    readonly TokenBuckets _wrong = new(WrongKeys, time);

    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var gate = context.RequestServices.GetRequiredService<ApiGate>();
        try
        {
            return await gate.RefuseAsync(context) ?? await next(invocation);
        }
        catch (Exception fault) when (fault is StorageException or DbException)
        {
            gate.LogFault(fault);
            context.Response.Headers.RetryAfter = "60";
            return Problem(StatusCodes.Status503ServiceUnavailable, "The database does not answer.");
        }
    }

    /// <summary>Who asks, as the audit names them.</summary>
    public static Operator Caller(HttpContext context) => (Operator)context.Items[typeof(Operator)]!;

    public static IResult Problem(int status, string detail) => Results.Problem(statusCode: status, detail: detail);

    /// <summary>Whether a program asks, which reads no pages.</summary>
    public static bool IsAsked(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    public static IResult NotFound(string what) => Problem(StatusCodes.Status404NotFound, $"There is no such {what}.");

    /// <param name="field">The name of what is wrong in the request.</param>
    public static IResult Invalid(string field, string why) => Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [why] });

    public static IResult Invalid(IDictionary<string, string[]> faults) => Results.ValidationProblem(faults, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Null for a request that may go on.</summary>
    async Task<IResult?> RefuseAsync(HttpContext context)
    {
        var given = context.Request.Headers.Authorization.ToString();
        var key = given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? await keys.FindAsync(given["Bearer ".Length..].Trim(), context.RequestAborted) : null;
        if (key is null)
        {
            if (given.Length > 0 && !_wrong.TryTake(proxies.OriginOf(context), out var rest))
                return TooMany(context, rest);
            context.Response.Headers.WWWAuthenticate = given.Length > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
            return Problem(StatusCodes.Status401Unauthorized, "Send a key that works as \"Authorization: Bearer …\"; digest api-key new makes one.");
        }
        if (!_requests.TryTake(key.Name, out var wait))
            return TooMany(context, wait);
        var needs = context.GetEndpoint()?.Metadata.GetMetadata<Needs>() ?? throw new InvalidOperationException("A route of the interface does not say what it needs.");
        if (!needs.IsMetBy(key.Scope))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
            return Problem(StatusCodes.Status403Forbidden, $"A key of scope {key.Scope} may not do this.");
        }
        context.Items[typeof(Operator)] = new Operator("key " + key.Name, "api");
        return null;
    }

    static IResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem(StatusCodes.Status429TooManyRequests, "Too many requests; Retry-After says how long to wait, in seconds.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the interface could not be answered")]
    partial void LogFault(Exception fault);
}

/// <summary>What a route needs of the key it is asked with.</summary>
/// <param name="IsChange">It changes something, rather than looks.</param>
/// <param name="IsOfSubscribers">It is about subscribers.</param>
internal sealed record Needs(bool IsChange, bool IsOfSubscribers)
{
    public bool IsMetBy(string scope) => scope switch
    {
        "all" => true,
        "read" => !IsChange,
        "subscribers" => IsOfSubscribers,
        _ => false,
    };
}

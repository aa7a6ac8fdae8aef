namespace Digest.Web;

/// <summary>How pages and forms are read.</summary>
internal static class Reading
{
    static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder app, string pattern, Delegate handler) =>
        app.MapMethods(pattern, GetAndHead, handler);

    /// <summary>The fields of a posted form, in either encoding; empty for a body that is none or is broken.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return FormCollection.Empty;
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return FormCollection.Empty;
        }
    }
}

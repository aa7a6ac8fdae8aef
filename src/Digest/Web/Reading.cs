using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Digest.Web;

/// <summary>How pages and forms are read.</summary>
internal static class Reading
{
    /// <summary>A bibliography of the longest kind, each of its characters written as nine in a form.</summary>
    public const int LargestForm = 192 * 1024;

    /// <summary>What is larger than a form is read over up to here, so that its sender sees why it is refused.</summary>
    public const int LargestFlood = 16 * 1024 * 1024;

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

    /// <summary>As <see cref="FormAsync"/>, for a form that takes what people paste; null for one that is too large, which is read
    /// over so that its sender gets an answer.</summary>
    public static async Task<IFormCollection?> PastedFormAsync(this HttpRequest request, CancellationToken ct)
    {
        // One that does not say its length is read as far as the largest form goes.
        if (request.ContentLength is null && request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestForm;
        if (request.ContentLength is not > LargestForm)
            return await request.FormAsync(ct);
        await request.Body.CopyToAsync(Stream.Null, ct);
        return null;
    }

    /// <summary>Goes with a form whose line was not understood in whole: the same line sent again goes on with the rest. Browsers
    /// send line breaks back as two characters.</summary>
    public static string Mark(string line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\n").Trim())).AsSpan(0, 8));

    public static string Cut(string typed, int most) => typed.Length <= most ? typed : typed[..most];
}

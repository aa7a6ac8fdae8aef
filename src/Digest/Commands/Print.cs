using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Digest.Commands;

/// <summary>What commands print: one JSON document with --json, else lines for a person.</summary>
internal static class Print
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Json<T>(T document) => Console.Out.WriteLine(ToJson(document));

    /// <summary>A list as it comes, of which no more than a piece is held.</summary>
    public static async Task JsonAsync<T>(IAsyncEnumerable<T> items, CancellationToken ct)
    {
        await using var output = Console.OpenStandardOutput();
        await JsonSerializer.SerializeAsync(output, items, Options, ct);
        await output.WriteAsync("\n"u8.ToArray(), ct);
    }

    public static string ToJson<T>(T document) => JsonSerializer.Serialize(document, Options);

    public static void Line(FormattableString line) => Console.Out.WriteLine(FormattableString.Invariant(line));
}

using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace Digest.Storage;

/// <summary>How values are written in rows, for every table alike.</summary>
internal static class Rows
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    static Rows() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public static long Ms(this DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static long? Ms(this DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    public static DateTimeOffset Instant(this long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? Instant(this long? ms) => ms?.Instant();

    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Date(this string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)
        ?? throw new InvalidDataException($"A row holds null where {typeof(T).Name} belongs.");

    /// <summary>The column's word for an enum: snake_case.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T FromWord<T>(string word) where T : struct, Enum =>
        Enum.TryParse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            ? value
            : throw new InvalidDataException($"A row holds \"{word}\", which is no {typeof(T).Name}.");

    /// <summary>Has the static constructor run, which sets the mapping of names, before the first query.</summary>
    public static void Touch() { }

    /// <summary>Runs over the ids in pieces. The SQL says "IN {=ids}": Dapper writes numbers out there, which every database
    /// reads, while a list as a parameter means another thing on each.</summary>
    public static IEnumerable<TRow> QueryByIds<TRow>(this DbConnection db, string sql, IEnumerable<long> ids) =>
        ids.Chunk(500).SelectMany(chunk => db.Query<TRow>(sql, new { ids = chunk }));
}

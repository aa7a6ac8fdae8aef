using System.Text.Json;
using System.Text.Json.Serialization;
using Digest.Matching;
using Digest.Rendering;
using Digest.Subscribers;

namespace Digest;

/// <summary>Interests in a cell: as somebody would type them where that says it all, else as JSON, so that a table that was
/// written can be read back without loss.</summary>
internal static class WrittenInterests
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>What is typed, and the JSON that goes before it; empty where there is no need of it.</returns>
    public static (string Typed, string Exact) Write(IReadOnlyList<Interest> interests)
    {
        if (interests.Count == 0)
            return ("", "");
        var exact = Written(interests);
        var typed = string.Join("; ", interests.Select(i => i.Text.Length > 0 ? i.Text : i.Name));
        var read = Entered.Read(typed);
        return read.Faults.Count == 0 && Written(read.Interests) == exact ? (typed, "") : (string.Join("; ", interests.Select(i => i.Name)), exact);
    }

    /// <summary>Reads the JSON back; with it goes what is wrong, in English, or null.</summary>
    public static (IReadOnlyList<Interest> Interests, string? Fault) Read(string exact)
    {
        IReadOnlyList<Interest> read;
        try
        {
            read = JsonSerializer.Deserialize<List<Interest>>(exact, Json) ?? [];
        }
        catch (JsonException fault)
        {
            return ([], $"is no list of interests as this service writes them: {fault.Message.Split(" Path:")[0]}");
        }
        if (read.Any(i => i is not { Name: not null, Text: not null, Authors: not null, Categories: not null, Must: not null, MustNot: not null, Papers: not null })
            || read.Any(i => i.Authors.Concat(i.Categories).Concat(i.Must).Concat(i.MustNot).Any(t => t is null) || i.Papers.Any(p => p?.Key is null || p.Title is null)))
            return ([], "has null in it where words belong");
        if (read.Count > Interest.MostInterests || read.DistinctBy(i => i.Name, StringComparer.OrdinalIgnoreCase).Count() < read.Count)
            return ([], FormattableString.Invariant($"has more than {Interest.MostInterests} interests, or two of one name"));
        var wrong = read.SelectMany(InterestRule.Faults).Concat(read.Select(Entered.Fault).OfType<Fault>()).FirstOrDefault();
        return (read, wrong is null ? null : FaultSentence.InEnglish(wrong));
    }

    static string Written(IEnumerable<Interest> interests) => JsonSerializer.Serialize(interests.Select(i => i with { Id = 0 }), Json);
}

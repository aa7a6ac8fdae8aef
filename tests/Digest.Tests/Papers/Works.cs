using System.Globalization;
using System.Text.Json;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;

namespace Digest.Tests.Papers;

/// <summary>Works to tell in many spellings: recorded ones where the data folder is at hand, else made-up ones.</summary>
static class Works
{
    static readonly DateTimeOffset Listed = new(2026, 6, 15, 0, 0, 0, TimeSpan.Zero);

    static readonly string[] Given = ["Ada", "Bo", "José", "Jörg", "Xiao-Ming", "Søren", "Wei", "Anaïs", "Priya", "Łucja", "Jean-Pierre", "Mary B."];
    static readonly string[] Family = ["Moss", "Reed", "Núñez", "Müller", "Li", "Ødegaard", "Zhang", "Brontë", "Rao", "Wójcik", "Serval", "van der Berg"];
    static readonly string[] Things = ["Rivers", "Glaciers", "β-Sheets", "Graphs", "Proteins", "Markets", "Naïve Learners", "Comets", "Swarms", "Erdős Graphs", "Dialogues",
        "Lattices", "Café Chats"];
    static readonly string[] Ways = ["Learning", "Measuring", "Foretelling", "Folding", "Counting", "Watching", "Mapping", "Taming", "Weighing"];
    static readonly string[] Means = ["Sparse Attention", "Field Notes", "State-of-the-Art Filters", "Two-Step Sampling", "O(n²) Search", "Patience", "A Lamp", "Borrowed Maps"];

    public static string? Folder => Environment.GetEnvironmentVariable("DIGEST_DATA") is { Length: > 0 } folder ? folder : null;

    /// <summary>Different works, each with authors and an abstract.</summary>
    public static async Task<IReadOnlyList<Paper>> TakeAsync(int count)
    {
        var works = new List<Paper>();
        if (Folder is { } data)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(data, "hf-daily")).Order(StringComparer.Ordinal))
                await foreach (var told in PaperFiles.ReadAsync(file, Listed, default))
                    works.Add(((GatheredPaper)told).Listed.Paper);
            works.AddRange(Collection("conf-author-keywords").Select((work, i) => work with { Authors = People(i) }));
        }
        works.AddRange(MadeUp().Take(count));
        return [.. works.Where(w => w.Authors.Count > 0).DistinctBy(w => TitleKey.Of(w.Title), StringComparer.Ordinal).Take(count)
            .Select((w, i) => w with { FirstListedAt = Listed.AddDays(i % 20), Ids = [], Links = new() })];
    }

    /// <summary>The papers of a judged task: titles and abstracts, by number.</summary>
    public static IEnumerable<Paper> Collection(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "relevance", name, "papers.jsonl")))
        {
            using var record = JsonDocument.Parse(line);
            if (PaperText.Title(record.RootElement.GetProperty("title").GetString()) is not { Length: > 0 } title)
                continue;
            yield return new()
            {
                Title = title,
                Abstract = PaperText.Abstract(record.RootElement.GetProperty("abstract").GetString()),
                FirstListedAt = Listed,
                Ids = [PaperId.FromArxiv(record.RootElement.GetProperty("id").GetString()) ?? new PaperId("row", $"{name}/{record.RootElement.GetProperty("id").GetString()}")],
            };
        }
    }

    static IReadOnlyList<string> People(int i) =>
        [.. Enumerable.Range(0, 2 + i % 3).Select(n => $"{Given[(i + n * 5) % Given.Length]} {Family[(i / 7 + n * 3 + i) % Family.Length]}")];

    static IEnumerable<Paper> MadeUp() =>
        from n in Enumerable.Range(0, 10_000)
        let title = $"{Ways[n % Ways.Length]} {Things[n / 9 % Things.Length]} with {Means[n / 117 % Means.Length]}"
        select new Paper
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"Net{n}: {title}{(n < 936 ? "" : $" in Season {n / 936}")}"),
            Authors = People(n),
            Abstract = $"We report on {title.ToLowerInvariant()} and number our trials from {n}. " +
                $"{Things[(n + 3) % Things.Length]} were harder than {Things[(n + 7) % Things.Length]}, {Means[(n + 2) % Means.Length]} helped in trial {n * 31 % 9973}.",
        };
}

using System.Diagnostics;
using System.Text.Json;
using Digest.Papers;
using Digest.Ranking;

namespace Digest.Benchmarks.Trending;

/// <summary>A generated month of a daily-papers site, with its end known: data/measure/votes.py SEED.</summary>
sealed class VoteMonth
{
    /// <summary>A Monday, as in the generator, whose days 5 and 6 have no list.</summary>
    public static readonly DateTimeOffset Began = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    readonly IReadOnlyDictionary<string, int> finals;

    VoteMonth(IReadOnlyList<Listed> papers, IReadOnlyDictionary<string, int> finals) => (Papers, this.finals) = (papers, finals);

    public IReadOnlyList<Listed> Papers { get; }

    /// <summary>Days that have a list, counted from the first.</summary>
    public IEnumerable<int> Days => Papers.Select(p => p.Day).Distinct().Order();

    /// <summary>Only for judging a ranking that was made.</summary>
    public int FinalOf(string id) => finals[id];

    /// <summary>Runs the generator.</summary>
    /// <exception cref="InvalidDataException">It failed; the message is what it said.</exception>
    public static async Task<VoteMonth> GenerateAsync(string python, string script, int seed)
    {
        var start = new ProcessStartInfo(python, [script, seed.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidDataException($"{python} did not start.");
        var said = process.StandardError.ReadToEndAsync();
        var month = Read(process.StandardOutput);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? month : throw new InvalidDataException($"{script} {seed}: {await said}");
    }

    public static VoteMonth Read(TextReader lines)
    {
        var papers = new Dictionary<string, Listed>(StringComparer.Ordinal);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var id = row.GetProperty("id").GetString()!;
            switch (row.GetProperty("kind").GetString())
            {
                case "paper":
                    papers[id] = new(id, row.GetProperty("listed_at").GetDouble(), row.GetProperty("submitter").GetString()!);
                    break;
                case "snapshot":
                    papers[id].Snapshots.Add(new(At(row.GetProperty("at").GetDouble()), Count(row, "upvotes"), Count(row, "comments"), Count(row, "stars")));
                    break;
                case "final":
                    ends[id] = Count(row, "upvotes")!.Value;
                    break;
            }
        }
        return new([.. papers.Values], ends);
    }

    static int? Count(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    static DateTimeOffset At(double hours) => Began.AddHours(hours);

    /// <summary>A paper of the month, as a source would list it.</summary>
    public sealed record Listed(string Id, double Hour, string Submitter)
    {
        public int Day => (int)(Hour / 24);
        public DateTimeOffset ListedAt => At(Hour);
        public List<Signal> Snapshots { get; } = [];

        /// <summary>What was known of it at an instant, and nothing later.</summary>
        public Candidate AsOf(DateTimeOffset at) => new(
            new Paper { Title = Id, FirstListedAt = ListedAt, Ids = [new PaperId(PaperId.Title, Id)] },
            [.. Snapshots.Where(s => s.TakenAt <= at).Select(s => new Snapshot("votes", s))],
            [new Listing("votes", ListedAt, 0, Submitter)]);
    }
}

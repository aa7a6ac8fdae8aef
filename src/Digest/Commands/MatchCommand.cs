using System.CommandLine;
using System.Text.Json;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The product's own matcher on files of papers and interests, for measuring it.</summary>
internal static class MatchCommand
{
    /// <summary>Longer texts are no interests, and would take long.</summary>
    const int LongestText = 100_000;

    static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);

    /// <param name="Text">What the interest says, if anything.</param>
    /// <param name="Liked">Papers liked, by id, oldest first.</param>
    /// <param name="Candidates">The papers to score, all of them; null: the best of all.</param>
    sealed record Asked(string Id, string? Text, string[]? Liked, string[]? Candidates);

    sealed record Given(string Id, string? Title, string? Abstract);

    sealed record Answer(string Interest, string Paper, double Score);

    public static Command Create(Launcher launcher)
    {
        var papers = new Option<string>("--papers")
        {
            Description = "The papers, a JSON object a line: {\"id\", \"title\", \"abstract\"}.", HelpName = "FILE", Required = true,
        };
        var interests = new Option<string>("--interests")
        {
            Description = "The interests, a JSON object a line: {\"id\", \"text\", \"liked\": [ids, oldest first], \"candidates\": [ids]}; "
                + "text or liked or both; where candidates are given, all of them are scored.",
            HelpName = "FILE",
            Required = true,
        };
        var top = new Option<int?>("--top") { Description = "How many papers an interest without candidates gets; 1000 without it.", HelpName = "N" };
        var command = new Command("match", "Score papers against interests, as issues do, and print JSON Lines: interest, paper, score.")
        {
            papers, interests, top,
        };
        command.Validators.Add(typed =>
        {
            if (typed.GetValue(top) < 1)
                typed.AddError("--top must be 1 or more.");
        });
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var given = await ReadAsync<Given>(parsed.GetValue(papers)!, g => g.Id, token);
            var asked = await ReadAsync<Asked>(parsed.GetValue(interests)!, a => a.Id, token);
            if (asked.Find(a => a.Text?.Length > LongestText) is { } tooLong)
                throw new RefusalException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{parsed.GetValue(interests)}, interest \"{Papers.PaperText.Line(tooLong.Id, 60)}\": its text has {tooLong.Text!.Length} characters, and {LongestText} is the most."));
            var run = new Run(given, services.GetRequiredService<MatchingOptions>());
            foreach (var answer in asked.SelectMany(a => run.Answers(a, parsed.GetValue(top) ?? 1000)))
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, Lines));
            return Exit.Done;
        }, ct));
        return command;
    }

    static async Task<List<T>> ReadAsync<T>(string file, Func<T, string?> id, CancellationToken ct)
    {
        if (!File.Exists(file))
            throw new RefusalException($"{file} is not there.");
        var records = new List<T>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var record = JsonSerializer.Deserialize<T>(line, Lines);
                records.Add(record is not null && id(record) is { Length: > 0 } ? record : throw new JsonException("id is missing"));
            }
            catch (JsonException e)
            {
                throw new RefusalException($"{file}, line {number}: {e.Message}");
            }
        }
        return records;
    }

    /// <summary>The given papers are the whole window: their counts join the background.</summary>
    sealed class Run
    {
        readonly List<string> names;
        readonly List<Paper> papers;
        readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
        readonly Lazy<Matcher> matcher;
        readonly Lazy<LikenessIndex> likeness;

        public Run(List<Given> given, MatchingOptions options)
        {
            names = [.. given.Select(g => g.Id)];
            for (var i = 0; i < names.Count; i++)
                places[names[i]] = i;
            papers = [.. given.Select((g, i) => new Paper { Id = i + 1, Title = g.Title ?? "", Abstract = g.Abstract ?? "" })];
            var ranked = papers.ConvertAll(p => new RankedPaper(p, (int)p.Id, 0, new RankReason(RankReasonKind.New, 0), null));
            matcher = new(() => new Matcher(new TextIndex(ranked, options), options));
            likeness = new(() => new LikenessIndex(new LikenessTerms(papers), papers));
        }

        public IEnumerable<Answer> Answers(Asked asked, int top)
        {
            var scores = new double[names.Count];
            List<int> wanted = asked.Candidates is { } named ? [.. Places(named)] : [.. Enumerable.Range(0, names.Count)];
            if (asked.Text is { Length: > 0 } text)
            {
                var hits = new Hit[names.Count];
                var found = matcher.Value.Best(matcher.Value.Compile(new Interest { Name = asked.Id, Text = text }), hits, threshold: 0);
                foreach (var hit in hits.AsSpan(0, found))
                    scores[hit.Paper] = hit.Score;
            }
            var liked = Places(asked.Liked).Select(place => likeness.Value.Compare(papers[place])).ToList();
            if (liked.Count > 0)
            {
                // Not cut off at 0 and 1, as issues do: what is judged here is the whole order.
                var alike = LikedProfile.Of(likeness.Value, liked);
                foreach (var i in wanted)
                    scores[i] += LikedProfile.Share(liked.Count) * alike[i] / Liking.FullLikeness;
            }

            if (asked.Candidates is not null)
                return wanted.Select(place => new Answer(asked.Id, names[place], scores[place]));
            return scores.Index().Where(s => s.Item > 0)
                .OrderByDescending(s => s.Item).ThenBy(s => s.Index).Take(top)
                .Select(s => new Answer(asked.Id, names[s.Index], s.Item));
        }

        IEnumerable<int> Places(string[]? ids) =>
            (ids ?? []).Where(places.ContainsKey).Select(id => places[id]);
    }
}

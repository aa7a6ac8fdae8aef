using Digest.Composing;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>
/// What annoys people, measured: sixty lines of interest (twenty broad, twenty narrow, twenty that nothing of the first week
/// answers), each one reader's, over two real weeks of daily lists. The threshold was chosen by the first week; the second
/// checks it. Two readers who saw no scores judged every paper that came near (Judged/judgements.tsv: the week's Monday, line,
/// paper, their two verdicts); one that nobody judged counts as off topic.
/// </summary>
public class JudgedLinesTests
{
    const double OnTopic = 0.8;

    [Theory]
    [InlineData(2026, 6, 8)]
    [InlineData(2026, 7, 6)]
    public async Task What_comes_for_you_is_on_topic(int year, int month, int monday)
    {
        var sent = await LiveAsync(new(year, month, monday), Lines.Where(line => line.Kind != "none"));
        var told = string.Join("; ", sent.GroupBy(s => s.Line.Kind).Select(kind =>
            $"{kind.Key}: {kind.Count()} entries, {kind.Count(s => s.One)} and {kind.Count(s => s.Other)} on topic"));
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        Assert.True(sent.Count(s => s.One) >= OnTopic * sent.Count, told);
        Assert.True(sent.Count(s => s.Other) >= OnTopic * sent.Count, told);
        // Silence would pass that too: most lines have something in a week.
        Assert.True(sent.DistinctBy(s => s.Line).Count() >= 24, told);
    }

    [Fact]
    public async Task Lines_that_nothing_answers_get_nothing()
    {
        Assert.Equal([20, 20, 20], Lines.CountBy(line => line.Kind).Select(kind => kind.Value));
        var disturbed = (await LiveAsync(new(2026, 6, 8), Lines.Where(line => line.Kind == "none"))).Select(s => s.Line.Text).Distinct().ToList();
        Assert.True(disturbed.Count <= 2, string.Join("; ", disturbed));
    }

    /// <summary>What the readers of these lines get from a week's edition, each of them alone.</summary>
    static async Task<List<Sent>> LiveAsync(DateOnly monday, IEnumerable<Line> lines)
    {
        var root = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DIGEST_DATA does not name the folder of recordings.");
        var week = Enumerable.Range(0, 5).Select(monday.AddDays).Select(day => Path.Combine(root, "hf-daily", $"{day:yyyy-MM-dd}.json"));
        await using var app = await App.StartAsync(new() { At = new(monday.AddDays(4), new TimeOnly(12, 0), TimeSpan.Zero) });
        await app.GatherFilesAsync([.. week]);
        await app.PrepareEditionAsync();

        var judged = Rows("judgements.tsv").Where(r => r[0] == $"{monday:yyyy-MM-dd}")
            .ToDictionary(r => (r[1], r[2]), r => (One: r[3] == "1", Other: r[4] == "1"));
        var sent = new List<Sent>();
        foreach (var line in lines)
        {
            await app.AddAsync($"{line.Id}@example.org", line.Text);
            var issue = (await app.PreviewAsync($"{line.Id}@example.org")).Issue;
            sent.AddRange(from section in issue.Sections
                          where section.Kind == SectionKind.ForYou
                          from entry in section.Entries
                          let verdicts = judged.GetValueOrDefault((line.Id, Name(entry.Paper.Paper)))
                          select new Sent(line, verdicts.One, verdicts.Other));
        }
        return sent;
    }

    static string Name(Paper paper) => paper.Ids.First(id => id.Scheme == PaperId.Arxiv).ToString();

    static IEnumerable<Line> Lines => Rows("lines.tsv").Select(row => new Line(row[0], row[1], row[2]));

    static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(Path.Combine(Repository.Folder("tests/Digest.Tests/Matching/Judged"), name)).Select(line => line.Split('\t'));

    /// <param name="Kind">"broad", "niche" or "none".</param>
    sealed record Line(string Id, string Kind, string Text);

    /// <param name="One">The first reader found the entry on topic; <paramref name="Other"/> the second.</param>
    sealed record Sent(Line Line, bool One, bool Other);
}

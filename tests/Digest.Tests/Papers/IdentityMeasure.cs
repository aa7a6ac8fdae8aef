using System.Globalization;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Digest.Tests.Storage;
using Xunit;

namespace Digest.Tests.Papers;

/// <summary>How many works told twice end as one paper, in a real catalogue, and whether different ones ever do.</summary>
public sealed class IdentityMeasure : IAsyncLifetime
{
    const int Count = 1000;

    readonly SqliteServer _server = new();
    Node _node = null!;

    public static TheoryData<string> Spellings => [.. Spelling.All.Keys];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_thousand_works_told_by_two_sources_are_a_thousand_papers(string spelling)
    {
        var works = await Works.TakeAsync(Count);
        await TellAsync("archive", works.Select((work, i) => work with { Version = 1, Ids = [PaperId.FromArxiv(Number(i))!.Value, PaperId.FromTitle(work.Title)] }));
        await TellAsync("other", works.Select((work, i) => Retold(Spelling.All[spelling](Number(i), work))));

        var (joined, wrong) = await PairsAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{spelling}: {joined} of {Count} joined, {wrong} wrongly");
        Assert.Equal(0, wrong);
        // Who wrote alone and gave no abstract cannot be told from a namesake of the work: rather shown twice.
        Assert.True(joined >= Count * (spelling == "no subtitle, no abstract" ? 0.97 : 0.98), $"{spelling}: only {joined} of {Count} works are one paper");
    }

    [Fact]
    public async Task A_thousand_works_known_by_number_and_DOI_apart_become_one_when_a_source_names_both()
    {
        var works = await Works.TakeAsync(Count);
        await TellAsync("archive", works.Select((work, i) => work with { Ids = [PaperId.FromArxiv(Number(i))!.Value] }));
        await TellAsync("other", works.Select((work, i) => work with { Title = $"Retitled: number {i} of a journal", Abstract = "",
            Ids = [PaperId.FromDoi($"10.1000/{i}")!.Value] }));
        Assert.Equal((0, 0), await PairsAsync());
        await TellAsync("bridge", works.Select((work, i) => work with { Ids = [PaperId.FromArxiv(Number(i))!.Value, PaperId.FromDoi($"10.1000/{i}")!.Value] }));

        Assert.Equal((Count, 0), await PairsAsync());
        Assert.Equal(Count, await _node.CountAsync("SELECT COUNT(*) FROM papers WHERE merged_into IS NULL"));
    }

    /// <summary>Everything in the data folder, told as if one pair of authors had written all of it on one day and no number
    /// spoke against it: nothing but titles and abstracts keeps works apart.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_two_different_works_are_merged(bool oneHand)
    {
        Assert.SkipWhen(Works.Folder is null, "DIGEST_DATA does not name the folder of recordings.");
        var told = new List<Paper>();
        foreach (var file in new[] { "hf-daily", "pages", "arxiv" }.SelectMany(f => Directory.GetFiles(Path.Combine(Works.Folder!, f))).Order(StringComparer.Ordinal))
            await foreach (var gathered in PaperFiles.ReadAsync(file, DateTimeOffset.UnixEpoch, default))
                if (gathered is GatheredPaper paper)
                    told.Add(paper.Listed.Paper);
        foreach (var collection in Directory.GetDirectories(Path.Combine(Works.Folder!, "relevance")))
            told.AddRange(Works.Collection(Path.GetFileName(collection)));
        if (oneHand)
            told = [.. told.Select((paper, i) => paper with { Authors = ["Ada Moss", "Bo Reed"], Ids = [new PaperId("row", i.ToString(CultureInfo.InvariantCulture))] })];
        await TellAsync("all", told);

        var (wrong, merged) = (new List<string>(), 0);
        foreach (var family in (await _node.RowsAsync<(long Head, string Row)>("""
            SELECT COALESCE(p.merged_into, p.id), l.source_id FROM paper_listings l JOIN papers p ON p.id = l.paper
            """)).GroupBy(row => row.Head, row => told[int.Parse(row.Row, CultureInfo.InvariantCulture)]))
        {
            merged += family.Count() - 1;
            var numbers = family.SelectMany(p => p.Ids).Where(id => id.Scheme == PaperId.Arxiv).Distinct().Count();
            var titles = family.Select(p => p.Title).ToList();
            if (numbers > 1 || numbers == 0 && titles.Any(a => titles.Any(b => !LookAlike(a, b))))
                wrong.Add(string.Join(" = ", family.Select(p => p.Title).Distinct(StringComparer.Ordinal)));
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{told.Count} told, {merged} joined with another, {wrong.Count} wrongly\n{string.Join('\n', wrong)}");
        Assert.Empty(wrong);
    }

    public async ValueTask InitializeAsync()
    {
        _node = new Node(_server, new TestClock());
        await _node.Opening.OpenAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    // Said in another way than the rule does: ASCII's letters, and one title may be the other's up to a colon or dash.
    static bool LookAlike(string a, string b) => Letters(a) == Letters(b) || Letters(Start(a)) == Letters(b) || Letters(a) == Letters(Start(b));

    static string Letters(string title) =>
        new([.. Spelling.Plain(title).Replace("&", "and", StringComparison.Ordinal).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    static string Start(string title) => title.Split([":", " - ", "?"], StringSplitOptions.None)[0];

    static string Number(int i) => string.Create(CultureInfo.InvariantCulture, $"2606.{i + 1:00000}");

    /// <summary>As sources repair what they read.</summary>
    static Paper Retold(Paper paper) => paper with
    {
        Title = PaperText.Title(paper.Title), Abstract = PaperText.Abstract(paper.Abstract), Authors = PaperText.Authors(paper.Authors),
    };

    Task TellAsync(string source, IEnumerable<Paper> papers) => _node.Catalogue.MergeAsync([.. papers.Select((paper, i) => new ListedPaper
    {
        Source = source, SourceId = i.ToString(CultureInfo.InvariantCulture), ListedAt = paper.FirstListedAt, Paper = paper,
    })], _node.Clock.GetUtcNow(), default);

    /// <summary>Works that both sources' words are one paper of, and pairs of different works that are.</summary>
    async Task<(int Joined, int Wrong)> PairsAsync()
    {
        var families = (await _node.RowsAsync<(long Head, string Source, string Row)>("""
            SELECT COALESCE(p.merged_into, p.id), l.source, l.source_id FROM paper_listings l JOIN papers p ON p.id = l.paper
            """)).GroupBy(row => row.Head).ToList();
        return (families.Sum(f => f.Where(r => r.Source == "archive").Count(a => f.Any(b => b.Source == "other" && b.Row == a.Row))),
            families.Count(f => f.Select(r => r.Row).Distinct(StringComparer.Ordinal).Count() > 1));
    }
}

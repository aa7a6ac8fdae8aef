using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>What the samples promise to the demo, read and merged as the catalogue would.</summary>
public class SamplesTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static async Task<List<Paper>> Works(params string[] files)
    {
        var works = new List<Paper>();
        foreach (var file in files)
            await foreach (var gathered in PaperFiles.ReadAsync(Repository.Folder($"samples/{file}"), Now, TestContext.Current.CancellationToken))
            {
                var told = Assert.IsType<GatheredPaper>(gathered).Listed.Paper;
                var known = SameWork.Among(works.Where(w => w.Ids.Intersect(told.Ids).Any()), told, own: null).FirstOrDefault()?.Paper;
                if (known is null) works.Add(told with { Id = works.Count + 1 });
                else works[works.IndexOf(known)] = PaperMerge.Merge(known, told).Paper;
            }
        return works;
    }

    [Theory]
    [InlineData("papers.jsonl", "daily.json")]
    [InlineData("daily.json", "papers.jsonl")]
    [InlineData("papers.jsonl", "daily.json", "papers.jsonl", "daily.json")]
    public async Task Sixty_five_works_whatever_the_order_of_telling(params string[] files)
    {
        var works = await Works(files);
        Assert.Equal(65, works.Count);
        Assert.Equal(65, works.Select(w => w.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(works, w => Assert.InRange(w.PublishedAt!.Value, Now.AddDays(-7), Now));

        var twoVersions = Assert.Single(works, w => w.Version == 2);
        Assert.Contains("nine months", twoVersions.Abstract, StringComparison.Ordinal);

        var twoSources = Assert.Single(works, w => w.Title.StartsWith("Daily Papers for Busy People", StringComparison.Ordinal));
        Assert.Equal(["arxiv", "file", "title"], twoSources.Ids.Select(i => i.Scheme), StringComparer.Ordinal);
    }

    [Fact]
    public async Task They_hold_what_is_hard_about_papers()
    {
        var works = await Works("papers.jsonl", "daily.json");
        Assert.Contains(works, w => w.Authors.Count > 300);
        Assert.Contains(works, w => w.Abstract.Length == 0);
        Assert.Contains(works, w => w.Title.Contains("$1 Million", StringComparison.Ordinal));
        Assert.Contains(works, w => w.Abstract.Contains("Θ(d^(3/2)", StringComparison.Ordinal));
        Assert.Contains(works, w => w.Abstract.Contains("<b>bold</b>", StringComparison.Ordinal));
        Assert.Contains(works, w => w.Authors.Any(a => a.Any(c => c > '\u0400')));
        Assert.Contains("\\n  on a Laptop", await File.ReadAllTextAsync(Repository.Folder("samples/papers.jsonl"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.DoesNotContain(works, w => w.Authors.Contains("Someone Withdrawn", StringComparer.Ordinal));
        foreach (var subject in new[] { "q-bio.BM", "cs.CL", "eess.AS", "cs.CV", "cs.RO", "physics.ao-ph", "math.OC", "cs.IR" })
            Assert.Contains(works, w => w.Categories.Contains(subject, StringComparer.Ordinal));
    }
}

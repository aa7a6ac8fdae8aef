using Digest.Matching;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Matching;

public class NearPapersTests
{
    static readonly string[] Fields = ["bees", "glaciers", "opera", "cement", "tides", "locusts", "violins", "harbours", "maize", "comets"];

    /// <summary>Papers of ten fields that share only what all papers say, and two about the dance of bees.</summary>
    static IReadOnlyList<RankedPaper> Papers { get; } =
    [
        .. Fields.SelectMany((field, f) => Enumerable.Range(0, 3).Select(i => Ranked(f * 3 + i + 1, $"On {field} part{i}{f}",
            $"We measure {field} with a method of our own and report results on number{i}{f} and side{i}{f} and detail{i}{f}."))),
        Ranked(101, "How foragers read the waggle dance", "The waggle dance of foragers encodes distance and direction of nectar; we film dancers in the dark."),
        Ranked(102, "Waggle dance and distance", "Foragers encode the direction of nectar in the waggle dance; filming dancers shows the error."),
    ];

    static RankedPaper Ranked(int id, string title, string text) =>
        new(new Paper { Id = id, Title = title, Abstract = text }, id, 1, new(RankReasonKind.New, 0), null);

    static readonly NearPapers Near = NearPapers.Of(new TextIndex(Papers, new MatchingOptions()));

    [Fact]
    public void Papers_about_the_same_thing_are_near_each_other()
    {
        Assert.Equal([102L], Near.To(101));
        Assert.Equal([101L], Near.To(102));
    }

    [Fact]
    public void What_all_papers_say_makes_none_alike() => Assert.DoesNotContain(4L, Near.To(1));

    [Fact]
    public void Few_papers_or_none_can_be_asked_too() => Assert.All([0, 1, 2], count =>
        Assert.Empty(NearPapers.Of(new TextIndex([.. Papers.Take(count)], new MatchingOptions())).To(1).Except([2])));
}

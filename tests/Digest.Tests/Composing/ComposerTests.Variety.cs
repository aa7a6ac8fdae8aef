using Digest.Composing;
using Digest.Matching;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Digest.Tests.Composing;

/// <summary>No five papers on the same thing, and one from elsewhere; and what holds for any issue.</summary>
public partial class ComposerTests
{
    /// <summary>All pairs of these papers are about the same thing.</summary>
    static NearPapers Same(params long[] papers) =>
        new(from a in papers from b in papers where a < b select (a, b));

    [Fact]
    public void Of_papers_about_the_same_thing_two_come_and_the_place_goes_to_another() =>
        Assert.Equal("bees: 1 2 5 | trending: 6 7 8", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 2, 1, (1, .9), (2, .8), (3, .7), (4, .6), (5, .5))], Nothing, Size: 6) { Near = Same(1, 2, 3, 4) })));

    [Fact]
    public void They_are_one_thing_under_whatever_interest_they_stand() =>
        Assert.Equal("bees: 1 | wasps: 2 8 | trending: 4 5 6", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 1, 1, (1, .9), (7, .5)), Follows("wasps", 2, 1, (2, .9), (3, .8), (8, .4))], Nothing, Size: 6) { Near = Same(1, 2, 3, 7) })));

    [Fact]
    public void A_promised_place_is_rather_filled_with_more_of_the_same_than_left_empty() =>
        Assert.Equal("bees: 1 2 3 | trending: 5 6 7", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 3, 1, (1, .9), (2, .8), (3, .7), (4, .6))], Nothing) { Near = Same(1, 2, 3, 4) })));

    [Fact]
    public void What_trends_is_not_more_of_the_same_either() =>
        Assert.Equal("bees: 1 2 | trending: 4 5 6", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 2, 1, (1, .9), (2, .8))], Nothing) { Near = Same(1, 2, 3) })));

    [Fact]
    public void Someone_without_interests_gets_no_more_than_two_of_a_kind() =>
        Assert.Equal("trending: 1 2 6 7", Told(Composer.Compose(new Reading(Day(7), [], Nothing, Size: 4) { Near = Same(1, 2, 3, 4, 5) })));

    [Fact]
    public void How_many_is_a_setting() =>
        Assert.Equal("trending: 1 5 6", Told(new Composer(new ComposingOptions { Alike = 1 }).Compose(
            new Reading(Day(7), [], Nothing, Size: 3) { Near = Same(1, 2, 3, 4) })));

    static string Discovered(Reading reading, int discoveries = 1) => string.Join(' ',
        from section in new Composer(new ComposingOptions { Discoveries = discoveries }).Compose(reading).Sections
        where section.Kind == SectionKind.Discovery
        from entry in section.Entries
        select entry.Paper.Paper.Id);

    [Fact]
    public void Where_there_is_room_something_outside_what_they_follow_comes_last_and_readers_differ()
    {
        var reading = new Reading(Day(30), [Follows("bees", 2, 1, (9, .5))], Nothing) { Turn = 0 };
        Assert.Equal("4", Discovered(reading));
        Assert.Equal("5", Discovered(reading with { Turn = 1 }));
        Assert.Equal("4", Discovered(reading with { Turn = 10 }));
        Assert.Equal([SectionKind.ForYou, SectionKind.Trending, SectionKind.Discovery], Composer.Compose(reading).Sections.Select(s => s.Kind));
    }

    [Fact]
    public void A_discovery_is_unlike_all_they_get() => Assert.Equal("6", Discovered(
        new Reading(Day(30), [Follows("bees", 2, 1, (9, .5))], new HashSet<long> { 4 }) { Turn = 0, Near = Same(5, 9) }));

    [Fact]
    public void There_is_none_without_interests_without_matches_without_room_or_when_it_is_off()
    {
        var reading = new Reading(Day(30), [Follows("bees", 2, 1, (9, .5))], Nothing) { Turn = 0 };
        Assert.Equal("", Discovered(reading with { Interests = [] }));
        Assert.Equal("", Discovered(reading with { Interests = [Follows("bees", 2, 1)], WantsTrendingAlone = true }));
        Assert.Equal("", Discovered(reading with { Size = 4 }));
        Assert.Equal("", Discovered(reading with { Turn = null }));
        Assert.Equal("", Discovered(reading, discoveries: 0));
    }

    sealed record Case(Reading Reading, int Alike);

    static readonly Gen<Case> Cases =
        from interests in (from slots in Gen.Choose(0, 3)
                           from weight in Gen.Choose(1, 2)
                           from matches in (from paper in Gen.Choose(1, 15) from score in Gen.Choose(40, 99) select (paper, score / 100.0)).ListOf()
                           select (slots, weight, matches)).ListOf()
        from shown in Gen.Choose(1, 15).ListOf()
        from pairs in (from a in Gen.Choose(1, 12) from b in Gen.Choose(1, 12) where a < b select ((long)a, (long)b)).ListOf()
        from size in Gen.Choose(1, 9)
        from alone in Gen.Elements(true, false)
        from turn in Gen.Choose(0, 1000)
        from alike in Gen.Choose(1, 3)
        select new Case(
            new Reading(Day(12), [.. interests.Take(4).Select((f, i) => Follows($"i{i}", f.slots, f.weight, [.. f.matches]))],
                shown.Take(6).Select(s => (long)s).ToHashSet(), size, alone) { Near = new(pairs.Distinct()), Turn = turn }, alike);

    [Fact]
    public void No_issue_breaks_the_rules() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Cases.ToArbitrary(), given =>
    {
        var (reading, alike) = given;
        var composer = new Composer(new ComposingOptions { Alike = alike });
        var issue = composer.Compose(reading);
        var ids = issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.DoesNotContain(ids, reading.Shown.Contains);
        Assert.InRange(issue.Count, 0, reading.Size);
        Assert.All(issue.Sections, s => Assert.NotEmpty(s.Entries));
        Assert.Equal(Told(issue), Told(composer.Compose(reading)));
        Assert.InRange(issue.Sections.Where(s => s.Kind == SectionKind.Trending).Sum(s => s.Entries.Count), 0, reading.Interests.Count == 0 ? reading.Size : 3);

        foreach (var (interest, matches) in reading.Interests)
        {
            var eligible = matches.Select(m => m.Paper.Paper.Id).Where(id => !reading.Shown.Contains(id) && id <= 12).ToHashSet();
            // Slots: all that it has stands somewhere, or its places are full, or the issue is.
            var own = issue.Sections.Where(s => s.Kind == SectionKind.ForYou && s.Interest == interest.Name).Sum(s => s.Entries.Count);
            var promised = reading.Interests.Sum(i => i.Interest.Slots) <= reading.Size;
            Assert.True(own >= Math.Min(interest.Slots, eligible.Count) || !promised || eligible.All(ids.Contains));
            // What stays out while there is room is one too many of its kind.
            if (issue.Count < reading.Size)
                Assert.All(eligible.Except(ids), id => Assert.True(reading.Near.To(id).Count(ids.Contains) >= alike));
        }
    }));
}

using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

public class CourseTests
{
    static readonly DateTimeOffset Listed = new(2026, 3, 16, 6, 0, 0, TimeSpan.Zero);

    static Course Of(DateTimeOffset? from, params int[] counts) =>
        Course.Of(from, [.. counts.Select((c, i) => (Listed.AddHours(i + 1), c))])!;

    static string Gains(Course course) => string.Join(' ', course.Gains.Select(g => g.Count));

    [Fact]
    public void Votes_begin_at_nothing_when_a_paper_is_listed() => Assert.Equal("3 2 0 5", Gains(Of(Listed, 3, 5, 5, 10)));

    [Fact]
    public void Stars_begin_with_what_was_seen_first() => Assert.Equal("2 0 5", Gains(Of(null, 300, 302, 302, 307)));

    [Fact]
    public void A_count_that_drops_and_comes_back_was_misread() => Assert.Equal("50 0 2", Gains(Of(Listed, 50, 0, 52)));

    [Fact]
    public void A_count_that_leaps_and_comes_back_was_misread() => Assert.Equal("50 2 0", Gains(Of(Listed, 50, 5000, 52)));

    [Fact]
    public void Votes_that_are_taken_back_for_good_were_none() => Assert.Equal("5 1 0 0", Gains(Of(Listed, 5, 9, 6, 6)));

    [Fact]
    public void Less_than_nothing_is_nothing() => Assert.Equal((0, "0 0"), (Of(Listed, -4, -9).Count, Gains(Of(Listed, -4, -9))));

    [Fact]
    public void Nothing_counted_is_no_course() => Assert.Null(Course.Of(Listed, []));

    [Fact]
    public void What_was_gained_since_a_snapshot_is_known_where_there_was_one_about_then()
    {
        var course = Of(Listed, 3, 5, 9, 20);
        var then = course.SnapshotNear(Listed.AddMinutes(100), TimeSpan.FromMinutes(30));
        Assert.Equal(Listed.AddHours(2), then);
        Assert.Equal(15, course.GainedSince(then!.Value));
        Assert.Null(course.SnapshotNear(Listed.AddHours(-2), TimeSpan.FromMinutes(30)));
        Assert.Null(course.SnapshotNear(Listed.AddHours(4), TimeSpan.FromMinutes(30)));
    }
}

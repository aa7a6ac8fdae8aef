using System.Globalization;
using Digest.Gathering;
using Xunit;

namespace Digest.Tests.Gathering;

public class DaysToAskTests
{
    static readonly DateOnly Today = new(2026, 11, 20);

    /// <summary>The days of a week that are asked for, by how many days ago they were.</summary>
    static IEnumerable<int> Ask(bool listsGrow, int youngDays, params (int DaysAgo, double AskedDaysAgo, int Papers)[] answered) =>
        DaysToAsk.Of(Today.AddDays(-7), Today, Today, answered.ToDictionary(a => Today.AddDays(-a.DaysAgo), a => new DaysToAsk.Answered(
            new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero).AddDays(-a.AskedDaysAgo), a.Papers)), listsGrow, youngDays)
            .Select(day => Today.DayNumber - day.DayNumber);

    static (int, double, int)[] All(double askedAfter, int papers) => [.. Enumerable.Range(0, 8).Select(n => (n, n - askedAfter, papers))];

    [Fact]
    public void Nothing_answered_is_all_asked_for_oldest_first() => Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], Ask(true, 0));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0")]
    [InlineData(3, "2 1 0")]
    public void What_was_answered_once_it_was_over_is_asked_for_again_only_while_young(int youngDays, string asked) =>
        Assert.Equal(asked, string.Join(' ', Ask(true, youngDays, All(askedAfter: 1, papers: 5)).Select(n => n.ToString(CultureInfo.InvariantCulture))));

    [Fact]
    public void A_list_that_was_asked_for_during_its_day_may_have_grown_since() =>
        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], Ask(true, 0, All(askedAfter: 0, papers: 5)));

    [Fact]
    public void A_list_that_comes_whole_is_not_asked_for_again() => Assert.Empty(Ask(false, 0, All(askedAfter: 0, papers: 5)));

    [Fact]
    public void An_empty_list_counts_once_its_day_is_over()
    {
        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], Ask(false, 0, All(askedAfter: 0, papers: 0)));
        Assert.Empty(Ask(false, 0, All(askedAfter: 1, papers: 0)));
    }

    [Fact]
    public void A_hole_is_asked_for_and_what_stands_around_it_is_not() =>
        Assert.Equal([5, 0], Ask(false, 1, [.. All(askedAfter: 1, papers: 5).Where(a => a.Item1 != 5)]));
}

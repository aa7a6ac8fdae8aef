using Digest.Storage;
using Digest.Watching;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>From what is wrong now to what is told, case by case.</summary>
public class AlarmCourseTests
{
    static readonly DateTimeOffset Now = new(2026, 7, 17, 13, 0, 0, TimeSpan.Zero);

    static readonly Condition Stands = new("relay", "main", "here", "refused", TimeSpan.FromMinutes(10));

    /// <param name="seen">Minutes ago, as the others.</param>
    static AlarmRow Row(int seen, int stood, int told = 0, int toldAgo = 0, string node = "here") => new()
    {
        Id = 1, Kind = "relay", Subject = "main", Node = node, Detail = "was so", SeenAt = Ms(seen), StoodAt = Ms(stood), Told = told, ToldAt = told > 0 ? Ms(toldAgo) : null,
    };

    static long Ms(int minutesAgo) => Now.AddMinutes(-minutesAgo).ToUnixTimeMilliseconds();

    static AlarmStep? Step(AlarmRow row, bool stands) => AlarmCourse.Follow([row], stands ? [Stands with { Node = row.Node }] : [], "here", Now) is [var change] ? change.Step
        : null;

    [Fact]
    public void What_is_new_is_noticed()
    {
        var change = Assert.Single(AlarmCourse.Follow([], [Stands], "here", Now));
        Assert.Equal((AlarmStep.Notice, "relay", "main", "here", "refused"), (change.Step, change.Row.Kind, change.Row.Subject, change.Row.Node, change.Row.Detail));
    }

    [Theory]
    [InlineData(9, true, "Stand")]
    [InlineData(10, true, "Begin")]
    [InlineData(60, true, "Begin")]
    public void It_is_told_when_it_has_stood_for_its_time(int seen, bool stands, string step) => Assert.Equal(Enum.Parse<AlarmStep>(step), Step(Row(seen, 1), stands));

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "Forget")]
    public void What_passes_before_it_was_told_is_forgotten_but_not_at_the_first_look(int stood, string? step) =>
        Assert.Equal(step is null ? null : Enum.Parse<AlarmStep>(step), Step(Row(9, stood), stands: false));

    [Theory]
    [InlineData(1439, "Stand")]
    [InlineData(1440, "Remind")]
    public void It_is_told_again_each_day(int toldAgo, string step) => Assert.Equal(Enum.Parse<AlarmStep>(step), Step(Row(5000, 1, told: 2, toldAgo), stands: true));

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "End")]
    public void It_is_over_when_it_was_not_seen_for_a_while(int stood, string? step) =>
        Assert.Equal(step is null ? null : Enum.Parse<AlarmStep>(step), Step(Row(60, stood, told: 1, 50), stands: false));

    [Theory]
    [InlineData("there", 1439, null)]
    [InlineData("there", 1440, "End")]
    [InlineData("", 5, "End")]
    public void Another_machines_alarm_is_its_own_until_nobody_has_heard_of_it_for_a_day(string node, int stood, string? step) =>
        Assert.Equal(step is null ? null : Enum.Parse<AlarmStep>(step), Step(Row(3000, stood, told: 1, 50, node), stands: false));

    [Fact]
    public void The_same_of_another_relay_or_machine_is_another_alarm()
    {
        var changes = AlarmCourse.Follow([Row(60, 1, told: 1, 50)], [Stands with { Subject = "other" }, Stands with { Node = "there" }], "here", Now);
        Assert.Equal([AlarmStep.Notice, AlarmStep.Notice], changes.Select(change => change.Step));
    }

    [Fact]
    public void What_is_told_is_how_it_is_now() => Assert.Equal("refused", Assert.Single(AlarmCourse.Follow([Row(60, 1)], [Stands], "here", Now)).Row.Detail);
}

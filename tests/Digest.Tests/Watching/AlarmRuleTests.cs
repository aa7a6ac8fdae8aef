using Digest.Checking;
using Digest.Delivering;
using Digest.Storage;
using Digest.Watching;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>What is wrong, case by case: each kind just below its bound and at it.</summary>
public class AlarmRuleTests
{
    const long Gigabyte = 1024L * 1024 * 1024;

    /// <summary>A Friday.</summary>
    static readonly DateTimeOffset Now = new(2026, 7, 17, 13, 0, 0, TimeSpan.Zero);

    static readonly Symptoms.Read Well = new(0, 0, 0, null, 0, 0, HasEdition: true, new DateOnly(2026, 7, 16));

    static readonly Observation Fine = new(
        Now, "here", [("hf-daily", Answered(Now.AddHours(-1)))], [new("main", null, null)], Well, new(50 * Gigabyte, 100 * Gigabyte), "running", TemplatesFault: null,
        Now.AddHours(-1));

    static SourceStory.Told Answered(DateTimeOffset? at, string? error = null) => SourceStory.Told.Nothing with
    {
        LastAskedAt = Now, LastAnsweredAt = at, LastError = error is null ? null : new("2026-07-17", Now, false, error),
    };

    static IReadOnlyList<string> Kinds(Observation seen, WatchingOptions? options = null) => [.. AlarmRule.Look(seen, options ?? new()).Select(condition => condition.Kind)];

    static Condition One(Observation seen) => Assert.Single(AlarmRule.Look(seen, new()));

    [Fact]
    public void Nothing_is_wrong_where_all_is_well() => Assert.Empty(Kinds(Fine));

    [Fact]
    public void What_the_doctor_found_is_told_once_for_each_thing()
    {
        var fault = Finding.Fault("SPF", "There is no SPF record.", "", "Publish one.");
        var told = One(Fine with { Faults = [fault, fault with { What = "It is not there.", Do = null }] });
        Assert.Equal(("doctor", "SPF", "here", "There is no SPF record. Publish one. It is not there."), (told.Kind, told.Subject, told.Node, told.Detail));
    }

    [Theory]
    [InlineData("doctor", "here", true)]
    [InlineData("doctor", "there", false)] // another machine's
    [InlineData("relay", "here", false)]
    public void Before_the_doctor_came_his_alarms_of_before_are_neither_standing_nor_over(string kind, string node, bool unknown)
    {
        var row = new AlarmRow { Kind = kind, Node = node };
        Assert.Equal((unknown, false), (AlarmRule.IsUnknown(row, Fine with { Faults = null }, []), AlarmRule.IsUnknown(row, Fine, [])));
        Assert.Empty(Kinds(Fine with { Faults = null }));
    }

    [Fact]
    public void What_the_doctor_says_of_a_relay_is_told_until_the_relay_s_own_alarm_says_more()
    {
        var seen = Fine with { Faults = [Finding.Fault("relay main", "Its certificate has expired.", "", "Have it renewed.")] };
        Assert.Equal(("doctor", "relay main"), (One(seen).Kind, One(seen).Subject));
        var rests = seen with { Relays = [new("main", "certificate expired", null)] };
        Assert.Equal(["relay"], Kinds(rests));
        // Told once, it is not said to be over because the other begins.
        var row = new AlarmRow { Kind = "doctor", Subject = "relay main", Node = "here" };
        Assert.True(AlarmRule.IsUnknown(row, rests, AlarmRule.Look(rests, new())));
        Assert.False(AlarmRule.IsUnknown(row, seen, AlarmRule.Look(seen, new())));
    }

    [Theory]
    [InlineData("2026-07-15T13:00:01Z", false)]
    [InlineData("2026-07-15T13:00:00Z", true)]
    public void A_source_is_silent_after_two_days_without_an_answer(string answered, bool wrong) =>
        Assert.Equal(wrong ? ["source"] : [], Kinds(Fine with { Sources = [("arxiv", Answered(DateTimeOffset.Parse(answered, null)))] }));

    [Theory]
    [InlineData("2026-07-17T13:00Z", "2026-07-17T13:00Z", 0)]
    [InlineData("2026-07-17T13:00Z", "2026-07-17T12:00Z", 0)]
    [InlineData("2026-07-17T13:00Z", "2026-07-17T15:30Z", 2.5)]
    [InlineData("2026-07-16T13:00Z", "2026-07-17T13:00Z", 24)]
    [InlineData("2026-07-17T20:00Z", "2026-07-20T02:00Z", 6)] // over a weekend
    [InlineData("2026-07-18T10:00Z", "2026-07-19T23:00Z", 0)] // within one
    [InlineData("2026-07-18T10:00Z", "2026-07-20T00:00Z", 0)]
    [InlineData("2026-07-13T00:00Z", "2026-07-27T00:00Z", 240)]
    public void Saturdays_and_Sundays_are_not_counted(string from, string until, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), AlarmRule.WorkingTime(DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(until, null)));

    [Fact]
    public void A_source_that_never_answered_is_waited_for_as_long_and_one_never_asked_is_no_trouble()
    {
        var never = One(Fine with { Sources = [("arxiv", Answered(null, "503"))] });
        Assert.Equal(("source", "arxiv", TimeSpan.FromHours(48), "it never answered; last error: 503"), (never.Kind, never.Subject, never.For, never.Detail));
        Assert.Empty(Kinds(Fine with { Sources = [("arxiv", SourceStory.Told.Nothing)] }));
    }

    [Fact]
    public void A_relay_that_rests_is_this_machines_and_told_after_ten_minutes()
    {
        var down = One(Fine with { Relays = [new("main", "refused", Now.AddMinutes(1)), new("other", null, null)] });
        Assert.Equal(("relay", "main", "here", "refused", TimeSpan.FromMinutes(10)), (down.Kind, down.Subject, down.Node, down.Detail, down.For));
    }

    [Theory]
    [InlineData(50, 9, false)]
    [InlineData(50, 10, true)]
    [InlineData(49, 49, false)]
    [InlineData(1000, 199, false)]
    [InlineData(1000, 200, true)]
    public void A_fifth_of_fifty_and_more_mails_that_fail_is_too_much(long tried, long failed, bool wrong) =>
        Assert.Equal(wrong ? ["failures"] : [], Kinds(Fine with { Symptoms = Well with { Tried = tried, Failed = failed } }));

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void A_mail_that_waits_half_an_hour_waits_too_long(int minutes, bool wrong) =>
        Assert.Equal(wrong ? ["waiting"] : [], Kinds(Fine with { Symptoms = Well with { Due = 1, OldestDue = Now.AddMinutes(-minutes) } }));

    [Theory]
    [InlineData(1024, 100_000, false)]
    [InlineData(1023, 100_000, true)]
    [InlineData(500, 10_000, false)] // of a small disk 5 % will do
    [InlineData(499, 10_000, true)]
    public void A_disk_has_a_gigabyte_free_or_a_twentieth(long free, long total, bool wrong) =>
        Assert.Equal(wrong ? ["disk"] : [], Kinds(Fine with { Room = new(free << 20, total << 20) }));

    [Theory]
    [InlineData(59, true, false)]
    [InlineData(60, true, true)]
    [InlineData(600, false, false)] // the first day of a service
    public void An_edition_is_missed_an_hour_after_its_time(int minutes, bool hadOne, bool wrong) => Assert.Equal(
        wrong ? ["edition"] : [],
        Kinds(Fine with { EditionDue = Now.AddMinutes(-minutes), Symptoms = Well with { HasEdition = false, LastEdition = hadOne ? new DateOnly(2026, 7, 16) : null } }));

    [Theory]
    [InlineData(2, 100, false)]
    [InlineData(3, 1000, true)]
    [InlineData(3, 1001, false)]
    [InlineData(30, 10_000, true)]
    [InlineData(3, 0, true)]
    public void Three_complaints_and_three_in_a_thousand_are_too_many(long complaints, long sent, bool wrong) =>
        Assert.Equal(wrong ? ["complaints"] : [], Kinds(Fine with { Symptoms = Well with { Complaints = complaints, Sent = sent } }));

    [Fact]
    public void A_stopped_timetable_and_templates_left_aside_are_wrong_and_one_that_need_not_run_is_not()
    {
        Assert.Equal("timetable", One(Fine with { Timetable = "stopped" }).Kind);
        Assert.Empty(Kinds(Fine with { Timetable = null }));
        Assert.Equal("templates", One(Fine with { TemplatesFault = "home.html(1,4): ends too soon" }).Kind);
    }

    [Fact]
    public void The_settings_move_the_bounds()
    {
        var seen = Fine with { Symptoms = Well with { Tried = 10, Failed = 1, Due = 1, OldestDue = Now.AddMinutes(-2), Complaints = 1, Sent = 10 }, Room = null };
        Assert.Equal(["failures", "waiting", "complaints"], Kinds(seen, new() { FailureOf = 10, FailureShare = 0.1, WaitingFor = TimeSpan.FromMinutes(1), ComplaintsAtLeast = 1 }));
    }
}

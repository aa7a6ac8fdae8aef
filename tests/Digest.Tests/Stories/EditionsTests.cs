using Digest.Papers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Editions of days, weeks and months, as the timetable makes them.</summary>
public class EditionsTests
{
    static readonly DateTimeOffset Friday = new(2026, 7, 31, 13, 0, 0, TimeSpan.Zero);

    static Task WakeAsync(App app) => app.PrepareWhatIsDueAsync();

    static Task<Edition?> FindAsync(App app, Period period, DateTimeOffset at) =>
        app.FindEditionAsync(period, DateOnly.FromDateTime(at.UtcDateTime));

    [Fact]
    public async Task A_week_and_a_month_get_their_edition_once_when_they_are_over()
    {
        await using var app = await App.StartAsync(new() { At = Friday });
        await app.GatherAsync(Some.Papers(3));
        await WakeAsync(app);
        Assert.Equal(3, (await FindAsync(app, Period.Day, Friday))!.Papers.Count);
        Assert.Null(await FindAsync(app, Period.Week, Friday));
        Assert.Null(await FindAsync(app, Period.Month, Friday));

        app.Clock.Set(Friday.AddDays(1).AddHours(-2)); // the first of August, before the hour
        await WakeAsync(app);
        Assert.Null(await FindAsync(app, Period.Month, Friday));
        app.Clock.Set(Friday.AddDays(1));
        await WakeAsync(app);
        Assert.Equal((3, new DateOnly(2026, 7, 1)), await FindAsync(app, Period.Month, Friday) is { } month ? (month.Papers.Count, month.Date) : default);
        Assert.Null(await FindAsync(app, Period.Week, Friday));

        app.Clock.Set(Friday.AddDays(3)); // a Monday
        await app.GatherAsync(Some.Papers(2));
        await WakeAsync(app);
        Assert.Equal((3, new DateOnly(2026, 7, 27)), await FindAsync(app, Period.Week, Friday) is { } week ? (week.Papers.Count, week.Date) : default);

        var before = app.Snapshot();
        await WakeAsync(app);
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task A_week_in_which_nothing_was_listed_gets_none()
    {
        await using var app = await App.StartAsync(new() { At = Friday.AddDays(3) });
        await app.GatherAsync(Some.Papers(2));
        await WakeAsync(app);
        Assert.Null(await FindAsync(app, Period.Week, Friday));
    }

    [Fact]
    public async Task Issues_are_composed_from_the_editions_of_days_only()
    {
        await using var app = await App.StartAsync(new() { At = Friday.AddDays(3) });
        var papers = Some.Papers(2);
        app.Clock.Set(Friday);
        await app.GatherAsync(papers);
        app.Clock.Set(Friday.AddDays(3));
        await app.PrepareEditionAsync(Period.Week, DateOnly.FromDateTime(Friday.UtcDateTime));

        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "14:00"));
        await app.AtAsync(Friday.AddDays(3).AddHours(1));
        Assert.Empty(app.MailsTo(address));
        await app.PrepareEditionAsync();
        await app.AtAsync(Friday.AddDays(4).AddHours(1));
        Assert.Single(app.MailsTo(address));
    }
}

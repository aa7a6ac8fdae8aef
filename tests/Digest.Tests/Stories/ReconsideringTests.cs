using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What an issue would have held, had its reader said something else.</summary>
public class ReconsideringTests
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_issue_composed_again_is_the_same_whatever_was_sent_since()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var reader = Some.Address;
        await app.AddAsync(reader, "protein folding", Some.Hour(time: "13:00"));
        var papers = Some.Papers(4);
        await app.PublishAsync(papers);
        await app.AtAsync(Noon.AddHours(1));
        app.Clock.Set(Noon.AddDays(1));
        await app.PublishAsync(Some.Papers(3));
        await app.AtAsync(Noon.AddDays(1).AddHours(1));
        Assert.Equal(2, app.MailsTo(reader).Count);

        var again = await app.ReconsiderAsync(await app.FindAsync(reader), DateOnly.FromDateTime(Noon.Date));
        Assert.Equal(app.MailsTo(reader)[0].Titles, again);
        Assert.Equal(papers.Select(p => p.Title).Order(StringComparer.Ordinal), again.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_other_interests_the_editions_of_then_hold_other_papers()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var reader = Some.Address;
        await app.AddAsync(reader, "protein folding", Some.Hour(time: "13:00"));
        var soap = Some.PaperAbout("wet soap");
        await app.PublishAsync([.. Some.Papers(4), soap, .. Some.Papers(4, "graph colouring")]);
        await app.AtAsync(Noon.AddHours(1));

        var subscriber = await app.FindAsync(reader);
        var other = subscriber with { Preferences = subscriber.Preferences with { Interests = InterestLine.Read("wet soap") } };
        Assert.Equal(soap.Title, (await app.ReconsiderAsync(other, DateOnly.FromDateTime(Noon.Date)))[0]);
    }
}

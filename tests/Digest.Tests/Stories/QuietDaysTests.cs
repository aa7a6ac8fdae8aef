using System.Net;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Days without letters, named at the preferences.</summary>
public sealed class QuietDaysTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    App _app = null!;
    string _link = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_address);
        _link = Letters[0].PreferencesLink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    IReadOnlyList<AppMail> Letters => [.. _app.MailsTo(_address).Where(m => m.Kind == "issue")];

    [Fact]
    public async Task They_bring_no_letter_and_the_next_one_brings_what_was_missed()
    {
        var page = await QuietAsync("2026-07-18 to 2026-07-20\n2026-07-22");
        Assert.Contains("no letters on those days", page.Says(".notice")[0], StringComparison.Ordinal);
        Assert.Contains("Next letter: Tuesday, 21 July 2026, 08:00 (UTC)", page.Says(".lead")[0], StringComparison.Ordinal);
        for (var day = 18; day <= 20; day++)
        {
            _app.Clock.Set(new(2026, 7, day, 6, 0, 0, TimeSpan.Zero));
            await _app.PublishAsync(Some.Papers(2));
            await _app.AtAsync(new(2026, 7, day, 8, 0, 1, TimeSpan.Zero));
            Assert.Single(Letters);
        }
        await _app.AtAsync(new(2026, 7, 21, 8, 0, 1, TimeSpan.Zero));
        Assert.Equal(2, Letters.Count);
        Assert.True(Letters[^1].Titles.Count > 2);
        Assert.Equal(["2026-07-22"], (await _app.GetAsync(_link)).Says("#quiet-days"));
        Assert.Contains("Thursday, 23 July 2026", (await _app.GetAsync(_link)).Says(".lead")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changing_them_never_makes_a_second_letter_of_a_day()
    {
        await QuietAsync("2026-07-17..2026-07-20");
        await QuietAsync("");
        Assert.Equal(new DateTimeOffset(2026, 7, 18, 8, 0, 0, TimeSpan.Zero), (await _app.FindAsync(_address)).NextIssueAt);
        _app.Clock.Set(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.PublishAsync(Some.Papers(2));
        await _app.AtAsync(new(2026, 7, 18, 8, 0, 1, TimeSpan.Zero));
        Assert.Equal(2, Letters.Count);
        await QuietAsync("2026-07-18");
        await QuietAsync("");
        Assert.Equal(new DateTimeOffset(2026, 7, 19, 8, 0, 0, TimeSpan.Zero), (await _app.FindAsync(_address)).NextIssueAt);
    }

    [Fact]
    public async Task They_outlast_another_hour_and_a_pause_ends_after_them()
    {
        await QuietAsync("2026-07-18..2026-07-20");
        var page = await _app.ChooseAsync(_link, ("do", "letter"), ("day", "1"), ("day", "2"), ("time", "07:00"), ("zone", "Asia/Tokyo"), ("size", "5"));
        Assert.Contains("Next letter: Tuesday, 21 July 2026, 07:00 (Asia/Tokyo)", page.Says(".lead")[0], StringComparison.Ordinal);
        page = await _app.ChooseAsync(_link, ("do", "pause"), ("until", "2026-07-19"));
        Assert.Contains("Paused. The next letter: Tuesday, 21 July 2026, 07:00", page.Says(".lead")[0], StringComparison.Ordinal);
        Assert.Contains("2026-07-18 to 2026-07-20", page.Says("#quiet-days")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_line_and_changes_nothing()
    {
        var before = _app.Snapshot();
        var page = await QuietAsync("2026-12-24\nsoon\n2026-07-01\n2026-12-26 to 2026-12-24\n2028-01-01");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(
            ["Line 2: write a day as 2026-07-18, a span as 2026-07-18 to 2026-07-20.", "Line 3: it is over.", "Line 4: it ends before it begins.",
                "Line 5: that is more than a year away."],
            page.Says("#quiet-error li"));
        Assert.Contains("soon", page.Says("#quiet-days")[0], StringComparison.Ordinal);
        Assert.Contains("lines are the most", (await QuietAsync(string.Join('\n', Enumerable.Range(1, 21).Select(n => $"2026-08-{n:00}")))).Says("#quiet-error li")[0],
            StringComparison.Ordinal);
        Assert.False((await QuietAsync("</textarea><script>alert(1)</script>")).Shows("script"));
        Assert.Equal(before, _app.Snapshot());
    }

    Task<AppPage> QuietAsync(string days) => _app.ChooseAsync(_link, ("do", "quiet"), ("quiet", days));
}

using Xunit;

namespace Digest.Tests.Stories;

/// <summary>More and less of what somebody was sent: tomorrow's issue differs from that of a twin who follows the same, and
/// after undo it does not.</summary>
public sealed class TasteTests : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    readonly string _address = Some.Address, _twin = Some.Address;
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync(new() { At = Noon, Settings = { ["Composing:TrendingSlots"] = "0", ["Composing:Discoveries"] = "0", ["Composing:Alike"] = "20" } });
        foreach (var address in new[] { _address, _twin })
            await _app.AddAsync(address, "rubber", Some.Hour(time: "18:00"), size: 20);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Less_like_this_changes_tomorrows_issue_and_undo_restores_it()
    {
        await DayAsync(0);
        var first = _app.MailsTo(_address)[0];
        var soap = first.Titles.Where(IsSoap).ToList();
        Assert.Equal((8, 4), (first.Titles.Count, soap.Count));
        var untouched = _app.Snapshot();
        var page = await _app.GetAsync(first.TuneLink(soap[0], "Less like this"));
        Assert.Equal("Of that letter, 4 papers would not have come:", page.Says(".chosen .effect")[0]);
        Assert.Equal(soap.Order(StringComparer.Ordinal), page.Says(".chosen .titles li").Order(StringComparer.Ordinal));
        Assert.Equal(untouched, _app.Snapshot());

        var done = await _app.SubmitAsync(page, page.FormFor("less"));
        await PublishAsync(1);
        var twins = await TitlesAsync(_twin);
        Assert.Equal((8, 4), (twins.Count, (await TitlesAsync(_address)).Count));
        Assert.Equal(twins.Where(title => !IsSoap(title)), await TitlesAsync(_address));

        await _app.SubmitAsync(done, done.FormFor("unsay"));
        Assert.Equal(twins, await TitlesAsync(_address));
        await _app.SubmitAsync(page, page.FormFor("less"));
        await _app.AtAsync(Noon.AddDays(1).AddHours(6));
        Assert.Equal(twins.Where(title => !IsSoap(title)), _app.MailsTo(_address)[1].Titles);
        Assert.Equal(twins, _app.MailsTo(_twin)[1].Titles);

        await _app.SubmitAsync(done, done.FormFor("unsay"));
        await DayAsync(2);
        var (last, theirs) = (_app.MailsTo(_address)[2].Titles, _app.MailsTo(_twin)[2].Titles);
        Assert.Equal(theirs, last.Intersect(theirs)); // and what was kept out yesterday comes while it is still new
        Assert.Equal(twins.Where(IsSoap).Order(StringComparer.Ordinal), last.Except(theirs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_like_these_brings_what_no_word_asks_for()
    {
        await DayAsync(0);
        var first = _app.MailsTo(_address)[0];
        foreach (var title in first.Titles.Where(IsSoap))
        {
            var page = await _app.GetAsync(first.TuneLink(title, "More like this"));
            Assert.Equal("Done", (await _app.SubmitAsync(page, page.FormFor("more"))).Heading);
        }
        await DayAsync(1, "silicone");

        var (mine, theirs) = (_app.MailsTo(_address)[1], _app.MailsTo(_twin)[1]);
        Assert.All(theirs.Titles, title => Assert.False(IsSoap(title)));
        Assert.Equal(4, mine.Titles.Count(IsSoap));
        Assert.Contains("like “On rubber and soap", mine.Html, StringComparison.Ordinal);
        var last = await _app.GetAsync(first.TuneLink(first.Titles.First(IsSoap), "More like this"));
        Assert.Equal(4, last.Says(".said p").Count);
    }

    /// <summary>What an address would be sent now.</summary>
    async Task<IReadOnlyList<string>> TitlesAsync(string address) =>
        [.. (await _app.PreviewAsync(address)).Issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Title)];

    async Task DayAsync(int day, string material = "rubber")
    {
        await PublishAsync(day, material);
        await _app.AtAsync(Noon.AddDays(day).AddHours(6));
    }

    /// <param name="material">What the hands are made of that hold soap; tyres are of rubber always.</param>
    async Task PublishAsync(int day, string material = "rubber")
    {
        _app.Clock.Set(Noon.AddDays(day));
        await _app.GatherAsync(
        [
            .. About($"{material} and soap", $"A robot hand with fingers of {material} grasps wet soap that slips, holds it by touch and lets go of the soap when told."),
            .. About("rubber and tyres", "Tyres of old rubber are ground to crumbs; roads laid with the crumbs of tyres are quiet and last for many winters."),
            .. Enumerable.Range(1, 60).Select(i => Some.PaperAbout("usual things") with
            {
                Title = $"A usual paper, {Number(i + day * 60)}",
                Abstract = $"We show in this paper that it can be done, and how well. The {Number(i)} study measures {Number(i * 7)} things against {Number(i * 13 + 5)} others, with {Number(i * 3 + 1)} tables.",
            }),
        ]);
        _app.Clock.Advance(TimeSpan.FromMinutes(1)); // what is known when the edition is made says how usual words are
        await _app.PrepareEditionAsync();
    }

    static IEnumerable<PaperLine> About(string subject, string told) => Enumerable.Range(0, 4).Select(_ =>
        Some.PaperAbout(subject) with { Abstract = $"We show in this paper that it can be done, and how well. {told}" });

    static bool IsSoap(string title) => title.Contains("soap", StringComparison.Ordinal);

    // Words that many papers share by chance, as those of a mixed list do.
    static string Number(int n) => string.Concat("ab cd ef gh ij kl mn op qr st".Split(' ')[n % 10], "ra", "be ko lu mi no pa so ti vu wy".Split(' ')[n / 3 % 10]);
}

using System.Net;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Readers who say more than words.</summary>
public class InterestsTests
{
    static readonly PaperLine[] Day =
    [
        new("2607.91001", "Kelp at Dusk", "Kelp at the edge of the sea.") { Authors = ["Ada Marsh"], Categories = ["q-bio.PE"] },
        new("2607.91002", "Kelp at Dawn", "Kelp at the edge of the sea.") { Authors = ["Bo Reed"], Categories = ["cs.CV"] },
        new("2607.91003", "Tides of Glass", "Glass in the sea.") { Authors = ["A. Marsh"], Categories = ["cs.CV"] },
    ];

    [Fact]
    public async Task An_authors_papers_come_with_her_name_as_the_reason()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.AddAsync(address, line: "author:\"Ada Marsh\"", at: Some.Hour(time: "18:00"));
        await app.PublishAsync(Day);
        await app.AtAsync(Some.Morning.AddHours(12));

        var mail = app.MailsTo(address).Single();
        Assert.Contains("FOR YOU: Ada Marsh", mail.Text, StringComparison.Ordinal);
        Assert.Equal(["Kelp at Dusk", "Tides of Glass"], mail.Titles.Take(2).Order());
        Assert.Contains("Ada Marsh", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_narrows_and_a_word_keeps_out()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.AddAsync(address, line: "kelp cat:cs.CV", at: Some.Hour(time: "18:00"));
        await app.AddAsync("other@readers.example", line: "kelp -dawn", at: Some.Hour(time: "18:00"));
        await app.PublishAsync(Day);
        Assert.Equal(["Kelp at Dawn"], await ForYouAsync(app, address));
        Assert.Equal(["Kelp at Dusk"], await ForYouAsync(app, "other@readers.example"));
    }

    [Fact]
    public async Task What_the_box_does_not_understand_is_told_and_the_rest_goes_on_when_sent_again()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        const string line = "kelp;\n@misc{one, title={Tides of Glass}}\n@misc{two, year=2026}";
        var refused = await app.SubmitAsync(await app.GetAsync(), ("address", address), ("line", line), ("zone", "UTC"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("“two” in line 3 has no title", refused.Body, StringComparison.Ordinal);
        Assert.Contains("≈ Tides of Glass", refused.Body, StringComparison.Ordinal);
        Assert.Equal(line, refused.Form.QuerySelector("textarea")!.TextContent.ReplaceLineEndings("\n"));

        var other = await app.SubmitAsync(refused, ("line", "🙂"));
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);
        Assert.Equal("Look into your inbox", (await app.SubmitAsync(refused)).Heading);
        await app.PlanAndSendAsync();
        await app.ConfirmAsync(app.MailsTo(address)[^1]);
        Assert.Equal(["kelp", "≈ Tides of Glass"], (await app.FindAsync(address)).Preferences.Interests.Select(i => i.Name));
    }

    [Theory]
    [InlineData("the of and", "says nothing about a paper")]
    [InlineData("🙂🙂🙂", "has no words")]
    [InlineData("kelp -the", "cannot be asked for")]
    [InlineData("https://example.org/", "is no search or paper")]
    public async Task What_could_match_nothing_is_refused_at_the_box(string line, string why)
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        var page = await app.SubscribeAsync(address, line);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(why, page.Body, StringComparison.Ordinal);
        await app.PlanAndSendAsync();
        Assert.Empty(app.Mails);
    }

    [Fact]
    public async Task A_bibliography_of_the_longest_kind_fits_the_form()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        var entries = Enumerable.Range(1, 90).Select(i => $"@misc{{k{i}, title={{律動する河川の研究その{i:000}}}, eprint={{2606.{i:00000}}}}}");
        var page = await app.SubscribeAsync(address, string.Join('\n', entries));
        Assert.Equal("Look into your inbox", page.Heading);
    }

    [Theory]
    [InlineData(100_000, HttpStatusCode.BadRequest)]
    [InlineData(10_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_flood_in_the_box_is_refused_with_a_reason(int length, HttpStatusCode status)
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        var page = await app.SubscribeAsync(address, new string('x', length));
        Assert.Equal(status, page.Status);
        Assert.Contains("That is too long", page.Body, StringComparison.Ordinal);
    }

    static async Task<IEnumerable<string>> ForYouAsync(App app, string address) =>
        (await app.PreviewAsync(address)).Issue.Sections.Where(s => s.Interest is not null).SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Title);
}

using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>An operator's errand in a browser: in by the token, to a reader, what they would get, a pause and out again.</summary>
public class OperatorsTests(Town town) : IClassFixture<Town>
{
    const string Token = "the operators' own token";

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task By_keyboard_alone_a_reader_is_found_and_paused(bool isPhone, bool isDark)
    {
        await town.BrowserAsync();
        await using var app = await Town.StartAsync(("Web:Admin:Token", Token));
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync("ada@reader.example");
        await app.AddAsync("grace@reader.example");
        await using var visitor = await town.VisitorAsync(new Look(isPhone, isDark, HasScripts: false), v => new KeyboardHand(v), Eye.Narrow, app);
        var (page, hand) = (visitor.Page, visitor.Hand);

        await visitor.VisitAsync("/admin");
        Assert.Equal("Log in", await visitor.HeadingAsync());
        await hand.WriteAsync(page.GetByLabel("The operators’ token"), Token);
        await visitor.FollowAsync(Button("Log in"), "Today at a glance", "admin-today");
        await visitor.FollowAsync(Link("Subscribers"), "Subscribers");
        await hand.WriteAsync(page.GetByLabel("Address, or a part of it"), "ada");
        await visitor.FollowAsync(Button("Show"), "Subscribers", "admin-subscribers");
        Assert.Equal(0, await page.GetByText("grace@reader.example").CountAsync());
        await visitor.FollowAsync(Link("ada@reader.example"), "ada@reader.example", "admin-subscriber");
        var letter = await app.PreviewAsync("ada@reader.example");
        await visitor.FollowAsync(Link("What they would get"), letter.Mail.Subject, "admin-preview");
        Assert.Contains(letter.Issue.Sections[0].Entries[0].Paper.Paper.Title, await page.FrameLocator("iframe").Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.FollowAsync(Link("ada@reader.example"), "ada@reader.example");
        await visitor.FollowAsync(Button("Pause"), "ada@reader.example");
        Assert.StartsWith("Done.", await visitor.SaysAsync(".notice"), StringComparison.Ordinal);
        await visitor.FollowAsync(Link("Audit"), "Audit", "admin-audit");
        Assert.Contains("pause", await visitor.SaysAsync(".ledger li"), StringComparison.Ordinal);
        await visitor.FollowAsync(Button("Log out"), "Log in");

        ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
    }
}

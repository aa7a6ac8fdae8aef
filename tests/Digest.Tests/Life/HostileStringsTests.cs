using Xunit;

namespace Digest.Tests.Life;

/// <summary>Strings that break naive programs, wherever strings come in, in a browser that would run what they smuggle.</summary>
public class HostileStringsTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task On_every_page_and_in_every_mail_they_are_only_text()
    {
        var strings = Hostile.Strings();
        await town.BrowserAsync();
        var tame = await LiveAsync(Hostile.Tame);
        var hostile = await LiveAsync(strings);
        Assert.Equal(tame.Keys.Order(StringComparer.Ordinal), hostile.Keys.Order(StringComparer.Ordinal));
        foreach (var (kind, elements) in hostile)
            Assert.True(elements.IsSubsetOf(tame[kind]), $"{kind} also has {string.Join(", ", elements.Except(tame[kind]))}");
    }

    async Task<Dictionary<string, HashSet<string>>> LiveAsync(IReadOnlyList<string> strings)
    {
        // Every string shall be shown, however little the line matches it and however alike they are.
        await using var app = await Town.StartAsync(("Matching:Threshold", "0.01"), ("Composing:Alike", "100"), ("Composing:Discoveries", "0"));
        await using var visitor = await town.VisitorAsync(Look.Phone, app: app);
        var days = new HostileDays(app, visitor);
        await days.LiveAsync(strings);
        await AskPythonAsync(app);
        return days.MadeOf;
    }

    static async Task AskPythonAsync(App app)
    {
        var mails = app.Mails;
        var read = await Hostile.ReadByPythonAsync(mails);
        Assert.Equal(mails.Count, read.Count);
        foreach (var (mail, answer) in mails.Zip(read))
        {
            Assert.Equal("[]", answer[0].GetRawText());
            Assert.Equal(mail.Subject, answer[1].GetString());
            Assert.Equal((1, "digest@papers.example"), (answer[2].GetInt32(), answer[3].GetString()));
            Assert.DoesNotContain('\n', answer[4].GetString()!);
            Assert.EndsWith("<digest.papers.example>", answer[5].GetString(), StringComparison.Ordinal);
            Assert.Equal((1, null, 1), (answer[6].GetInt32(), answer[7].GetString(), answer[8].GetInt32()));
        }
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Strings that break naive programs, through title, abstract and authors into subject, html and text.</summary>
public class HostileTextTests
{
    [Fact]
    public async Task Hostile_strings_are_only_text_in_every_part_of_a_mail_and_on_the_pages()
    {
        var strings = Life.Hostile.Strings();
        // Every string shall be shown, however little the line matches it and however alike they are.
        await using var app = await App.StartAsync(new()
        {
            Settings = { ["Matching:Threshold"] = "0.01", ["Composing:Alike"] = "100", ["Composing:Discoveries"] = "0" },
        });
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "13:00"), size: 20);
        var (shown, day) = (0, 0);
        foreach (var chunk in strings.Chunk(20))
        {
            app.Clock.Set(Some.Morning.AddDays(day).AddHours(6));
            await app.PublishAsync([.. chunk.Select((text, i) => Some.Paper with
            {
                Title = $"{text} protein folding {i}", Abstract = $"{text} protein folding. {text}", Authors = [text, "Ada Moss"],
            })]);
            await app.AtAsync(Some.Morning.AddDays(day++).AddHours(8));
        }
        foreach (var mail in app.MailsTo(address))
        {
            shown += mail.Titles.Count;
            Assert.All(mail.Titles, title => Assert.True(Regex.IsMatch(title, "protein folding [0-9]+$") || title.EndsWith('…'), title));
            foreach (var part in new[] { mail.Subject, mail.Html, mail.Text })
                Assert.DoesNotContain(part.EnumerateRunes(), IsHidden);
            Assert.DoesNotContain('\n', mail.Subject);
            Assert.DoesNotContain(mail.Links, link => link.StartsWith("javascript", StringComparison.OrdinalIgnoreCase));
            Assert.Equal(0, mail.Elements("script, img, iframe, object, embed, form, input, svg, math, [onclick], [onerror], [onload]"));
        }
        Assert.Equal(strings.Count, shown);
        for (var id = 1; id <= strings.Count; id += 7)
        {
            var page = await app.GetAsync($"/papers/{id}");
            Assert.False(page.Shows("main img, main iframe, main script, main svg"), $"paper {id}");
        }
    }

    // Controls, direction marks and overrides; a joiner spells where PaperText leaves one, and the preheader's are ours.
    static bool IsHidden(Rune rune) => rune.Value is (< 0x20 and not ('\n' or '\r' or '\t')) or (>= 0x7F and <= 0x9F) or
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);
}

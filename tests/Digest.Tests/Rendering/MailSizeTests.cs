using System.Buffers;
using System.Text;
using Digest.Commands;
using Digest.Composing;
using Digest.Matching;
using Digest.Mailing;
using Digest.Papers;
using Digest.Rendering;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Rendering;

/// <summary>The largest digests there may be, as the bytes that go out.</summary>
public sealed class MailSizeTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Renderer _renderer;

    public MailSizeTests()
    {
        var keys = KeyRing.Open(Path.Combine(_folder.Path, "keys.json"), TimeProvider.System);
        var site = new SiteOptions
        {
            PublicUrl = "https://papers.example/", OperatorName = "The Story Tellers", PostalAddress = "1 Example Street", Contact = "hello@papers.example",
        };
        _renderer = new(TemplateSet.Load(Path.Combine(AppContext.BaseDirectory, "templates"), null), site, new Links(site, keys), keys, new());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("We measure how rivers and proteins fold, slowly. ", 100)]
    [InlineData("蛋白質の折り畳みを河川の流れから予測する方法を提案する。", 100)]
    [InlineData("🧬🌊👩🏽‍🔬 ", 100)]
    [InlineData("<b>&\"'</b> &amp; ", 100)]
    [InlineData("ا قياس طيّ البروتينات والأنهار ", 100)]
    [InlineData("nobreakatallnotevenone", 100)]
    public void However_long_and_strange_its_papers_a_mail_fits_and_keeps_its_ends(string text, int papers)
    {
        var issue = Issue(papers, text);
        var mail = _renderer.Digest(Plan, new DateOnly(2026, 7, 17), issue, AbsentSources.None);
        var source = Source(mail);
        var html = EncodedHtml(source);

        Assert.InRange(html.Length, 60_000, 90_000); // full, and not above
        Assert.Equal(html.Length, MailMessage.EncodedLength(mail.Html));
        var read = MailReader.Read(Encoding.ASCII.GetBytes(source));
        Assert.Equal(Lines(mail.Html), Lines(read.Html!));
        Assert.Equal(2, Times(mail.Html, "/unsubscribe/"));
        Assert.Equal(2, Times(mail.Text, "/unsubscribe/"));
        Assert.InRange(MailMessage.EncodedLength(mail.Html[..(mail.Html.IndexOf("/unsubscribe/", StringComparison.Ordinal) + 100)]), 1, 10_000);
        foreach (var part in new[] { mail.Html, mail.Text })
        {
            Assert.Contains("You get this letter because", part, StringComparison.Ordinal);
            Assert.Contains("1 Example Street", part, StringComparison.Ordinal);
            Assert.Contains("hello@papers.example", part, StringComparison.Ordinal);
        }
        var shown = Times(mail.Html, "<h3");
        Assert.Equal(shown, Times(mail.Text, "Read: "));
        Assert.Equal(shown < papers, mail.Html.Contains($"{papers - shown} more papers on the web", StringComparison.Ordinal));
        Assert.Equal(shown < papers, mail.Text.Contains($"{papers - shown} more papers on the web", StringComparison.Ordinal));
        Assert.Equal(mail, _renderer.Digest(Plan, new DateOnly(2026, 7, 17), issue, AbsentSources.None));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    public void A_usual_digest_loses_nothing(int papers)
    {
        var mail = _renderer.Digest(Plan, new DateOnly(2026, 7, 17), Issue(papers, "We measure how rivers fold. "), AbsentSources.None);
        Assert.Equal(papers, Times(mail.Html, "<h3"));
        Assert.Equal(papers, Times(mail.Html, "and 597 more"));
        Assert.Equal(papers, Times(mail.Html, "dir=\"auto\""));
    }

    [Theory]
    [InlineData(0.5, 0.9, "The second")]
    [InlineData(0.9, 0.5, "The first")]
    [InlineData(0.5, 0.5, "The first")]
    public void The_subject_names_the_paper_that_matches_best_of_all_interests(double first, double second, string named)
    {
        var mail = _renderer.Digest(Plan, default, new Issue(
        [
            new(SectionKind.ForYou, "a line", [Entry("The first", first)]),
            new(SectionKind.ForYou, "another", [Entry("The second", second)]),
            new(SectionKind.Trending, null, [Entry("What trends", 99)]),
        ]), AbsentSources.None);
        Assert.Equal($"{named} and 2 more", mail.Subject);
        Assert.Contains($"Also: {(named == "The first" ? "The second" : "The first")} · What trends", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_is_short_and_one_line_whatever_the_title()
    {
        foreach (var title in (string[])[new('x', 500), string.Concat(Enumerable.Repeat("👩🏽‍🔬", 100)), "Line\r\nBcc: x@evil.example",
            string.Concat(Enumerable.Repeat("long words ", 40))])
        {
            var subject = _renderer.Digest(Plan, default, new Issue([new(SectionKind.Trending, null, [Entry(title, 1)])]), AbsentSources.None).Subject;
            Assert.InRange(subject.Length, 1, 80);
            Assert.DoesNotContain(subject, char.IsControl);
            Assert.Equal(subject, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(subject))); // no half of a character
        }
        Assert.Equal("Digest: 17 July 2026", _renderer.Digest(Plan, new DateOnly(2026, 7, 17), new Issue([]), AbsentSources.None).Subject);
    }

    MailPlan Plan => new(1, "en", _renderer.Current.Version, _renderer.KeyId, 1, DateTimeOffset.UnixEpoch);

    static Issue Issue(int papers, string text)
    {
        var entries = Enumerable.Range(1, papers).Select(n => Entry(Long(text, 500), 0.5, new Paper
        {
            Id = n,
            Title = Long(text, 300),
            Abstract = Long(text, 2000),
            Authors = [.. Enumerable.Range(1, 600).Select(a => $"{Long(text, 40)} {a}")],
            Links = new() { Page = $"https://arxiv.org/abs/2607.{n:00000}", Pdf = $"https://arxiv.org/pdf/2607.{n:00000}", Code = "https://github.com/a/b" },
        })).ToList();
        return new([new(SectionKind.ForYou, "a line", entries[..(papers / 2)]), new(SectionKind.Trending, null, entries[(papers / 2)..])]);
    }

    static Entry Entry(string title, double score, Paper? paper = null) =>
        new(new RankedPaper(paper ?? new Paper { Id = 1, Title = title }, 1, 1, new(RankReasonKind.New, 0), null), 1, score, MatchReason.None);

    static string Long(string text, int length)
    {
        var longer = new StringBuilder();
        while (longer.Length < length)
            longer.Append(text);
        return longer.ToString();
    }

    static string Source(Mail mail)
    {
        var output = new ArrayBufferWriter<byte>();
        new MailMessage
        {
            From = Address("digest@papers.example"), To = Address("reader@readers.example"), Subject = mail.Subject, Date = DateTimeOffset.UnixEpoch,
            MessageId = "a@papers.example", Text = mail.Text, Html = mail.Html, Boundary = "=_between",
        }.WriteTo(output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    static MailAddress Address(string text) =>
        MailAddress.TryParse(text, out var address, out var why) ? address! : throw new ArgumentException(why?.ToString(), nameof(text));

    /// <summary>What stands between the headers of the html part and the boundary after it.</summary>
    static string EncodedHtml(string source)
    {
        var part = source[source.IndexOf("text/html", StringComparison.Ordinal)..];
        var start = part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return part[start..part.IndexOf("\r\n--=_between", StringComparison.Ordinal)];
    }

    static string Lines(string text) => text.ReplaceLineEndings("\n");

    static int Times(string text, string what) => text.Split(what).Length - 1;
}

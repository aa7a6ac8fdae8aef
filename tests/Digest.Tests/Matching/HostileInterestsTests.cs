using System.Globalization;
using Digest.Matching;
using Digest.Rendering;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>Interests made to break the box, the reader or the matcher. The bounds leave room for a loaded machine; what they
/// guard against would take minutes.</summary>
public class HostileInterestsTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    const long Little = 256L * 1024 * 1024;

    static readonly Matcher Matcher = new(new TextIndex(Library.Papers, new()), new());

    /// <summary>What is typed, by a name that a report can show.</summary>
    static readonly Dictionary<string, Func<string>> Lines = new(StringComparer.Ordinal)
    {
        ["ten megabytes"] = () => new string('a', 10_000_000),
        ["ten megabytes of blanks"] = () => new string(' ', 10_000_000),
        ["a million terms"] = () => string.Join(' ', Enumerable.Range(0, 1_000_000)),
        ["as many terms as are read"] = () => Filled("ab "),
        ["stop words"] = () => Filled("the of and "),
        ["emoji"] = () => Filled("👩‍👩‍👧"),
        ["one endless grapheme"] = () => "a" + new string('\u0301', 19_000),
        ["right to left"] = () => Filled("\u202Eأنهار של "),
        ["bidi and zero width"] = () => Filled("\u202E\u2066\u200B\u200Dx"),
        ["control characters"] = () => Filled("\0\u0001\u001B[31m\u007F\r\n"),
        ["lone surrogates"] = () => Filled("\uD800x\uDFFF "),
        ["regular expressions"] = () => Filled("(a+)+$ [a-z]*)*\\1 "),
        ["nearly an address"] = () => "https://openreview.net/forum?" + new string('&', 9_000) + "i" + Filled("d")[..9_000],
        ["dots and digits"] = () => "10.1000" + Filled(".1")[..19_000],
        ["dashes"] = () => Filled("-a-"),
        ["signs"] = () => Filled("+a -b "),
        ["open quotes"] = () => Filled("-\""),
        ["quotes"] = () => Filled("\"\" "),
        ["fields"] = () => Filled("author:cat:"),
        ["fields of names"] = () => Filled("author:A B van "),
        ["semicolons"] = () => Filled(";"),
        ["many interests"] = () => string.Join(';', Enumerable.Range(1000, 3_000)),
        ["brackets of a query"] = () => "ti:a AND " + Filled("(")[..19_000],
        ["brackets both ways"] = () => $"ti:a AND {new string('(', 9_000)}ti:b{new string(')', 9_000)}",
        ["operators"] = () => "ti:a " + Filled("AND OR ANDNOT ")[..19_000],
        ["terms of a query"] = () => Filled("ti:a OR "),
        ["an entry's braces"] = () => "@ab{b, title=" + Filled("{")[..19_000],
        ["an entry's braces both ways"] = () => $"@ab{{b, title={new string('{', 9_000)}x{new string('}', 9_000)}}}",
        ["entries that begin"] = () => Filled("@ab{"),
        ["entries on lines that begin"] = () => Filled("\n@ab{c,"),
        ["entries in entries"] = () => Filled("@ab{b, title={@ab{b,"),
        ["equals signs"] = () => "@ab{b," + Filled("=")[..19_000] + "}",
        ["pieces joined"] = () => "@ab{b, title=" + Filled("#")[..19_000] + "}",
        ["TeX"] = () => "@ab{b, title={" + Filled("\\textbf\\\"{")[..19_000],
        ["an address's pairs"] = () => "https://arxiv.org/search/advanced?" + Filled("terms-0-term=a&")[..19_000],
        ["escapes"] = () => "https://arxiv.org/search/?query=" + Filled("%FF%00")[..19_000],
        ["commas"] = () => Filled("2606.00001,"),
        ["words of TeX"] = () => Filled("$\\frac{"),
    };

    public static TheoryData<string> Names => [.. Lines.Keys];

    static string Filled(string with) => string.Concat(Enumerable.Repeat(with, Pasted.Longest / with.Length));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_read_and_matched_or_refused_within_bounds(string name)
    {
        var line = Lines[name]();
        var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());
        var (interests, told) = Entered.Read(line);
        foreach (var interest in interests)
            Matcher.Match(interest);
        Assert.InRange(TimeProvider.System.GetElapsedTime(clock), TimeSpan.Zero, Soon);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);

        var faults = told.Select(FaultSentence.InEnglish).ToList();
        Assert.InRange(interests.Count, 0, Interest.MostInterests);
        Assert.InRange(faults.Count, 0, 9);
        Assert.All(faults, f => Assert.InRange(f.Length, 1, 400));
        Assert.All(interests, i => Assert.Empty(InterestRule.Faults(i)));
        Assert.All(interests.SelectMany(i => (IEnumerable<string>)[i.Name, i.Text, .. i.Authors, .. i.Categories, .. i.Must, .. i.MustNot]).Concat(faults), text =>
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202E' or '\u2066' or '\u200B');
            Assert.InRange(new StringInfo(text).LengthInTextElements, 0, Interest.LongestText);
        });
        if (line.Length > Pasted.Longest && line.Trim().Length > 0)
            Assert.Contains("too long", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop words", "says nothing about a paper")]
    [InlineData("emoji", "has no words")]
    [InlineData("many interests", "are the most")]
    [InlineData("brackets of a query", "brackets")]
    [InlineData("an entry's braces", "a brace is missing")]
    public void It_is_told_why(string name, string why) =>
        Assert.Contains(Entered.Read(Lines[name]()).Faults, f => FaultSentence.InEnglish(f).Contains(why, StringComparison.Ordinal));

    [Fact]
    public void The_longest_text_that_is_scored_for_measuring_is_scored_soon()
    {
        var clock = TimeProvider.System.GetTimestamp();
        foreach (var text in (string[])[string.Concat(Enumerable.Repeat("large language model ", 4_700)), string.Join(' ', Enumerable.Range(0, 16_000)),
            string.Concat(Enumerable.Repeat("cs.CL ", 16_000))])
            Matcher.Match(new Interest { Name = "long", Text = text });
        Assert.InRange(TimeProvider.System.GetElapsedTime(clock), TimeSpan.Zero, 3 * Soon);
    }
}

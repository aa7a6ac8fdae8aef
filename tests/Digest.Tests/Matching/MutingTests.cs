using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>Which papers what somebody muted keeps out.</summary>
public class MutingTests
{
    static readonly RankedPaper[] Papers =
    [
        Library.Paper(1, "Large Language Models (LLMs) at Sea", "A large language model (LLM) steers.", ["Ada Marsh"], ["cs.CL"]),
        Library.Paper(2, "Language for Large Models", "We measure large ships. Language models (LMs) help.", ["Marsh, A."], ["cs.CL"]),
        Library.Paper(3, "An LLM on Land", "It walks, as a large language model (LLM) does.", ["Alan Marsh"], ["cs.CV"]),
        Library.Paper(4, "Multi-Modal Proteins", "Protein folding in C++.", ["José Ángel Ruiz", "Marsh"], ["q-bio.BM"]),
        Library.Paper(5, "Multimodal Transformers", "Short: LLM.", ["Jose A. Ruiz"], ["cs.CV"]),
        Library.Paper(6, "No Folding of a Protein", "Nothing else.", [], []),
    ];

    readonly Muting _muting = new(new TextIndex(Papers, new MatchingOptions()));

    [Theory]
    [InlineData("protein", "4 6")]
    [InlineData("Proteins!", "4 6")]
    [InlineData("protein folding", "4")]
    [InlineData("folding, transformers", "4 5 6")]
    [InlineData("folding； transformers;the", "4 5 6")]
    [InlineData("multimodal", "4 5")]
    [InlineData("multi-modal", "4 5")]
    [InlineData("C++", "4")]
    [InlineData("large language models", "1 3 5")]
    [InlineData("LLM", "1 3 5")]
    [InlineData("large language", "1 3")]
    [InlineData("cs.CL", "1 2")]
    [InlineData("CS.cl, c++", "1 2 4")]
    [InlineData("unheard of", "")]
    [InlineData("the of and", "")]
    [InlineData("Marsh", "")]
    public void Words(string what, string papers) => Assert.Equal(papers, Muted(new Mute(MuteKind.Words, what, default)));

    [Theory]
    [InlineData("Ada Marsh", "1 2")]
    [InlineData("Marsh, Ada", "1 2")]
    [InlineData("A. Marsh", "1 2 3")]
    [InlineData("Alan Marsh", "2 3")]
    [InlineData("Marsh", "4")]
    [InlineData("Jose Angel Ruiz", "4 5")]
    [InlineData("Juan Ruiz", "")]
    [InlineData("protein folding", "")]
    public void Authors(string name, string papers) => Assert.Equal(papers, Muted(new Mute(MuteKind.Author, name, default)));

    [Fact]
    public void All_mutes_together_keep_out_what_any_does() => Assert.Equal("2 3 4 6",
        Muted(new(MuteKind.Author, "Alan Marsh", default), new(MuteKind.Words, "protein", default)));

    [Fact]
    public void Nothing_muted_keeps_nothing_out_and_costs_nothing() => Assert.Same(_muting.Muted([]), _muting.Muted([]));

    [Theory]
    [InlineData("  ocean \r\n tides ", "ocean tides")]
    [InlineData("C#", "C#")]
    [InlineData("cs.CL", "cs.CL")]
    [InlineData("深層学習", "深層学習")]
    [InlineData("the, tides", "the, tides")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("the of", null)]
    [InlineData(" , ; ", null)]
    [InlineData("🐝🌊", null)]
    [InlineData("\u202e\0", null)]
    public void What_was_typed_is_read_or_refused(string? typed, string? read) => Assert.Equal(read, Muting.Read(MuteKind.Words, typed));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(10_000, false)]
    [InlineData(1_000_000, false)]
    public void Words_have_an_end(int length, bool isRead)
    {
        Assert.Equal(isRead, Muting.Read(MuteKind.Words, new string('x', length)) is not null);
        Assert.Equal(isRead, Muting.Read(MuteKind.Words, string.Concat(Enumerable.Repeat("ab ", length / 3 + 1))[..length].TrimEnd().PadRight(length, 'b')) is not null);
    }

    [Fact]
    public void Bombs_of_signs_and_marks_are_read_in_no_time()
    {
        var start = TimeProvider.System.GetTimestamp();
        foreach (var bomb in new[] { new string('(', 1 << 20), new string('\u0301', 1 << 20), string.Concat(Enumerable.Repeat("a,", 1 << 19)),
            string.Concat(Enumerable.Repeat("cs.", 1 << 18)) })
            Muting.Read(MuteKind.Words, bomb);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    string Muted(params Mute[] mutes) => string.Join(' ', _muting.Muted(mutes).Order());
}

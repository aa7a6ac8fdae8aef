using Digest.Rendering;
using Digest.Subscribers.Pasting;
using Xunit;

namespace Digest.Tests.Subscribers;

public class BibTexTests
{
    const string Folding = """
        @article{marsh2026folding,
          title = {{F}olding of {\'E}tale Proteins; a {M}odel},
          author = {Marsh, Ada and Reed, Bo},
          eprint={2606.00001}, archivePrefix={arXiv},
        }
        """;

    [Theory]
    [InlineData("title={Rivers}, eprint={2606.00001v2}, archivePrefix={arXiv}", "arxiv:2606.00001", "Rivers")]
    [InlineData("eprinttype = \"arxiv\", eprint = \"hep-ex/0307015\"", "arxiv:hep-ex/0307015", "")]
    [InlineData("title={Rivers}, doi={10.1000/X}", "doi:10.1000/x", "Rivers")]
    [InlineData("title=\"Rivers\", doi=\"https://doi.org/10.48550/arXiv.2606.00001\"", "arxiv:2606.00001", "Rivers")]
    [InlineData("title={Rivers}, url={https://arxiv.org/abs/2606.00001}", "arxiv:2606.00001", "Rivers")]
    [InlineData("title={Rivers}, journal={arXiv preprint arXiv:2606.00001}, year=2026", "arxiv:2606.00001", "Rivers")]
    [InlineData("title={Rivers}, journal={CoRR}, volume={abs/2606.00001}", "arxiv:2606.00001", "Rivers")]
    [InlineData("title={{On} {R}ivers} , year = 2026", "", "On Rivers")]
    [InlineData("title = {On } # \"Rivers\"", "", "On Rivers")]
    [InlineData("title={Sm{\\o}rrebr{\\o}d \\& {\\'E}tale}", "", "Smørrebrød & Étale")]
    [InlineData("title={A=B, and C}, year={2026}", "", "A=B, and C")]
    [InlineData("eprint={12345}, archivePrefix={other}, title={Rivers}", "", "Rivers")]
    public void An_entry_is_a_paper_by_its_number_and_title(string fields, string key, string title)
    {
        var paper = Assert.Single(Assert.Single(Pasted.Read($"@misc{{key, {fields}}}").Interests).Papers);
        Assert.Equal((key, title), (paper.Key, paper.Title));
    }

    [Fact]
    public void Semicolons_and_words_in_entries_are_theirs()
    {
        var read = Pasted.Read(Folding);
        Assert.Equal("Folding of Étale Proteins; a Model", Assert.Single(Assert.Single(read.Interests).Papers).Title);
        Assert.Empty(read.Faults);
    }

    [Fact]
    public void Broken_entries_are_told_and_good_ones_kept()
    {
        var read = Pasted.Read("""
            @string{ river = "River Letters" }
            @comment{ nothing { here } }
            @inproceedings{broken, title = {Never {closed},
            FOLDING
            @misc{ empty, year = 2026 }
            @book{seas, title = {On Seas}}
            """.Replace("FOLDING", Folding, StringComparison.Ordinal));
        Assert.Equal(["arxiv:2606.00001", ""], Assert.Single(read.Interests).Papers.Select(p => p.Key));
        Assert.Equal(
            [
                "The entry “broken” in line 3 does not end: a brace is missing.",
                "The entry “empty” in line 9 has no title, DOI or arXiv number.",
            ], read.Faults.Select(FaultSentence.InEnglish));
    }

    [Fact]
    public void Words_before_it_are_interests_of_their_own()
    {
        var read = Pasted.Read("robots; small llms;\n" + Folding);
        Assert.Equal(["robots", "small llms", "≈ Folding of Étale Proteins; a Model"], read.Interests.Select(i => i.Name));
    }

    [Theory]
    [InlineData("write to papers@example{org}")]
    [InlineData("robots @ home")]
    [InlineData("the @-sign {in braces}")]
    public void An_at_sign_is_no_entry(string line) => Assert.Empty(Assert.Single(Pasted.Read(line).Interests).Papers);
}

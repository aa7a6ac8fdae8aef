using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PaperIdTests
{
    [Theory]
    [InlineData("2608.16590", "2608.16590", 0)]
    [InlineData("2608.16590v2", "2608.16590", 2)]
    [InlineData("  arXiv:0704.0001v12 ", "0704.0001", 12)]
    [InlineData("https://arxiv.org/abs/2608.16590", "2608.16590", 0)]
    [InlineData("http://export.arxiv.org/pdf/2608.16590v3.pdf", "2608.16590", 3)]
    [InlineData("arxiv.org/html/2608.16590v1?x=1#S2", "2608.16590", 1)]
    [InlineData("oai:arXiv.org:2608.16590v1", "2608.16590", 1)]
    [InlineData("hep-ex/0307015", "hep-ex/0307015", 0)]
    [InlineData("arXiv:math.GT/0309136v1", "math/0309136", 1)]
    [InlineData("HEP-TH/9901001", "hep-th/9901001", 0)]
    public void An_arXiv_number_is_found_in_every_spelling(string text, string value, int version)
    {
        var id = PaperId.FromArxiv(text, out var found);
        Assert.Equal(new PaperId(PaperId.Arxiv, value), id);
        Assert.Equal(version, found);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2613.12345")] // no 13th month
    [InlineData("2608.165901")]
    [InlineData("2608.16590v0")]
    [InlineData("sample/0307015")] // no such archive
    [InlineData("https://example.org/abs/2608.16590")]
    [InlineData("https://arxiv.org.example.org/abs/2608.16590")]
    [InlineData("see 2608.16590")]
    [InlineData("２608.16590")]
    public void Other_text_is_no_arXiv_number(string? text) => Assert.Null(PaperId.FromArxiv(text));

    [Theory]
    [InlineData("10.1000/ABC.d", "doi:10.1000/abc.d")]
    [InlineData("doi: 10.1000/abc.d", "doi:10.1000/abc.d")]
    [InlineData("https://doi.org/10.1000/abc.d", "doi:10.1000/abc.d")]
    [InlineData("http://dx.doi.org/10.1000%2Fabc%3A1", "doi:10.1000/abc:1")]
    [InlineData("10.48550/arXiv.2608.16590", "arxiv:2608.16590")]
    [InlineData("https://doi.org/10.48550/arxiv.hep-ex/0307015", "arxiv:hep-ex/0307015")]
    public void A_DOI_has_one_spelling(string text, string key) => Assert.Equal(key, PaperId.FromDoi(text)?.ToString());

    [Theory]
    [InlineData("11.1000/abc")]
    [InlineData("10.1000")]
    [InlineData("10.1000/")]
    [InlineData("10.1000/a b")]
    [InlineData("10.48550/arXiv.nonsense")]
    [InlineData("https://doi.org/10.1000/a%0Ab")]
    public void Other_text_is_no_DOI(string text) => Assert.Null(PaperId.FromDoi(text));

    [Fact]
    public void A_key_is_read_back_as_it_was_written()
    {
        var id = PaperId.FromTitle("On Keys: A Study", "Ada Lovelace");
        Assert.Equal("title:onkeysastudy/lovelace", id.ToString());
        Assert.Equal(id, PaperId.Parse(id.ToString()));
    }
}

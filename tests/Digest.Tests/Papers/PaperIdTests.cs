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
    [InlineData("arXiv:2401.01234v2 [cs.CL]", "2401.01234", 2)]
    [InlineData("https://www.arxiv.org/html/2401.01234v2/", "2401.01234", 2)]
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
    [InlineData("DOI:10.1000%2FAbC.d", "doi:10.1000/abc.d")]
    [InlineData("https://www.doi.org/10.1000/abc.d?utm_source=x#top", "doi:10.1000/abc.d")]
    [InlineData("10.1000/abc.d.", "doi:10.1000/abc.d")] // as a sentence ends
    [InlineData("10.1101/2026.02.03.123456v2", "doi:10.1101/2026.02.03.123456")] // a preprint's version
    [InlineData("10.1101/2026.02.03.123456v2.full.pdf", "doi:10.1101/2026.02.03.123456")]
    [InlineData("10.21203/rs.3.rs-123456/v1", "doi:10.21203/rs.3.rs-123456")]
    [InlineData("10.20944/preprints202601.0001.v3", "doi:10.20944/preprints202601.0001")]
    [InlineData("10.1000/rev2", "doi:10.1000/rev2")] // a publisher's DOI is left alone
    public void A_DOI_has_one_spelling(string text, string key) => Assert.Equal(key, PaperId.FromDoi(text)?.ToString());

    [Theory]
    [InlineData("11.1000/abc")]
    [InlineData("10.1000")]
    [InlineData("10.1000/")]
    [InlineData("10.1000/a b")]
    [InlineData("10.48550/arXiv.nonsense")]
    [InlineData("https://doi.org/10.1000/a%0Ab")]
    public void Other_text_is_no_DOI(string text) => Assert.Null(PaperId.FromDoi(text));

    [Theory]
    [InlineData("https://openreview.net/forum?id=rJl0r3R9KX", "openreview:rJl0r3R9KX")]
    [InlineData("https://openreview.net/forum?id=rJl0r3R9KX&noteId=abc", "openreview:rJl0r3R9KX")]
    [InlineData("openreview.net/pdf?referrer=x&id=rJl0r3R9KX#page=2", "openreview:rJl0r3R9KX")]
    [InlineData("openreview:rJl0r3R9KX", "openreview:rJl0r3R9KX")]
    [InlineData("https://openreview.net/group?id=ICLR.cc", null)]
    [InlineData("https://openreview.net.example.org/forum?id=rJl0r3R9KX", null)]
    [InlineData("rJl0r3R9KX", null)]
    public void An_OpenReview_id_is_found_in_its_addresses(string text, string? key) => Assert.Equal(key, PaperId.FromOpenReview(text)?.ToString());

    [Theory]
    [InlineData("https://huggingface.co/papers/2608.16590", "arxiv:2608.16590")]
    [InlineData("https://www.alphaxiv.org/abs/2608.16590v2", "arxiv:2608.16590")]
    [InlineData("https://ar5iv.labs.arxiv.org/html/2608.16590", "arxiv:2608.16590")]
    [InlineData("https://dx.doi.org/10.1000/ABC", "doi:10.1000/abc")]
    [InlineData("https://openreview.net/pdf?id=rJl0r3R9KX", "openreview:rJl0r3R9KX")]
    [InlineData("https://example.org/papers/2608.16590", null)]
    [InlineData("2608.16590", null)] // a number is no address
    public void An_address_names_the_number_it_leads_to(string address, string? key) => Assert.Equal(key, PaperId.FromLink(address)?.ToString());

    [Theory]
    [InlineData("10.1101/2026.02.03.123456", true)]
    [InlineData("10.1101/123456", true)]
    [InlineData("10.1101/gr.123456.107", false)] // the same house's journal
    [InlineData("10.2139/ssrn.123456", true)]
    [InlineData("10.1038/s41586-026-0001-1", false)]
    public void A_preprints_DOI_is_known_as_such(string doi, bool isPreprint) => Assert.Equal(isPreprint, PaperId.FromDoi(doi)!.Value.IsPreprint);

    [Fact]
    public void A_key_is_read_back_as_it_was_written()
    {
        var id = PaperId.FromTitle("On Keys: A Study", "Ada Lovelace");
        Assert.Equal("title:onkeysastudy/lovelace", id.ToString());
        Assert.Equal(id, PaperId.Parse(id.ToString()));
    }
}

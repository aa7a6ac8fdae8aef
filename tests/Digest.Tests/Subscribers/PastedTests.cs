using System.Globalization;
using Digest.Rendering;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Xunit;

namespace Digest.Tests.Subscribers;

/// <summary>What somebody types or pastes, and the interests it becomes.</summary>
public class PastedTests
{
    [Theory]
    [InlineData("author:\"Ada Marsh\"", "by Ada Marsh")]
    [InlineData("author: Ada Marsh", "by Ada Marsh")]
    [InlineData("author:Ada Marsh protein folding", "protein folding | by Ada Marsh")]
    [InlineData("protein folding au:\"A. Marsh\" author:Li van der Berg", "protein folding | by A. Marsh, Li van der Berg")]
    [InlineData("papers by author:Marsh", "by Marsh")]
    [InlineData("cat:cs.CL", "in cs.CL")]
    [InlineData("cat:cs.CL,cs.LG small models", "small models | in cs.CL, cs.LG")]
    [InlineData("category:quant-ph", "in quant-ph")]
    [InlineData("diffusion -image", "diffusion | not image")]
    [InlineData("diffusion -\"image synthesis\", please", "diffusion , please | not image synthesis")]
    [InlineData("diffusion +protein folding", "diffusion protein folding | must protein")]
    [InlineData("+\"protein folding\"", "protein folding | must protein folding")]
    [InlineData("state-of-the-art vision-language models", "state-of-the-art vision-language models")]
    [InlineData("vision - language", "vision - language")]
    [InlineData("- protein folding", "- protein folding")]
    [InlineData("C++ compilers, GPT-4 and A+B -2 °C", "C++ compilers, GPT-4 and A+B -2 °C")]
    [InlineData("title:\"protein folding\" fast", "protein folding fast")]
    [InlineData("sizes of 5\" screens; robots", "sizes of 5\" screens / robots")]
    [InlineData("\"robots; cars\"; proteins", "\"robots; cars\" / proteins")]
    [InlineData("papers like https://arxiv.org/abs/2606.00001v2", "like arxiv:2606.00001")]
    [InlineData("folding, see https://doi.org/10.1000/Fold.", "folding, see | like doi:10.1000/fold")]
    [InlineData("llms in 2606.00001 words", "llms in 2606.00001 words")]
    public void A_line_of_words_may_have_fields(string line, string interests) => Is(interests, line);

    [Theory]
    [InlineData("2606.00001", "like arxiv:2606.00001")]
    [InlineData("arXiv:2606.00001v3 [cs.CL]", "like arxiv:2606.00001")]
    [InlineData("2606.00001, 2606.00002; hep-ex/0307015", "like arxiv:2606.00001, arxiv:2606.00002, arxiv:hep-ex/0307015")]
    [InlineData("https://arxiv.org/abs/2606.00001\nhttps://huggingface.co/papers/2606.00002\r\n* <https://doi.org/10.1000/x>",
        "like arxiv:2606.00001, arxiv:2606.00002, doi:10.1000/x")]
    [InlineData("1. arXiv:2606.00001\n2. arXiv: 2606.00002 and doi: 10.48550/arXiv.2606.00003", "like arxiv:2606.00001, arxiv:2606.00002, arxiv:2606.00003")]
    [InlineData("https://arxiv.org/pdf/2606.00001v1.pdf;https://arxiv.org/abs/2606.00001", "like arxiv:2606.00001")]
    [InlineData("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "like doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o")]
    [InlineData("https://huggingface.co/papers/2606.00001", "like arxiv:2606.00001")]
    [InlineData("robots; 2606.00001; https://arxiv.org/abs/2606.00002", "robots / like arxiv:2606.00001, arxiv:2606.00002")]
    public void A_list_of_papers_is_one_interest(string list, string interests) => Is(interests, list);

    [Theory]
    [InlineData("https://huggingface.co/papers?q=diffusion+models", "diffusion models")]
    [InlineData("https://huggingface.co/papers/search?q=small%20llms&page=2", "small llms")]
    [InlineData("huggingface.co/papers/trending?q=robots", "robots")]
    [InlineData("https://arxiv.org/search/?query=diffusion+models&searchtype=all&source=header", "diffusion models")]
    [InlineData("https://arxiv.org/search/cs?query=%22diffusion+models%22&searchtype=title", "diffusion models | in cs")]
    [InlineData("https://arxiv.org/search/?searchtype=author&query=Marsh%2C+A", "by Marsh, A")]
    [InlineData("https://arxiv.org/search/?searchtype=author&query=Marsh%2C+A%3B+Reed%2C+B", "by Marsh, A, Reed, B")]
    [InlineData("https://arxiv.org/search/?searchtype=paper_id&query=2606.00001", "like arxiv:2606.00001")]
    [InlineData("https://arxiv.org/list/cs.CL/recent", "in cs.CL")]
    [InlineData("https://arxiv.org/list/quant-ph/new?skip=0", "in quant-ph")]
    [InlineData("https://rss.arxiv.org/rss/cs.CL+cs.LG", "in cs.CL, cs.LG")]
    [InlineData("https://arxiv.org/a/van_marsh_a_1", "by A. Van Marsh")]
    [InlineData("http://export.arxiv.org/api/query?search_query=cat:cs.LG+AND+ti:%22diffusion+models%22&start=0", "diffusion models | in cs.LG")]
    [InlineData("http://export.arxiv.org/api/query?id_list=2606.00001,2606.00002", "like arxiv:2606.00001, arxiv:2606.00002")]
    [InlineData("https://arxiv.org/search/advanced?advanced=&terms-0-operator=AND&terms-0-term=diffusion&terms-0-field=title&terms-1-operator=OR&terms-1-term=flow+matching&terms-1-field=abstract&terms-2-operator=NOT&terms-2-term=image&terms-2-field=all&classification-computer_science=y&classification-physics_archives=all&date-filter_by=all_dates",
        "diffusion flow matching | in cs | not image")]
    [InlineData("https://arxiv.org/search/advanced?terms-0-term=Marsh%2C+A&terms-0-field=author&terms-1-operator=AND&terms-1-term=protein&terms-1-field=all&classification-physics=y&classification-physics_archives=quant-ph",
        "by Marsh, A | in quant-ph | must protein")]
    [InlineData("https://arxiv.org/search/?query=a+b&amp;searchtype=all; robots", "a b / robots")]
    public void The_address_of_a_search_is_what_it_asks_for(string address, string interests) => Is(interests, address);

    [Theory]
    [InlineData("cat:cs.LG AND ti:\"diffusion models\"", "diffusion models | in cs.LG")]
    [InlineData("ti:diffusion AND abs:protein", "diffusion protein | must diffusion, protein")]
    [InlineData("ti:diffusion OR abs:protein", "diffusion protein")]
    [InlineData("(ti:diffusion OR ti:flow) AND cat:cs.LG", "diffusion flow | in cs.LG")]
    [InlineData("au:marsh_a AND ti:protein", "by a marsh | must protein")]
    [InlineData("au:\"Ada Marsh\" OR ti:protein", "protein | by Ada Marsh")]
    [InlineData("all:diffusion ANDNOT ti:image", "diffusion | not image")]
    [InlineData("all:diffusion ANDNOT (ti:image OR ti:video)", "diffusion | not image, video")]
    [InlineData("cat:cs.CL OR cat:cs.LG", "in cs.CL, cs.LG")]
    [InlineData("cat:cs.* AND robots", "robots | in cs")]
    [InlineData("(au:marsh AND ti:protein) OR cat:q-bio.BM OR ti:robots", "robots / in q-bio.BM / by marsh | must protein")]
    public void A_query_of_arXiv_is_what_it_asks_for(string query, string interests) => Is(interests, query);

    [Theory]
    [InlineData("cat:cs.LG AND ti:\"diffusion models\" ANDNOT au:smith", "diffusion models | in cs.LG", "leave out words only")]
    [InlineData("ti:protein AND submittedDate:[202601010000 TO 202602010000]", "protein", "submittedDate")]
    [InlineData("ti:protein AND jr:nature", "protein", "jr:nature")]
    [InlineData("au:marsh AND au:reed", "by marsh, reed", "not only what they wrote together")]
    [InlineData("ti:a AND ((au:b AND ti:c) OR ti:d)", "a", "nest deeper")]
    public void What_an_interest_cannot_say_is_told(string query, string interests, string fault)
    {
        var read = Pasted.Read(query);
        Assert.Equal(interests, Written(read));
        Assert.Contains(read.Faults, f => FaultSentence.InEnglish(f).Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://huggingface.co/papers", "is no search or paper")]
    [InlineData("https://example.org/something", "is no search or paper")]
    [InlineData("2606.00001 https://example.org/x", "names no paper")]
    [InlineData("a; b; c; d; e; f", "“f” is left out")]
    [InlineData("🙂🙂", "has no words")]
    [InlineData("robots; 🙂", "has no words")]
    [InlineData("-images", "not what the papers are about")]
    [InlineData("robots author:", "has nothing behind it")]
    public void What_was_not_understood_is_told(string line, string fault) =>
        Assert.Contains(fault, FaultSentence.InEnglish(Assert.Single(Pasted.Read(line).Faults)), StringComparison.Ordinal);

    [Theory]
    [InlineData("protein folding", "protein folding")]
    [InlineData("author:\"Ada Marsh\"", "Ada Marsh")]
    [InlineData("author:\"Ada Marsh\" cat:cs.RO", "Ada Marsh · cs.RO")]
    [InlineData("protein folding author:\"Ada Marsh\" -mice", "protein folding · Ada Marsh −mice")]
    [InlineData("cat:cs.CL", "cs.CL")]
    [InlineData("2606.00001", "≈ arXiv:2606.00001")]
    [InlineData("2606.00001 2606.00002 2606.00003", "≈ 3: arXiv:2606.00001…")]
    [InlineData("au:marsh AND ti:protein", "marsh +protein")]
    [InlineData("@article{a, title={On Rivers}} @article{b, title={On Seas}}", "≈ 2: On Rivers…")]
    public void An_interest_has_a_name_that_can_be_read(string line, string name) => Assert.Equal(name, Assert.Single(InterestLine.Read(line)).Name);

    [Fact]
    public void Two_long_lines_that_begin_alike_have_two_names()
    {
        var beginning = new string('x', 70);
        Assert.Equal([new string('x', 59) + "…", new string('x', 55) + "… (2)"], InterestLine.Read($"{beginning} a; {beginning} b").Select(i => i.Name));
    }

    [Fact]
    public void Names_are_never_longer_than_sixty()
    {
        var lines = string.Join("; ", Enumerable.Range(0, 5).Select(i => $"author:\"{new string('M', 90)} {i}\" cat:cs.CL"));
        Assert.All(InterestLine.Read(lines), i => Assert.InRange(new StringInfo(i.Name).LengthInTextElements, 1, Interest.LongestName));
    }

    [Fact]
    public void A_hundred_papers_are_the_most()
    {
        var read = Pasted.Read(string.Join('\n', Enumerable.Range(1, 120).Select(i => string.Create(CultureInfo.InvariantCulture, $"2606.{i:00000}"))));
        Assert.Equal(100, Assert.Single(read.Interests).Papers.Count);
        Assert.Contains("first 100 of 120 papers", FaultSentence.InEnglish(Assert.Single(read.Faults)), StringComparison.Ordinal);
    }

    static void Is(string interests, string line)
    {
        var read = Pasted.Read(line);
        Assert.Equal(interests, Written(read));
        Assert.Empty(read.Faults);
    }

    internal static string Written(Pasted read) => string.Join(" / ", read.Interests.Select(i => string.Join(" | ", new[]
    {
        i.Text, Of("by", i.Authors), Of("in", i.Categories), Of("like", i.Papers.Select(p => p.Key.Length > 0 ? p.Key : p.Title)), Of("must", i.Must), Of("not", i.MustNot),
    }.Where(s => s.Length > 0))));

    static string Of(string what, IEnumerable<string> said) => said.Any() ? $"{what} {string.Join(", ", said)}" : "";
}

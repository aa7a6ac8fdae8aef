using System.Text;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

public class CharsetTests
{
    const string Latin = "Fluß – naïve", Chinese = "河流弯曲", Japanese = "川の曲がり";

    static byte[] Bytes(string text, string charset, bool marked = false)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        return marked ? [.. encoding.Preamble, .. encoding.GetBytes(text)] : encoding.GetBytes(text);
    }

    static string Read(byte[] text, string? told = null)
    {
        using var reader = new StreamReader(Charset.ToUtf8(text, told), new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    static string Feed(string title, string declared = "") =>
        $"<?xml version=\"1.0\"{(declared.Length > 0 ? $" encoding=\"{declared}\"" : "")}?><rss><channel><item><title>{title}</title></item></channel></rss>";

    // What the text is in, what it declares, what the host says.
    [Theory]
    [InlineData(Latin, "utf-8", "", null)]
    [InlineData(Latin, "utf-8", "UTF-8", "utf-8")]
    [InlineData(Latin, "windows-1252", "windows-1252", null)]
    [InlineData(Latin, "windows-1252", "ISO-8859-1", null)] // as everybody means it
    [InlineData(Latin, "windows-1252", "", "\"iso-8859-1\"")]
    [InlineData(Latin, "windows-1252", "", null)] // nobody says
    [InlineData(Latin, "windows-1252", "utf-8", "utf-8")] // both say wrongly
    [InlineData(Latin, "utf-8", "iso-8859-1", null)] // the text disproves it
    [InlineData(Latin, "utf-8", "utf-8", "iso-8859-1")] // a host's default
    [InlineData(Latin, "utf-8", "utf-16", null)] // it could not be read as such
    [InlineData(Latin, "utf-8", "klingon", "x-unknown")]
    [InlineData(Latin, "utf-8", "utf-7", null)]
    [InlineData("Łódź", "iso-8859-2", "iso-8859-2", null)]
    [InlineData("река", "windows-1251", "utf-8", "windows-1251")] // the host is asked first
    [InlineData(Chinese, "gb18030", "gb18030", null)]
    [InlineData(Chinese, "gb18030", "gb2312", null)]
    [InlineData(Japanese, "shift_jis", "Shift_JIS", null)]
    [InlineData(Japanese, "euc-jp", "", "EUC-JP")]
    [InlineData(Chinese, "utf-16", "utf-16", null)]
    [InlineData(Latin, "utf-16", "", "utf-16")]
    public async Task A_title_is_read_in_the_charset_it_is_in(string title, string charset, string declared, string? told)
    {
        var answer = new PoliteAnswer.Ok(Bytes(Feed(title, declared), charset), "text/xml", null) { Charset = told };
        Assert.StartsWith("<?xml", answer.Beginning(), StringComparison.Ordinal);
        Assert.Equal(title, await TitleAsync(answer));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task A_byte_order_mark_goes_before_everything_said(string charset) =>
        Assert.Equal(Chinese, await TitleAsync(new PoliteAnswer.Ok(Bytes(Feed(Chinese, "iso-8859-1"), charset, marked: true), null, null) { Charset = "iso-8859-1" }));

    [Fact]
    public async Task Bad_bytes_in_one_entry_cost_the_others_nothing()
    {
        byte[] text = [.. "<rss><channel><item><title>"u8, .. Encoding.UTF8.GetBytes(Chinese), .. "</title></item><item><title>na"u8, 0xEF, .. "ve "u8, 0xC3,
            .. "</title></item><item><title>"u8, .. Encoding.UTF8.GetBytes(Latin), .. "</title></item></channel></rss>"u8];
        Assert.Equal([Chinese, "naïve Ã", Latin], await TitlesAsync(new PoliteAnswer.Ok(text, null, null) { Charset = "utf-8" }));
    }

    [Theory]
    [InlineData(new byte[] { 0xC3 }, "Ã")] // cut in the middle of a character
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "í\u00A0€")] // half a surrogate pair
    [InlineData(new byte[] { 0xC0, 0xAF }, "À¯")] // a slash in disguise
    [InlineData(new byte[] { 0x93, 0x68, 0x69, 0x94 }, "“hi”")]
    [InlineData(new byte[0], "")]
    public void What_is_no_utf8_is_windows_1252(byte[] bytes, string text) => Assert.Equal(text, Read(bytes));

    [Fact]
    public void Json_is_no_exception()
    {
        const string text = "{\"items\":[{\"title\":\"" + Latin + "\"}]}";
        foreach (var charset in new[] { "utf-8", "windows-1252", "utf-16", "utf-16BE" })
            Assert.Equal(text, Read(Bytes(text, charset)));
        Assert.Equal(text, Read(Bytes(text, "utf-16", marked: true)));
    }

    [Fact]
    public void A_pages_own_word_counts_as_well() =>
        Assert.Contains("река", Read(Bytes("<html><head><meta http-equiv=Content-Type content='text/html; charset=koi8-r'></head>река", "koi8-r")), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_is_read_in_its_charset_too()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("charset").FullName, "papers.jsonl");
        await File.WriteAllBytesAsync(path, Bytes("{\"id\":\"a\",\"title\":\"" + Latin + "\"}\n", "windows-1252"), TestContext.Current.CancellationToken);
        var titles = new List<string>();
        await foreach (var gathered in PaperFiles.ReadAsync(path, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken))
            titles.Add(Assert.IsType<GatheredPaper>(gathered).Listed.Paper.Title);
        Assert.Equal([Latin], titles);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    static async Task<string> TitleAsync(PoliteAnswer.Ok answer) => Assert.Single(await TitlesAsync(answer));

    static async Task<List<string>> TitlesAsync(PoliteAnswer.Ok answer)
    {
        var titles = new List<string>();
        using var body = answer.Text();
        await foreach (var gathered in new FeedAnswer("feed", "feed", null, [], DateTimeOffset.UnixEpoch).ReadAsync(body, answer.Beginning(),
            TestContext.Current.CancellationToken))
            titles.Add(Assert.IsType<GatheredPaper>(gathered).Listed.Paper.Title);
        return titles;
    }
}

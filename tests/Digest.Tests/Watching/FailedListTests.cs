using System.Text;
using Digest.Storage;
using Digest.Watching;
using Xunit;

namespace Digest.Tests.Watching;

public class FailedListTests
{
    [Theory]
    [InlineData("550 no such user", "550 no such user")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("", "")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string value, string cell) => Assert.Equal(cell, FailedList.Cell(value));

    [Fact]
    public void A_reader_stands_in_it_by_number_and_domain() => Assert.Equal(
        "\ufeffended,kind,about,subscriber,domain,attempts,relay,reply\r\n2026-07-16 06:00:00Z,issue,issue:2026-07-16,7,readers.example,2,main,\"550 5.1.1 no, \"\r\n",
        Encoding.UTF8.GetString(FailedList.Write([new()
        {
            Kind = "issue", About = "issue:2026-07-16", Subscriber = 7, Address = "ada@readers.example", Attempts = 2, Relay = "main", Reply = "550 5.1.1 no, ",
            EndedAt = new DateTimeOffset(2026, 7, 16, 6, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        }])));
}

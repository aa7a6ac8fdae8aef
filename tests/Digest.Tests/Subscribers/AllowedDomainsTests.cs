using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class AllowedDomainsTests
{
    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("ada@EXAMPLE.org", true)]
    [InlineData("ada@mail.example.org", false)]
    [InlineData("ada@example.org.example", false)]
    [InlineData("ada@lab.reader.example", true)]
    [InlineData("ada@a.b.Reader.example", true)]
    [InlineData("ada@reader.example", false)]
    [InlineData("ada@notreader.example", false)]
    [InlineData("ada@b\u00fccher.example", true)]
    [InlineData("ada@B\u00dcCHER.example", true)]
    [InlineData("ada@xn--bcher-kva.example", true)]
    public void A_domain_is_taken_alone_and_with_a_star_all_below_it(string typed, bool taken)
    {
        var allowed = new AllowedDomains(new() { AllowedDomains = { "example.org", "*.Reader.example", " b\u00fccher.example " } });
        Assert.True(EmailAddress.TryParse(typed, out var address, out var why), why?.Kind.ToString());
        var fault = allowed.FaultOf(address);
        Assert.Equal((taken, taken ? null : "example.org, *.Reader.example, b\u00fccher.example"), (fault is null, fault?.What));
    }

    [Fact]
    public void Everybody_is_taken_where_none_is_named()
    {
        Assert.True(EmailAddress.TryParse("ada@anywhere.example", out var address, out _));
        Assert.Null(new AllowedDomains(new()).FaultOf(address));
    }

    [Fact]
    public void What_is_no_domain_is_named_with_its_key()
    {
        var fault = Assert.Throws<InvalidDataException>(() => new AllowedDomains(new() { AllowedDomains = { "example.org", "*.", "@example.org", "*" } }));
        Assert.Equal(3, fault.Message.Split('\n').Count(line => line.StartsWith("Subscribers:AllowedDomains: \"", StringComparison.Ordinal)));
    }
}

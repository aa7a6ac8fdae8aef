using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class EmailAddressTests
{
    [Theory]
    [InlineData("Ada@Example.ORG", "Ada@example.org", "ada@example.org", "ada@example.org")]
    [InlineData("  ada@example.org\n", "ada@example.org", "ada@example.org", "ada@example.org")]
    [InlineData("a.d.a+papers@example.org", "a.d.a+papers@example.org", "a.d.a+papers@example.org", "ada@example.org")]
    [InlineData("+tag@example.org", "+tag@example.org", "+tag@example.org", "+tag@example.org")]
    [InlineData("ada@bücher.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example")]
    // é as one sign and as two is one person.
    [InlineData("ren\u00e9@example.org", "ren\u00e9@example.org", "ren\u00e9@example.org", "ren\u00e9@example.org")]
    [InlineData("Rene\u0301@example.org", "Ren\u00e9@example.org", "ren\u00e9@example.org", "ren\u00e9@example.org")]
    public void An_address_has_a_spelling_an_identity_and_a_key_that_limits_count(string typed, string text, string identity, string limit)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address, out _));
        Assert.Equal((text, identity, limit), (address.Text, address.Identity, address.LimitKey));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("ada@example.org, bo@example.org")]
    [InlineData("ada@example.org\r\nBcc: everybody@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada @example.org")]
    public void What_is_no_address_is_refused_with_a_sentence(string? typed)
    {
        Assert.False(EmailAddress.TryParse(typed, out _, out var why));
        Assert.NotEmpty(why);
    }
}

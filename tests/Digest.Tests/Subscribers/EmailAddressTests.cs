using System.Text.Json;
using Digest.Mailing;
using Digest.Rendering;
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
        Assert.NotEmpty(FaultSentence.InEnglish(why));
    }

    [Fact]
    public void Every_reason_for_which_a_mail_could_not_carry_it_has_a_sentence() =>
        Assert.All(Enum.GetNames<AddressFaultKind>(), kind => Assert.True(Enum.TryParse<FaultKind>($"Address{kind}", out _), kind));

    /// <summary>Rows keep the text, and one that could not be read back would stop whoever comes after it.</summary>
    [Fact]
    public void Whatever_is_taken_can_be_read_back_as_it_is_kept()
    {
        var data = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not say where the address cases are.");
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(data!, "addresses", "policy.json")));
        var taken = 0;
        foreach (var item in cases.RootElement.EnumerateArray())
            if (EmailAddress.TryParse(item.GetProperty("address").GetString(), out var address, out _))
            {
                taken++;
                Assert.True(EmailAddress.TryParse(address.Text, out var again, out var why), $"{address.Text}: {why}");
                Assert.Equal((address.Text, address.Identity, address.LimitKey), (again.Text, again.Identity, again.LimitKey));
            }
        Assert.True(taken > 30, $"only {taken}");
    }
}

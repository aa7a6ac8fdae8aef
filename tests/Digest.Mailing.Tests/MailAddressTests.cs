using System.Text.Json;
using Xunit;

namespace Digest.Mailing.Tests;

public class MailAddressTests
{
    [Theory]
    [InlineData("Ada.Lovelace@Example.ORG", "Ada.Lovelace", "example.org", false)]
    [InlineData("ada@bücher.example", "ada", "xn--bcher-kva.example", false)]
    [InlineData("ada@faß.example", "ada", "xn--fa-hia.example", false)]
    [InlineData("jürgen@example.org", "jürgen", "example.org", true)]
    [InlineData("ju\u0308rgen@example.org", "jürgen", "example.org", true)]
    [InlineData("a+tag=x@sub.example.org", "a+tag=x", "sub.example.org", false)]
    public void A_good_address_is_read_into_its_parts(string text, string local, string domain, bool needsUtf8)
    {
        Assert.True(MailAddress.TryParse(text, out var address, out var why), why?.ToString());
        Assert.Equal((local, domain, needsUtf8), (address!.Local, address.Domain, address.NeedsSmtpUtf8));
        Assert.Equal($"{local}@{domain}", address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b@c.org")]
    [InlineData("a b@example.org")]
    [InlineData("a@example.org\r\nRCPT TO:<x@example.org>")]
    [InlineData("\"a\r\nb\"@example.org")]
    [InlineData("a\0@example.org")]
    [InlineData("a\u0085@example.org")]
    [InlineData("a\u2028@example.org")]
    [InlineData("a\u200b@example.org")]
    [InlineData("\"quoted\"@example.org")]
    [InlineData("a(comment)@example.org")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@example.org.")]
    [InlineData("a@-example.org")]
    [InlineData("a@exa_mple.org")]
    [InlineData("a@exa mple.org")]
    [InlineData("a@ü_b.example")]
    [InlineData("<a@example.org>")]
    public void A_bad_address_is_refused_with_a_reason(string? text)
    {
        Assert.False(MailAddress.TryParse(text, out var address, out var why));
        Assert.Null(address);
        Assert.NotNull(why);
    }

    [Fact]
    public void Half_a_character_is_no_address() => Assert.False(MailAddress.TryParse("a\ud800@example.org", out _, out _));

    [Fact]
    public void A_display_name_with_a_line_break_cannot_be_given() =>
        Assert.Throws<ArgumentException>(() => Some.Address() with { DisplayName = "x\r\nBcc: y@example.org" });

    [Fact]
    public void The_sign_up_policy_is_kept()
    {
        var folder = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "DIGEST_DATA does not say where the address cases are");
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, "addresses", "policy.json")));
        var wrong = from item in cases.RootElement.EnumerateArray()
                    let address = item.GetProperty("address").GetString()
                    let expected = item.GetProperty("expected").GetString()
                    let taken = MailAddress.TryParse(address, out _, out _)
                    where expected != "either" && taken != (expected == "accept")
                    select $"{JsonSerializer.Serialize(address)} should be: {expected}";
        Assert.Empty(wrong);
    }
}

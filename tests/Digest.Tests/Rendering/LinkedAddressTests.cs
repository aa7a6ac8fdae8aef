using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Rendering;

public class LinkedAddressTests
{
    [Theory]
    [InlineData("https://a.example/?x=1&y=2")]
    [InlineData("http://a.example")]
    [InlineData("mailto:a@b.example")]
    public void Addresses_of_the_web_and_of_mail_reach_the_templates_as_they_are(string url) => Assert.Equal(url, Links.Checked(url));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" JavaScript:alert(1)")]
    [InlineData("data:text/html,<b>")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/papers/1")]
    [InlineData("")]
    [InlineData(null)]
    public void Nothing_else_does(string? url) => Assert.Equal("", Links.Checked(url));
}

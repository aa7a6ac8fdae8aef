using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class RefusedAddressesTests
{
    [Theory]
    [InlineData("ada@throwaway.example", true)]
    [InlineData("ada@THROWAWAY.example", true)]
    [InlineData("ada@a.b.throwaway.example", true)]
    [InlineData("ada@notthrowaway.example", false)]
    [InlineData("ada@throwaway.example.org", false)]
    [InlineData("ada@wegwerf-b\u00fccher.example", true)]
    [InlineData("ada@mail.xn--wegwerf-bcher-4ob.example", true)]
    [InlineData("postmaster@anywhere.example", true)]
    [InlineData("Post.Master+tag@anywhere.example", true)] // as limits count it
    [InlineData("postmasters@anywhere.example", false)]
    [InlineData("ada@example", false)]
    public void A_domain_is_refused_with_all_below_it_and_a_mailbox_by_its_name(string typed, bool refused)
    {
        var addresses = new RefusedAddresses(new() { RefusedDomains = { "throwaway.example", "wegwerf-b\u00fccher.example" }, RefusedLocalParts = { "postmaster" } });
        Assert.True(EmailAddress.TryParse(typed, out var address, out var why), why?.Kind.ToString());
        Assert.Equal(refused, addresses.Refuses(address));
    }

    [Fact]
    public void Nothing_is_refused_by_default()
    {
        Assert.True(EmailAddress.TryParse("postmaster@mailinator.example", out var address, out _));
        Assert.False(new RefusedAddresses(new()).Refuses(address));
    }

    [Fact]
    public void A_file_is_read_with_comments_and_its_faults_name_their_lines()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "# disposable\n\n one.example # since May\nTWO.example\n");
            var addresses = new RefusedAddresses(new() { RefusedDomainsFile = file });
            foreach (var domain in new[] { "one.example", "two.example" })
                Assert.True(EmailAddress.TryParse("x@" + domain, out var address, out _) && addresses.Refuses(address));

            File.WriteAllText(file, "one.example\nnot a domain\nada@two.example\n");
            var fault = Assert.Throws<InvalidDataException>(() => new RefusedAddresses(new() { RefusedDomainsFile = file, RefusedLocalParts = { "a b" } }));
            Assert.Contains($"{file}, line 2: \"not a domain\" is not a domain name.", fault.Message, StringComparison.Ordinal);
            Assert.Contains($"{file}, line 3:", fault.Message, StringComparison.Ordinal);
            Assert.Contains("RefusedLocalParts: \"a b\"", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("line 1", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Contains("RefusedDomainsFile cannot be read", Assert.Throws<InvalidDataException>(() => new RefusedAddresses(new() { RefusedDomainsFile = file })).Message,
            StringComparison.Ordinal);
    }
}

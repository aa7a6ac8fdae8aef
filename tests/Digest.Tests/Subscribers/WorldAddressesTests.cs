using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

/// <summary>Domains in all scripts and local parts beyond ASCII: kept with A-labels, shown in their own letters, one identity in
/// all spellings.</summary>
public class WorldAddressesTests
{
    [Theory]
    [InlineData("ada@b\u00fccher.example", "ada@xn--bcher-kva.example", "ada@b\u00fccher.example")]
    [InlineData("ada@B\u00dcCHER.Example", "ada@xn--bcher-kva.example", "ada@b\u00fccher.example")]
    [InlineData("ada@bu\u0308cher.example", "ada@xn--bcher-kva.example", "ada@b\u00fccher.example")]
    [InlineData("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example", "ada@b\u00fccher.example")]
    [InlineData("ada@XN--BCHER-KVA.EXAMPLE", "ada@xn--bcher-kva.example", "ada@b\u00fccher.example")]
    [InlineData("ada@stra\u00dfe.example", "ada@xn--strae-oqa.example", "ada@stra\u00dfe.example")] // not strasse: two domains
    [InlineData("ada@strasse.example", "ada@strasse.example", "ada@strasse.example")]
    [InlineData("ada@\u03b2\u03cc\u03bb\u03bf\u03c2.example", "ada@xn--nxasmm1c.example", "ada@\u03b2\u03cc\u03bb\u03bf\u03c2.example")]
    [InlineData("ada@\u4f8b\u3048\u3002\u30c6\u30b9\u30c8", "ada@xn--r8jz45g.xn--zckzah", "ada@\u4f8b\u3048.\u30c6\u30b9\u30c8")]
    [InlineData("ada@mail\uff0eexample", "ada@mail.example", "ada@mail.example")]
    [InlineData("ada@\uff45xample.org", "ada@example.org", "ada@example.org")]
    [InlineData("ada@\ud83d\udca9.example", "ada@xn--ls8h.example", "ada@\ud83d\udca9.example")]
    [InlineData("ada@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "ada@xn--e1afmkfd.xn--p1ai", "ada@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444")]
    [InlineData("ada@\u0440\u0430ypal.example", "ada@xn--ypal-43d9g.example", "ada@\u0440\u0430ypal.example")] // two scripts: another domain, and mailed as such
    [InlineData("ada@\u0645\u062b\u0627\u0644.example", "ada@xn--mgbh0fb.example", "ada@\u0645\u062b\u0627\u0644.example")]
    [InlineData("ada@\u05d3\u05d5\u05d2\u05de\u05d4.example", "ada@xn--6dbbec0c.example", "ada@\u05d3\u05d5\u05d2\u05de\u05d4.example")]
    [InlineData("ada@\u212a.example", "ada@k.example", "ada@k.example")] // the sign for kelvin
    [InlineData("ada@ab--cd.example", "ada@ab--cd.example", "ada@ab--cd.example")]
    [InlineData("ada@xn--a.example", "ada@xn--a.example", "ada@xn--a.example")] // says nothing in any letters
    [InlineData("ren\u00e9@b\u00fccher.example", "ren\u00e9@xn--bcher-kva.example", "ren\u00e9@b\u00fccher.example")]
    [InlineData("rene\u0301@example.org", "ren\u00e9@example.org", "ren\u00e9@example.org")]
    [InlineData("\u7528\u6237@\u4f8b\u3048.example", "\u7528\u6237@xn--r8jz45g.example", "\u7528\u6237@\u4f8b\u3048.example")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940@example.org", "\u0939\u093f\u0928\u094d\u0926\u0940@example.org", "\u0939\u093f\u0928\u094d\u0926\u0940@example.org")]
    public void An_address_is_mailed_with_A_labels_and_shown_in_its_letters(string typed, string mailed, string shown)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address, out var why), why?.Kind.ToString());
        Assert.Equal((mailed, shown), (address.Text, address.Shown));
        foreach (var spelling in new[] { mailed, shown, typed.ToUpperInvariant().Normalize(), $" {shown}\n" })
        {
            if (spelling.Contains("STRASSE", StringComparison.Ordinal))
                continue; // upper case has no sharp s; whoever types that names another domain
            Assert.True(EmailAddress.TryParse(spelling, out var again, out why), $"{spelling}: {why}");
            if (!spelling.Contains('\u03a3', StringComparison.Ordinal)) // one capital for both sigmas
                Assert.Equal((address.Identity, address.LimitKey), (again.Identity, again.LimitKey));
        }
    }

    [Theory]
    [InlineData("ada@b\u00fccher.example.")]
    [InlineData("ada@example.org.")]
    [InlineData("ada@a\u200db.example")] // a joiner that joins nothing
    [InlineData("ada@-b\u00fccher.example")]
    [InlineData("ada@b\u00fccher..example")]
    [InlineData("ada@\u00fcaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")] // 64 octets and more as A-label
    [InlineData("ada@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    [InlineData("ada\uff20example.org")]
    [InlineData("a\u202eda@example.org")]
    [InlineData("a\u200bda@example.org")]
    [InlineData("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9@example.org")] // 66 octets
    public void What_no_relay_could_take_is_refused(string typed)
    {
        Assert.False(EmailAddress.TryParse(typed, out _, out var why));
        Assert.NotNull(why);
    }

    [Fact]
    public void A_label_of_63_octets_is_the_longest() =>
        Assert.True(EmailAddress.TryParse($"ada@{new string('a', 63)}.example", out _, out _));
}

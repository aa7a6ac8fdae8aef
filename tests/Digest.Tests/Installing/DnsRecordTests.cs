using Digest.Installing;
using Xunit;

namespace Digest.Tests.Installing;

public class DnsRecordTests
{
    static readonly Answers Answered = new() { PublicUrl = "https://papers.example.org/p", From = "papers@example.org", Contact = "hello@example.org",
        RelayHost = "smtp.example.net" };

    [Theory]
    [InlineData("127.0.0.1", "v=spf1 a:papers.example.org ~all")]
    [InlineData("smtp.example.net", "v=spf1 a:smtp.example.net ~all")]
    [InlineData("192.0.2.25", "v=spf1 ip4:192.0.2.25 ~all")]
    [InlineData("2001:db8::25", "v=spf1 ip6:2001:db8::25 ~all")]
    [InlineData("smtp.office365.com", "v=spf1 include:spf.protection.outlook.com ~all")]
    [InlineData("smtp-relay.gmail.com", "v=spf1 include:_spf.google.com ~all")]
    [InlineData("email-smtp.eu-west-1.amazonaws.com", "v=spf1 include:amazonses.com ~all")]
    [InlineData("notgmail.com", "v=spf1 a:notgmail.com ~all")]
    public void Spf_names_from_where_the_relay_sends(string relay, string value)
    {
        var spf = Of("SPF", Answered with { RelayHost = relay });
        Assert.Equal(("example.org", value), (spf.Name, spf.Value));
    }

    [Theory]
    [InlineData("hello@example.org", "v=DMARC1; p=none; rua=mailto:hello@example.org")]
    [InlineData("hello@lib.example.org", "v=DMARC1; p=none; rua=mailto:hello@lib.example.org")]
    [InlineData("hello@other.example", "v=DMARC1; p=none")]
    public void Dmarc_asks_for_reports_only_where_they_would_be_sent(string contact, string value)
    {
        var dmarc = Of("DMARC", Answered with { Contact = contact });
        Assert.Equal(("_dmarc.example.org", value), (dmarc.Name, dmarc.Value));
    }

    [Fact]
    public void A_key_is_published_in_strings_that_a_record_can_hold()
    {
        var key = new string('k', 300);
        var dkim = DnsRecord.For(Answered, ("s1._domainkey.example.org", key)).Single(r => r.About == "DKIM");
        Assert.Equal($"s1._domainkey.example.org. 3600 IN TXT \"{key[..255]}\" \"{key[255..]}\"", dkim.ZoneLine);
        Assert.DoesNotContain(DnsRecord.For(Answered, null), r => r.About == "DKIM");
    }

    static DnsRecord Of(string about, Answers answers) => DnsRecord.For(answers, null).Single(r => r.About == about);
}

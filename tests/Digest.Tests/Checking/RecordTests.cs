using System.Net;
using Digest.Checking;
using Digest.Mailing;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>What the records of a domain and the clocks of others come to.</summary>
public class RecordTests
{
    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.25 -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 ip4:192.0.2.77/24 -all", nameof(SpfVerdict.Pass))] // host bits are looked past
    [InlineData("V=SPF1 IP4:192.0.2.25 -ALL", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 ip4:192.0.2.26 -all", nameof(SpfVerdict.Fail))]
    [InlineData("v=spf1 ip6:2001:db8::/32 ~all", nameof(SpfVerdict.SoftFail))]
    [InlineData("v=spf1 ?ip4:192.0.2.25 -all", nameof(SpfVerdict.Neutral))]
    [InlineData("v=spf1 -ip4:192.0.2.25 +all", nameof(SpfVerdict.Fail))]
    [InlineData("v=spf1", nameof(SpfVerdict.Neutral))]
    [InlineData("v=spf1 a -all", nameof(SpfVerdict.Fail))]
    [InlineData("v=spf1 a/24 -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 a:mail.x.example -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 a:mail.x.example/32//64 -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 mx -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 include:_spf.provider.example -all", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 include:_soft.provider.example -all", nameof(SpfVerdict.Fail))] // only a pass of an include counts
    [InlineData("v=spf1 redirect=_spf.provider.example", nameof(SpfVerdict.Pass))]
    [InlineData("v=spf1 exists:%{i}.x.example exp=why.x.example -all", nameof(SpfVerdict.Fail))]
    [InlineData("v=spf1 include:none.example -all", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf1 redirect=none.example", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf1 ipv4:192.0.2.25 -all", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf1 ip4:192.0.2.0/99 -all", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf1 include:loop.example -all", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf1 a a a a a a a a a a a -all", nameof(SpfVerdict.Broken))]
    [InlineData("v=spf10 +all", nameof(SpfVerdict.None))]
    [InlineData("something else", nameof(SpfVerdict.None))]
    public async Task A_sender_policy_is_followed_as_receivers_do(string record, string expected)
    {
        var zone = NameServer.Zone("x.example TXT " + record, "x.example A 192.0.2.80", "mail.x.example A 192.0.2.25", "x.example MX mail.x.example",
            "_spf.provider.example TXT v=spf1 ip4:192.0.2.25 -all", "_soft.provider.example TXT v=spf1 ~all", "loop.example TXT v=spf1 include:loop.example");
        Assert.Equal(expected, (await SpfRecord.JudgeAsync("x.example", IPAddress.Parse("192.0.2.25"), zone)).Verdict.ToString());
    }

    [Fact]
    public async Task Two_sender_policies_are_none()
    {
        var (verdict, why) = await SpfRecord.JudgeAsync("x.example", IPAddress.Parse("2001:db8::25"), NameServer.Zone("x.example TXT v=spf1 -all", "x.example TXT v=spf1 +all"));
        Assert.Equal((SpfVerdict.Broken, "x.example has 2 SPF records, and one is allowed"), (verdict, why));
    }

    [Theory]
    [InlineData("v=spf1 +all", true, "+all")]
    [InlineData("v=spf1 all", true, "all")]
    [InlineData("v=spf1 a ~all", false, "~all")]
    [InlineData("v=spf1 a", false, null)]
    public void What_a_policy_says_of_everybody_else(string record, bool isOpen, string? rest) =>
        Assert.Equal((isOpen, rest), (SpfRecord.IsOpen(record), SpfRecord.Rest(record)));

    [Theory]
    [InlineData("{v}", nameof(Level.Ok), "fits")]
    [InlineData("p={p}", nameof(Level.Ok), "fits")]
    [InlineData("v=DKIM1; h=sha1:sha256; s=email; p={p}", nameof(Level.Ok), "fits")]
    [InlineData("v=DKIM1; t=y; p={p}", nameof(Level.Note), "tested")]
    [InlineData("v=DKIM1; p=", nameof(Level.Fault), "revokes")]
    [InlineData("v=DKIM1; k=ed25519; p={p}", nameof(Level.Fault), "rsa-sha256")]
    [InlineData("v=DKIM1; h=sha1; p={p}", nameof(Level.Fault), "rsa-sha256")]
    [InlineData("v=DKIM1; p=AAAA", nameof(Level.Fault), "another key")]
    [InlineData("v=DKIM1; p=not base64!", nameof(Level.Fault), "another key")]
    [InlineData("v=DKIM2; p={p}", nameof(Level.Fault), "no DKIM record")]
    [InlineData("p={p}; p={p}", nameof(Level.Fault), "no DKIM record")]
    [InlineData("v=spf1 -all", nameof(Level.Fault), "no DKIM record")]
    public void A_published_key_is_compared_with_the_one_that_signs(string record, string level, string words)
    {
        Assert.True(DkimKey.TryRead("x.example", "s1", Pem.Value, [], out var key, out _));
        using (key)
        {
            var text = record.Replace("{v}", key!.Record, StringComparison.Ordinal).Replace("{p}", key.Record.Split("p=")[1], StringComparison.Ordinal);
            var finding = DkimRecord.Judge(key.RecordName, key.Record, [text]);
            Assert.Equal(level, finding.Level.ToString());
            Assert.Contains(words, finding.What, StringComparison.Ordinal);
            Assert.Contains("2 TXT records", DkimRecord.Judge(key.RecordName, key.Record, [text, text]).What, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", null, nameof(Level.Ok), "p=reject")]
    [InlineData("v=DMARC1; p=none", null, nameof(Level.Note), "p=none")]
    [InlineData("v=DMARC1;p=quarantine;sp=none", null, nameof(Level.Note), "p=none")] // of the domain above
    [InlineData("v=DMARC1; p=reject", "x.example", nameof(Level.Ok), "signature by x.example counts")]
    [InlineData("v=DMARC1; p=reject; adkim=s", "x.example", nameof(Level.Fault), "adkim=s")]
    [InlineData("v=DMARC1; p=reject; adkim=s", "mail.x.example", nameof(Level.Ok), "p=reject")]
    [InlineData("v=DMARC1", null, nameof(Level.Fault), "no policy")]
    [InlineData("v=DMARC1; p=sometimes", null, nameof(Level.Fault), "no policy")]
    public void A_domain_policy_is_told_with_what_counts_for_it(string record, string? signs, string level, string words)
    {
        var finding = DmarcRecord.Judge("mail.x.example", "x.example", DmarcRecord.Among([record, "other"]), signs);
        Assert.Equal(level, finding.Level.ToString());
        Assert.Contains(words, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_policy_may_stand_at_a_domain_above_but_not_at_the_top() =>
        Assert.Equal(["a.b.example", "b.example"], DmarcRecord.Places("a.b.example"));

    [Fact]
    public void Two_domain_policies_are_none() =>
        Assert.Equal(Level.Fault, DmarcRecord.Judge("x.example", "x.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], null).Level);

    [Theory]
    [InlineData(119, nameof(Level.Ok), "agrees")]
    [InlineData(-119, nameof(Level.Ok), "agrees")]
    [InlineData(121, nameof(Level.Fault), "2 minutes ahead")]
    [InlineData(-1800, nameof(Level.Fault), "30 minutes behind")]
    [InlineData(3602, nameof(Level.Fault), "an hour ahead")]
    [InlineData(-3500, nameof(Level.Fault), "an hour behind")]
    [InlineData(-7200, nameof(Level.Fault), "2 hours behind")]
    [InlineData(86_400, nameof(Level.Fault), "1440 minutes ahead")]
    public void A_clock_is_judged_by_what_others_say(int seconds, string level, string words)
    {
        var finding = ClockDrift.Judge(TimeSpan.FromSeconds(seconds), "x.example");
        Assert.Equal(level, finding.Level.ToString());
        Assert.Contains(words, finding.What, StringComparison.Ordinal);
    }

    static readonly Lazy<string> Pem = new(() => DkimKey.NewPem());
}

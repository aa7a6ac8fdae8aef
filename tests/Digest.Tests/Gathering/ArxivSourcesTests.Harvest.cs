using Digest.Gathering;
using Digest.Gathering.Sources;
using Xunit;
using static Digest.Tests.Gathering.ArxivTexts;

namespace Digest.Tests.Gathering;

public partial class ArxivSourcesTests
{
    [Fact]
    public async Task A_harvest_follows_its_tokens_over_every_set_and_tells_removals()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(
            Query(c, "resumptionToken") is "next page&more" ? Page(Raw("2611.99002") + Deleted("2611.99003"))
            : Query(c, "set") == "cs:cs:CL" ? Page(Raw("2611.99001"), "next page&amp;more")
            : Page(Raw("2611.99001") + Raw("2611.99004"))));
        var all = await HarvestFrom(far);
        Assert.Equal(["2611.99001", "2611.99002", "2611.99004"], Numbers(all)); // one is in both sets
        Assert.Equal("2611.99003", Assert.Single(all.OfType<GatheredRemoval>()).Paper.Value);
        Assert.Equal([new GatheredDay(Friday, 3)], all.OfType<GatheredDay>());
        Assert.Equal(["/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=2026-11-20&set=cs%3Acs%3ACL",
            "/oai?verb=ListRecords&resumptionToken=next%20page%26more",
            "/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=2026-11-20&set=physics%3Amath-ph"], far.Asked);
    }

    [Fact]
    public async Task A_harvest_whose_token_has_expired_begins_again()
    {
        var expired = false;
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (Query(c, "set") != "cs:cs:CL" && Query(c, "resumptionToken").Length == 0) return c.Say(Harvest("<error code=\"noRecordsMatch\"/>"));
            if (Query(c, "resumptionToken").Length == 0) return c.Say(Page(Raw("2611.99001"), "t"));
            if (expired) return c.Say(Page(Raw("2611.99002")));
            expired = true;
            return c.Say(Harvest("<error code=\"badResumptionToken\">expired</error>"));
        });
        var all = await HarvestFrom(far);
        Assert.Equal(["2611.99001", "2611.99002"], Numbers(all));
        Assert.Equal([new GatheredDay(Friday, 2)], all.OfType<GatheredDay>());
        Assert.Empty(all.OfType<SkippedEntry>());
    }

    [Theory]
    [InlineData("<error code=\"badResumptionToken\">for ever</error>")]
    [InlineData("<error code=\"badArgument\">no such set</error>")]
    public async Task A_harvest_that_fails_leaves_the_day_open(string error)
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Harvest(error)));
        Assert.IsType<SkippedEntry>(Assert.Single(await HarvestFrom(far)));
        Assert.InRange(far.Asked.Count, 1, 3);
    }

    [Theory]
    [InlineData("cs.CL", "cs:cs:CL")]
    [InlineData("cs", "cs")]
    [InlineData("hep-th", "physics:hep-th")]
    [InlineData("physics", "physics")]
    [InlineData("physics.optics", "physics:physics:optics")]
    [InlineData("astro-ph.GA", "physics:astro-ph:GA")]
    [InlineData("q-bio.NC", "q-bio:q-bio:NC")]
    public void A_category_is_a_set(string category, string set) => Assert.Equal(set, ArxivHarvest.Set(category));
}

using Digest.Gathering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>"digest sources" also tells of the sources that are off, and which of them nobody has tried yet.</summary>
public class SourcesCommandTests
{
    [Fact]
    public async Task A_source_that_is_off_is_told_with_what_turns_it_on_and_whether_it_was_tried()
    {
        await using var digest = new CommandLine();
        var told = await digest.RunAsync("sources");
        Assert.Contains("crossref is off (Gathering:Crossref:Enabled) (written by its documentation; not yet tried against the live service)", told.Output,
            StringComparison.Ordinal);
        Assert.Contains("arxiv is off (Gathering:Arxiv:Categories)\n", told.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        digest.Environment["Gathering__Biorxiv__Enabled"] = "true";
        var on = (await digest.RunAsync("sources", "--json")).Json;
        Assert.False(on.GetProperty("sources").EnumerateArray().Single(s => s.GetProperty("source").GetString() == "biorxiv").GetProperty("verified").GetBoolean());
        Assert.DoesNotContain("biorxiv", on.GetProperty("off").EnumerateArray().Select(s => s.GetProperty("source").GetString()));
    }

    [Fact]
    public void What_is_said_of_a_source_that_is_off_is_what_it_says_itself_when_it_is_on()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([
            new("Gathering:HfDaily:Enabled", "true"), new("Gathering:Arxiv:Categories:0", "cs.CL"), new("Gathering:Arxiv:Harvest", "true"),
            new("Gathering:Biorxiv:Enabled", "true"), new("Gathering:Medrxiv:Enabled", "true"), new("Gathering:Crossref:Enabled", "true"),
            new("Gathering:Crossref:Query", "rivers"), new("Gathering:Folder:Path", Path.GetTempPath())]).Build();
        using var services = new ServiceCollection().AddLogging().AddSingleton(Tests.Gathering.Turns.Store).AddGathering(settings).BuildServiceProvider();
        Assert.Equal(services.GetServices<IPaperSource>().Select(s => (s.Name, s.IsVerified)),
            OptionalSource.All.Select(o => (o.Name, o.IsVerified)));
    }
}

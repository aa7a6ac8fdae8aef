using Xunit;

namespace Digest.Tests.Life;

/// <summary>Every page and mail of a whole life, for people who see little, see in other colours, or print.</summary>
public class EveryoneTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Axe_finds_nothing_in_light_or_dark_and_nothing_is_wider_than_the_narrowest_window(bool isPhone)
    {
        Assert.SkipWhen(!File.Exists(Visitor.AxeFile), "axe-core is not there: run 'npm ci' in tests/Digest.Tests/Markup.");
        await using var visitor = await town.VisitorAsync(new(isPhone, false, true), eye: Eye.Axe | Eye.Narrow);
        await new WholeLife(town.App, visitor).LiveAsync();
    }

    [Fact]
    public async Task In_colours_of_ones_own_every_button_has_an_edge_and_nothing_moves_and_print_has_what_is_read()
    {
        await using var visitor = await town.VisitorAsync(Look.Desk, eye: Eye.Own);
        await new WholeLife(town.App, visitor).LiveAsync();
    }
}

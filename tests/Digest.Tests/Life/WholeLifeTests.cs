using Xunit;

namespace Digest.Tests.Life;

/// <summary>The whole of it in a real browser.</summary>
public class WholeLifeTests(Town town) : IClassFixture<Town>
{
    /// <summary>Any two of the three in each way; all eight when pictures are to be had.</summary>
    public static TheoryData<bool, bool, bool> Looks { get; } = new(
        from isPhone in new[] { true, false }
        from isDark in new[] { false, true }
        from hasScripts in new[] { true, false }
        where (isPhone ^ isDark ^ hasScripts) || Environment.GetEnvironmentVariable("DIGEST_PICTURES") is { Length: > 0 }
        select (isPhone, isDark, hasScripts));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task From_the_front_page_to_the_goodbye_everything_works_and_nothing_is_asked_of_anybody_else(bool isPhone, bool isDark, bool hasScripts)
    {
        await using var visitor = await town.VisitorAsync(new(isPhone, isDark, hasScripts));
        await new WholeLife(town.App, visitor).LiveAsync();
    }
}

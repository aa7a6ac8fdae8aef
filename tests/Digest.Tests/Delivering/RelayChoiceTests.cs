using System.Globalization;
using Digest.Delivering.Transports;
using Xunit;

namespace Digest.Tests.Delivering;

public class RelayChoiceTests
{
    static readonly (string Name, int Weight)[] Three = [("north", 1), ("south", 2), ("west", 5)];

    [Fact]
    public void Each_relay_gets_its_share_by_weight()
    {
        var shares = Recipients().CountBy(r => Order(r, Three)[0]).ToDictionary(s => s.Key, s => s.Value / 20_000d, StringComparer.Ordinal);
        Assert.InRange(shares["north"], 0.115, 0.135);
        Assert.InRange(shares["south"], 0.24, 0.26);
        Assert.InRange(shares["west"], 0.61, 0.64);
    }

    [Fact]
    public void A_recipient_keeps_their_relay_whatever_order_the_settings_are_in() => Assert.All(Recipients().Take(500), r =>
        Assert.Equal(Order(r, Three), Order(r, [Three[2], Three[0], Three[1]])));

    [Fact]
    public void Of_a_relay_that_is_missing_only_its_own_share_moves_to_the_next_in_order() => Assert.All(Recipients().Take(500), r =>
        Assert.Equal(Order(r, Three).Where(name => name != "south"), Order(r, [Three[0], Three[2]])));

    static IEnumerable<string> Recipients() =>
        Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"reader{i}@example.org"));

    static IReadOnlyList<string> Order(string recipient, (string Name, int Weight)[] relays) =>
        [.. RelayChoice.Order(recipient, relays, r => r.Name, r => r.Weight).Select(r => r.Name)];
}

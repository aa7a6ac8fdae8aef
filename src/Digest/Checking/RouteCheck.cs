using System.Globalization;
using Digest.Bounces;

namespace Digest.Checking;

/// <summary>Whether leaving by mail, where it is set up, was seen to work.</summary>
internal sealed class RouteCheck(LeaveRoute route)
{
    const string About = "leaving by mail";

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken ct) => route.Address.Length == 0 ? []
        : await route.TestedAtAsync(ct) is { } at
            ? [Finding.Ok(About, string.Create(CultureInfo.InvariantCulture,
                $"A test mail to {route.Address} arrived on {at.UtcDateTime:yyyy-MM-dd HH:mm}Z; letters name the address."))]
            : [Finding.Warning(About, $"Bounces:UnsubscribeAddress is {route.Address}, and no test mail was seen to arrive there as things are set now.",
                "Letters do not name it: what is advertised must answer.", "Run digest bounces test-route while serve runs.")];
}

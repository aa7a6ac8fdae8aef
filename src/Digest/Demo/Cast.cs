using Digest.Subscribers;

namespace Digest.Demo;

/// <summary>The three subscribers of the demo: different interests, zones and hours.</summary>
internal static class Cast
{
    public static IReadOnlyList<(string Address, Preferences Preferences)> Members =>
    [
        ("ada@berlin.example", Who("Europe/Berlin", new(13, 30), size: 8, "diffusion models for proteins", "robots that learn to grasp")),
        ("grace@newyork.example", Who("America/New_York", new(7, 40), size: 8, "language model agents", "speech recognition")),
        ("kenji@tokyo.example", Who("Asia/Tokyo", new(21, 50), size: 10, "weather forecasting; recommender systems")),
    ];

    static Preferences Who(string zone, TimeOnly time, int size, params string[] lines) => new()
    {
        Delivery = DeliveryTime.TryCreate(zone, time, Weekdays.All, out var delivery)
            ? delivery : throw new InvalidOperationException($"{zone} is missing from the tz database."),
        Size = size,
        Interests = [.. lines.SelectMany(InterestLine.Read)],
    };
}

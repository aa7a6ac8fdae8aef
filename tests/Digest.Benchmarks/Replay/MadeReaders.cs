using System.Globalization;
using Digest.Benchmarks.Matching;
using Digest.Subscribers;

namespace Digest.Benchmarks.Replay;

/// <summary>Subscribers of every kind: none to four interests, wide, narrow and met by nothing, any size, slots and days.</summary>
static class MadeReaders
{
    static readonly string[] Lines =
    [
        "diffusion models", "large language model agents", "reinforcement learning", "protein structure prediction", "speech recognition",
        "robot manipulation", "3d gaussian splatting", "retrieval augmented generation", "medical imaging", "mathematical reasoning",
        "video generation", "vision language models", "quantum error correction", "code generation", "tokenizers", "mixture of experts",
        "long context", "world models", "safety alignment of LLMs", "small models on phones", "benchmarks", "image editing", "music",
        "graph neural networks", "weather forecasting", "reward models for reasoning", "text to speech", "autonomous driving",
        "embodied agents that plan over long horizons and remember what they saw", "beekeeping", "medieval manuscripts", "cs.CL",
    ];

    static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kolkata"];

    public static Subscriber Reader(int number, KeyRing keys, DateTimeOffset now)
    {
        var dice = new Dice(number + 5_000_000);
        var days = dice.Next(3) switch { 0 => Weekdays.All, 1 => (Weekdays)0b11111, _ => (Weekdays)(1 + dice.Next(127)) };
        if (!EmailAddress.TryParse(string.Create(CultureInfo.InvariantCulture, $"reader{number}@example.org"), out var address, out var why)
            || !DeliveryTime.TryCreate(Zones[dice.Next(Zones.Length)], new TimeOnly(dice.Next(24), dice.Next(60)), days, out var delivery))
            throw new InvalidOperationException(why?.ToString() ?? "No such zone.");
        var lines = Enumerable.Range(0, dice.Next(5)).Select(_ => Lines[dice.Next(Lines.Length)]).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Address = address, AddressHash = keys.Hash(address.Identity), State = SubscriberState.Active,
            NextIssueAt = delivery.NextAfter(now).DueAt, CreatedAt = now, ConfirmedAt = now,
            Preferences = new()
            {
                Delivery = delivery, Size = 1 + dice.Next(20), TrendingAlone = dice.Next(6) == 0,
                Interests = [.. lines.Select(line => new Interest
                {
                    Name = line, Text = line, Slots = dice.Next(5), Weight = 0.5 + dice.Next(), Threshold = dice.Next(4) == 0 ? 0.2 + dice.Next() * 0.4 : null,
                })],
            },
        };
    }
}

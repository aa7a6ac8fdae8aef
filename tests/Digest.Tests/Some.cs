using System.Globalization;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>Values that do not matter to the test that takes them.</summary>
static class Some
{
    /// <summary>A Friday morning, before the day's edition and in summer time.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 7, 17, 6, 0, 0, TimeSpan.Zero);

    public const string Line = "protein folding";

    static int _count;

    /// <summary>An address nobody else has.</summary>
    public static string Address => string.Create(CultureInfo.InvariantCulture, $"reader{Interlocked.Increment(ref _count)}@readers.example");

    /// <summary>A paper that <see cref="Line"/> matches.</summary>
    public static PaperLine Paper => PaperAbout("protein folding");

    /// <summary>A paper about something; its number and title are nobody else's.</summary>
    public static PaperLine PaperAbout(string subject)
    {
        var n = Interlocked.Increment(ref _count);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"2607.{n:00000}"),
            string.Create(CultureInfo.InvariantCulture, $"On {subject}, part {n}"),
            $"We study {subject} with care and report what we found about {subject} in three places.");
    }

    public static PaperLine[] Papers(int count, string subject = "protein folding") =>
        [.. Enumerable.Range(0, count).Select(_ => PaperAbout(subject))];

    public static DeliveryTime Hour(string zone = "UTC", string time = "08:00", Weekdays days = Weekdays.All) =>
        DeliveryTime.TryCreate(zone, TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture), days, out var delivery)
            ? delivery : throw new ArgumentException($"{zone} is no zone or {days} no day.", nameof(zone));
}

/// <summary>A line of a file of papers.</summary>
sealed record PaperLine(string Id, string Title, string Abstract)
{
    public IReadOnlyList<string> Authors { get; init; } = ["Ada Okonjoh", "Bo Lindqvist"];
    public IReadOnlyList<string> Categories { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Doi { get; init; }
    public IReadOnlyDictionary<string, string> Urls { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

using System.Reflection;
using System.Text.Json;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web.Api;

// What programs are told and tell. The document at /api/v1/openapi.json is made of these.

/// <param name="Next">Goes on with this as "after"; null on the last page.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

internal sealed record ApiSubscriber(
    long Id, string Address, string State, string Locale, string Zone, string Time, string Days, int Size, bool Trending, IReadOnlyList<ApiInterest> Interests,
    DateTimeOffset? NextIssueAt, DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt)
{
    public static ApiSubscriber Of(Subscriber subscriber) => new(
        subscriber.Id, subscriber.Address.Text, subscriber.State.ToString().ToLowerInvariant(), subscriber.Preferences.Locale, subscriber.Preferences.Delivery.Zone,
        subscriber.Preferences.Delivery.Time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), WeekdayNames.Write(subscriber.Preferences.Delivery.Days),
        subscriber.Preferences.Size, subscriber.Preferences.TrendingAlone,
        [.. subscriber.Preferences.Interests.Select(i => new ApiInterest(i.Name, i.Text, i.Authors, i.Categories, i.Must, i.MustNot, i.Slots))],
        subscriber.NextIssueAt, subscriber.CreatedAt, subscriber.ConfirmedAt);
}

internal sealed record ApiInterest(
    string Name, string Text, IReadOnlyList<string> Authors, IReadOnlyList<string> Categories, IReadOnlyList<string> Must, IReadOnlyList<string> MustNot, int Slots);

/// <summary>Somebody to add.</summary>
internal sealed record ApiNewSubscriber
{
    public string? Address { get; init; }

    /// <summary>"pending": they are asked by a mail first; "active": you vouch for their consent.</summary>
    public string? State { get; init; }

    /// <summary>How you know of their consent; kept as evidence.</summary>
    public string? Consent { get; init; }

    /// <summary>A line of interest each.</summary>
    public IReadOnlyList<string>? Interests { get; init; }

    public string? Zone { get; init; }

    /// <summary>08:00</summary>
    public string? Time { get; init; }

    /// <summary>all, workdays, or a list such as mon,wed,fri.</summary>
    public string? Days { get; init; }

    public int? Size { get; init; }

    public string? Locale { get; init; }

    /// <summary>The names there are, as they are written in JSON.</summary>
    internal static readonly IReadOnlyList<string> Fields =
        [.. typeof(ApiNewSubscriber).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>A field that is none: what is misspelt would be passed over. Null when there is none.</summary>
    internal static string? Unknown(JsonElement told) => told.ValueKind != JsonValueKind.Object ? null
        : told.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !Fields.Contains(name, StringComparer.OrdinalIgnoreCase));
}

/// <param name="Outcome">"done" or "nothing to change".</param>
/// <param name="Subscriber">As they are now; null once erased.</param>
internal sealed record ApiDone(string Outcome, ApiSubscriber? Subscriber);

internal sealed record ApiDelivery(
    long Id, string Kind, string About, string State, string? Reason, DateTimeOffset PlannedAt, DateTimeOffset? EndedAt, long Subscriber)
{
    public static ApiDelivery Of(MailLine mail) => new(mail.Id, mail.Kind, mail.About, mail.State, mail.Reason, mail.PlannedAt, mail.EndedAt, mail.Subscriber);
}

internal sealed record ApiStory(ApiDelivery Delivery, string MessageId, IReadOnlyList<ApiEvent> Story);

/// <param name="At">Null for what is no event of the mail itself.</param>
internal sealed record ApiEvent(DateTimeOffset? At, string Says);

internal sealed record ApiEdition(long Id, string Period, string Date, DateTimeOffset PreparedAt, long Papers, IReadOnlyList<ApiAnswer> Sources)
{
    public static ApiEdition Of(EditionLine edition) => new(edition.Id, edition.Period.ToString().ToLowerInvariant(), Iso(edition.Date), edition.PreparedAt, edition.Papers,
        [.. edition.Sources.Select(s => new ApiAnswer(s.Source, s.State.ToString().ToLowerInvariant(), s.Papers, s.Reason))]);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed record ApiAnswer(string Source, string State, int Papers, string? Reason);

internal sealed record ApiRanked(ApiEdition Edition, IReadOnlyList<ApiRank> Ranks);

internal sealed record ApiRank(int Rank, double Score, string Title, string Url, string Why);

internal sealed record ApiSource(
    string Name, bool IsAsked, DateTimeOffset? NewestEntryAt, DateTimeOffset? LastAskedAt, DateTimeOffset? LastAnsweredAt, ApiFault? LastError, ApiBrought LastDay,
    ApiBrought LastWeek)
{
    public static ApiSource Of(Digest.Checking.SourceStandings.Standing s) => new(s.Name, s.IsConfigured, s.Told.NewestEntryAt, s.Told.LastAskedAt, s.Told.LastAnsweredAt,
        s.Told.LastError is { } fault ? new(fault.At, fault.About, fault.Reason, fault.WasLate) : null, Brought(s.Told.LastDay), Brought(s.Told.LastWeek));

    static ApiBrought Brought(SourceStory.Brought brought) => new(brought.Listed, brought.New, brought.Joined);
}

internal sealed record ApiFault(DateTimeOffset At, string About, string Reason, bool WasLate);

internal sealed record ApiBrought(long Listed, long New, long Joined);

/// <param name="Due">Mails that could leave now.</param>
/// <param name="Ended">Mails that ended within 24 hours, by state.</param>
/// <param name="Days">The last 30, UTC, the oldest first.</param>
internal sealed record ApiToday(
    DateTimeOffset At, ApiEdition? Edition, long Due, double OldestDueSeconds, long Owed, long InDoubt, long Empty, IReadOnlyDictionary<string, long> Ended,
    IReadOnlyDictionary<string, long> Subscribers, IReadOnlyDictionary<string, long> Suppressions, IReadOnlyList<ApiSource> Sources, IReadOnlyList<ApiRelay> Relays,
    IReadOnlyList<ApiDay> Days);

internal sealed record ApiRelay(string Name, string? Fault, DateTimeOffset? RestsUntil);

internal sealed record ApiDay(string Date, long Sent, long Failed, long Expired, long Suppressed, long Empty, long Joined, long Left, long Complaints)
{
    public static ApiDay Of(DateOnly date, DayFigures.Day day) => new(
        ApiEdition.Iso(date), day.Of("sent"), day.Of("failed"), day.Of("expired"), day.Of("suppressed"), day.Of("empty"), day.Joined, day.Left, day.Complaints);
}

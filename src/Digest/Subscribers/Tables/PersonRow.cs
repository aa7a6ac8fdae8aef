using System.Globalization;

namespace Digest.Subscribers.Tables;

/// <summary>One person of a table, but for their interests, which are read where matching is known.</summary>
/// <param name="State">Active or paused; others are no readers of anybody's.</param>
internal sealed record PersonRow(EmailAddress Address, SubscriberState State, Preferences Preferences)
{
    static readonly string[] TimeForms = ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss", "H.mm"];

    /// <summary>Reads a row, or says which column is wrong and how.</summary>
    /// <param name="locales">The language that a tag means; null for one there are no templates of.</param>
    public static (PersonRow? Person, RowFault? Fault) Read(TableRow row, TableColumns columns, string locale, Func<string, string?> locales, DateOnly today)
    {
        string Of(Column column) => columns.Of(row, column);
        (PersonRow?, RowFault?) Wrong(Column column, string says) => (null, new(column, $"\"{Shown(Of(column))}\" {says}"));

        if (!EmailAddress.TryParse(Of(Column.Address), out var address, out var why))
            return (null, new(Column.Address, "") { Kind = why });
        var time = Subscriptions.DefaultTime;
        if (Of(Column.Time) is { Length: > 0 } clock && !TimeOnly.TryParseExact(clock, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return Wrong(Column.Time, "is no time of day; write it as 08:00");
        if (ZoneOf(Of(Column.Zone)) is not { } zone)
            return Wrong(Column.Zone, "is no IANA time zone; write it as Europe/Berlin");
        var days = Weekdays.All;
        if (Of(Column.Weekdays) is { Length: > 0 } names && !WeekdayNames.TryRead(names.Replace(';', ','), out days))
            return Wrong(Column.Weekdays, "names no days; write all, workdays, or a list such as mon,wed,fri");
        if (Of(Column.Locale) is { Length: > 0 } tag && (locale = locales(tag)!) is null)
            return Wrong(Column.Locale, "is no language there are templates of");
        var size = Preferences.DefaultSize;
        if (Of(Column.Size) is { Length: > 0 } count && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out size)
            || size is < Preferences.SmallestSize or > Preferences.LargestSize))
            return Wrong(Column.Size, string.Create(CultureInfo.InvariantCulture, $"is not {Preferences.SmallestSize} to {Preferences.LargestSize} papers"));
        if (YesOrNo(Of(Column.Trending)) is not { } trending)
            return Wrong(Column.Trending, "is neither yes nor no");
        if (Quiet(Of(Column.QuietDays), today) is not { } quiet)
            return Wrong(Column.QuietDays, "names no days; write them as 2026-12-24..2026-12-26; 2027-01-01");
        return DeliveryTime.TryCreate(zone, time, days, out var delivery)
            ? (new(address, StateOf(Of(Column.State)), new() { Locale = locale, Delivery = delivery.Without(quiet), Size = size, TrendingAlone = trending }), null)
            : throw new InvalidOperationException($"There is no {days} in {zone}.");
    }

    static string? ZoneOf(string text) => text.Length == 0 ? Preferences.DefaultZone : DeliveryTime.IsZone(text) ? text : DeliveryTime.ZoneLike(text);

    static SubscriberState StateOf(string text) => text.ToLowerInvariant() switch
    {
        "" or "active" or "subscribed" or "confirmed" => SubscriberState.Active,
        "paused" => SubscriberState.Paused,
        "pending" or "unconfirmed" => SubscriberState.Pending,
        _ => SubscriberState.Left,
    };

    static bool? YesOrNo(string text) => text.ToLowerInvariant() switch
    {
        "" or "no" or "0" or "false" => false,
        "yes" or "1" or "true" => true,
        _ => null,
    };

    /// <summary>Null where something is no day; days that are over are left out.</summary>
    static QuietDays? Quiet(string text, DateOnly today)
    {
        var kept = new List<string>();
        foreach (var piece in text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (QuietDays.Read(piece, today) is var (days, faults) && days is not null)
                kept.AddRange(days.Lines);
            else if (faults is not [{ Kind: "past" }])
                return null;
        return kept.Count > QuietDays.MostLines ? null : QuietDays.Of(string.Join('\n', kept));
    }

    static string Shown(string text) => Papers.PaperText.Line(text, 40);
}

/// <summary>What is wrong in a row, and in which column.</summary>
internal sealed record RowFault(Column Column, string Says)
{
    /// <summary>A fault that has its sentence in the templates; null where <see cref="Says"/> says it.</summary>
    public Fault? Kind { get; init; }
}

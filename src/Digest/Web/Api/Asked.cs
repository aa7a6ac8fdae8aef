using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web.Api;

/// <summary>Reads whom a program wants added, and tells by field what is wrong.</summary>
internal sealed class Asked(Renderer renderer, AllowedDomains domains)
{
    public const int LongestConsent = 500;

    public bool TryRead(ApiNewSubscriber asked, [NotNullWhen(true)] out EmailAddress? address, [NotNullWhen(true)] out Preferences? preferences)
    {
        (address, preferences) = (null, null);
        if (Faults(asked).Count > 0 || !EmailAddress.TryParse(asked.Address, out address, out _) || !WeekdayNames.TryRead(asked.Days ?? "all", out var days)
            || !DeliveryTime.TryCreate(asked.Zone ?? Preferences.DefaultZone, Time(asked)!.Value, days, out var delivery))
            return false;
        preferences = new()
        {
            Delivery = delivery, Locale = asked.Locale ?? renderer.Locale, Size = asked.Size ?? Preferences.DefaultSize, Interests = Entered.Follow(asked.Interests ?? []),
        };
        return true;
    }

    public Dictionary<string, string[]> Faults(ApiNewSubscriber asked)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!EmailAddress.TryParse(asked.Address, out var address, out var why))
            faults["address"] = [FaultSentence.InEnglish(why)];
        else if (domains.FaultOf(address) is { } elsewhere)
            faults["address"] = [FaultSentence.InEnglish(elsewhere)];
        if (asked.State is not ("pending" or "active"))
            faults["state"] = ["It is pending or active."];
        if (PaperText.Line(asked.Consent, LongestConsent + 1) is not { Length: > 0 and <= LongestConsent })
            faults["consent"] = [$"Say how you know of their consent, in at most {LongestConsent.ToString(CultureInfo.InvariantCulture)} characters."];
        if (asked.Zone is { } zone && !DeliveryTime.IsZone(zone))
            faults["zone"] = ["This is no IANA time zone; write it as Europe/Berlin."];
        if (Time(asked) is null)
            faults["time"] = ["This is no time of day; write it as 08:00."];
        if (asked.Days is { } days && !WeekdayNames.TryRead(days, out _))
            faults["days"] = ["This names no days; write all, workdays, or a list such as mon,wed,fri."];
        if (asked.Size is < Preferences.SmallestSize or > Preferences.LargestSize)
            faults["size"] = [string.Create(CultureInfo.InvariantCulture, $"{Preferences.SmallestSize} to {Preferences.LargestSize} papers.")];
        if (asked.Locale is { } locale && !renderer.Current.Has(locale))
            faults["locale"] = [$"There are templates of {string.Join(", ", renderer.Current.Locales)}."];
        var lines = (asked.Interests ?? []).SelectMany(line => Entered.Read(line).Faults).Select(FaultSentence.InEnglish).ToArray();
        if (lines.Length > 0)
            faults["interests"] = lines;
        else if (Entered.Follow(asked.Interests ?? []).Count > Interest.MostInterests)
            faults["interests"] = [string.Create(CultureInfo.InvariantCulture, $"A subscriber has at most {Interest.MostInterests} interests.")];
        return faults;
    }

    static TimeOnly? Time(ApiNewSubscriber asked) => asked.Time is null ? Subscriptions.DefaultTime
        : TimeOnly.TryParseExact(asked.Time, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}

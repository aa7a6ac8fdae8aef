namespace Digest.Subscribers;

/// <summary>Decides whether a sign-up is answered by a confirmation mail. Whatever it decides, the person at the form sees
/// the same page.</summary>
internal static class SignUpRule
{
    /// <summary>A confirmation per address a day, and three in thirty days, whoever asks: more is a way to pester a
    /// stranger.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24), Month = TimeSpan.FromDays(30);

    public const int MostInMonth = 3;

    /// <param name="asked">When confirmations were asked for before, for this address in all its spellings, that nobody
    /// confirmed: who confirms is no stranger to the mailbox, and may leave and come back the same day.</param>
    /// <param name="isNever">The owner of the address said never.</param>
    public static SignUpAnswer Answer(DateTimeOffset now, IEnumerable<DateTimeOffset> asked, bool isNever)
    {
        if (isNever)
            return SignUpAnswer.Never;
        var recent = asked.Where(at => at > now - Month).ToList();
        if (recent.Count >= MostInMonth || recent.Any(at => at > now - Day))
            return SignUpAnswer.TooSoon;
        return SignUpAnswer.Confirm;
    }
}

internal enum SignUpAnswer { Confirm, TooSoon, Never }

namespace Digest.Delivering;

/// <summary>
/// How many mails a minute a domain takes after it asked for fewer (421, 45x): half of what it was given, and a tenth more with each
/// minute that passes, until it takes the usual number again. A function of what was written down and the time, so that it
/// outlives the process.
/// </summary>
/// <param name="PerMinute">When it was slowed.</param>
/// <param name="Usual">What it was given before it ever asked.</param>
internal sealed record DomainPace(string Domain, double PerMinute, double Usual, DateTimeOffset SlowedAt)
{
    /// <summary>Never slower: a mail in ten seconds is no burden, and tells when the domain is well again.</summary>
    public const double Slowest = 6;

    const double GrowthPerMinute = 1.1;

    /// <summary>Answers to mails that were on their way when it was slowed say nothing new.</summary>
    static readonly TimeSpan Reaction = TimeSpan.FromSeconds(30);

    public double At(DateTimeOffset now) =>
        PerMinute * Math.Pow(GrowthPerMinute, Math.Clamp((now - SlowedAt).TotalMinutes, 0, 24 * 60));

    public bool IsOver(DateTimeOffset now) => At(now) >= Math.Max(Usual, 2 * Slowest);

    /// <summary>The pace after the domain asked for fewer.</summary>
    /// <param name="present">Null: it was not slowed, or it is over.</param>
    /// <param name="recent">Mails it was given in the last minute.</param>
    /// <param name="dice">0 to 1: not all who were put off halve alike.</param>
    public static DomainPace Slow(string domain, DomainPace? present, double recent, double dice, DateTimeOffset now)
    {
        if (present is not null && !present.IsOver(now))
            return now - present.SlowedAt < Reaction ? present : present with { PerMinute = Half(present.At(now), dice), SlowedAt = now };
        return new(domain, Half(recent, dice), recent, now);
    }

    static double Half(double rate, double dice) => Math.Max(Slowest, rate * (0.5 - (0.1 * dice)));
}

namespace Digest.Bounces;

/// <summary>
/// When an address is mailed no more: each day's worst bounce adds to a score that halves in thirty days, and a score of 1 is
/// enough. One report that the mailbox is gone is 1, half when our own relay says so; a full mailbox or an unreachable server is a quarter, so five bad letters in
/// a row, or six bad weeks of a weekly reader. What is about us is nothing. All of it only where the report shows that it has seen
/// a mail of ours; who merely names an address can be anybody, and adds a fifth that never comes to more than half in all.
/// </summary>
internal static class SuppressionRule
{
    public const double Enough = 1;

    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>What reports that only name an address come to together, at most.</summary>
    public const double MostOfHearsay = 0.5;

    /// <param name="isElsewhere">The mail was passed on, and failed at another address than ours to know: one member of a group, perhaps.</param>
    public static double Weight(BounceCause cause, Proof proof, bool isElsewhere) => (cause, proof) switch
    {
        (BounceCause.Ours, _) => 0,
        (BounceCause.Gone, Proof.Address) => 0.2,
        // A relay that is set up wrongly says it of everybody, in one morning: what it says itself takes three bad days.
        (BounceCause.Gone, Proof.Dialogue) => 0.5,
        (_, Proof.Address) => 0.05,
        (BounceCause.Gone, _) => isElsewhere ? 0.25 : 1,
        _ => 0.25,
    };

    /// <summary>What the bounces of an address come to at an instant. Of each day (UTC) only the worst counts, with proof and without.</summary>
    public static double Score(IEnumerable<Bounce> bounces, DateTimeOffset now)
    {
        double seen = 0, heard = 0;
        foreach (var day in bounces.GroupBy(b => (b.At.UtcDateTime.Date, IsHearsay: b.Proof == Proof.Address)))
        {
            var worst = day.Max(b => b.Weight * Math.Pow(0.5, Math.Max(0, (now - b.At) / HalfLife)));
            if (day.Key.IsHearsay)
                heard += worst;
            else
                seen += worst;
        }
        return seen + Math.Min(heard, MostOfHearsay);
    }

    /// <summary>Rounded: halving by fractions of days leaves the last digits to chance.</summary>
    public static bool IsEnough(double score) => Math.Round(score, 6) >= Enough;
}

/// <summary>How a report shows which reader it is about.</summary>
internal enum Proof
{
    /// <summary>The relay said it to us, in the dialogue about this very mail.</summary>
    Dialogue,

    /// <summary>It came to the return address that one mail had.</summary>
    ReturnPath,

    /// <summary>It brings back a link that our keys signed.</summary>
    Token,

    /// <summary>It names a mail by its Message-ID, which nobody can guess.</summary>
    MessageId,

    /// <summary>It names an address, which everybody can.</summary>
    Address,
}

/// <summary>Something that came back, as it counts.</summary>
internal sealed record Bounce(DateTimeOffset At, double Weight, Proof Proof);

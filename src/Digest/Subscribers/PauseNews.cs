namespace Digest.Subscribers;

/// <summary>Which mail is worth sending when letters stop or begin again: one that tells what its reader has not just seen on a page,
/// and none about what did not last.</summary>
internal static class PauseNews
{
    static readonly TimeSpan Never = TimeSpan.MaxValue, AtOnce = TimeSpan.Zero, Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    /// <summary>What happened, the mail about it, and how long the pause must have lasted for that.</summary>
    static readonly Dictionary<PauseEvent, (NoticeKind Mail, TimeSpan Least)> Table = new()
    {
        // The mail has the link to resume by, for whoever closed the page.
        [PauseEvent.Paused] = (NoticeKind.Paused, AtOnce),

        // Somebody trying days has the mail of the first of them, and the page for the others.
        [PauseEvent.PausedAnew] = (NoticeKind.Paused, Hour),

        // The page says so; after a day away it is worth keeping.
        [PauseEvent.ResumedByPage] = (NoticeKind.Back, Day),

        // The operator did it, and no page said so.
        [PauseEvent.ResumedByCommand] = (NoticeKind.Back, Hour),

        // After some days the letter itself says enough.
        [PauseEvent.ResumedByDate] = (NoticeKind.Back, 7 * Day),

        // A goodbye said that it was the last mail.
        [PauseEvent.ReturnedAfterGoodbye] = (NoticeKind.Back, AtOnce),
        [PauseEvent.ReturnedInSilence] = (NoticeKind.Back, Never),
    };

    /// <param name="lasted">How long the pause has lasted.</param>
    /// <returns>Null when nothing is worth a mail.</returns>
    public static NoticeKind? Owed(PauseEvent what, TimeSpan lasted) => Table[what] is var (mail, least) && lasted >= least ? mail : null;
}

internal enum PauseEvent
{
    Paused,

    /// <summary>Paused already, until another day now.</summary>
    PausedAnew,
    ResumedByPage,
    ResumedByCommand,
    ResumedByDate,

    /// <summary>Leaving was taken back, and a goodbye had gone out…</summary>
    ReturnedAfterGoodbye,

    /// <summary>…or had not.</summary>
    ReturnedInSilence,
}

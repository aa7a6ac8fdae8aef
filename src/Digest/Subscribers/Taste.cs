namespace Digest.Subscribers;

/// <summary>What a subscriber said of papers they were sent, beside the interests they named.</summary>
/// <param name="Feedback">Oldest first; one at most for a paper.</param>
/// <param name="Mutes">What they never want to see, oldest first.</param>
internal sealed record Taste(IReadOnlyList<Feedback> Feedback, IReadOnlyList<Mute> Mutes)
{
    public static Taste None { get; } = new([], []);
}

/// <summary>More or less of what a paper is like.</summary>
/// <param name="Paper">The catalogue's number.</param>
/// <param name="Interest">The interest it stood under, by number, which it is about; null: it stood under none.</param>
/// <param name="Issue">The issue it was said from, by number; null when from elsewhere.</param>
internal sealed record Feedback(long Paper, Verdict Verdict, long? Interest, long? Issue, DateTimeOffset At);

internal enum Verdict { More, Less }

/// <summary>No papers by this author, or with these words.</summary>
/// <param name="What">As the subscriber gave it.</param>
internal sealed record Mute(MuteKind Kind, string What, DateTimeOffset At);

internal enum MuteKind { Author, Words }

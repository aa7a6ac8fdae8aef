namespace Digest.Subscribers;

/// <summary>What a subscriber said of papers they were sent, beside the interests they named.</summary>
/// <param name="Feedback">Oldest first; one at most for a paper.</param>
/// <param name="Mutes">What they never want to see, oldest first.</param>
internal sealed record Taste(IReadOnlyList<Feedback> Feedback, IReadOnlyList<Mute> Mutes)
{
    public static Taste None { get; } = new([], []);

    /// <summary>What was said of a paper; null when nothing was.</summary>
    public Feedback? Of(long paper) => Feedback.FirstOrDefault(f => f.Paper == paper);

    public bool IsMuted(MuteKind kind, string what) => Mutes.Any(m => m.Kind == kind && m.What == what);

    /// <summary>As it would be after this was said, in place of what was said of the paper before.</summary>
    public Taste With(Feedback said) => this with { Feedback = [.. Feedback.Where(f => f.Paper != said.Paper), said] };

    public Taste With(Mute mute) => IsMuted(mute.Kind, mute.What) ? this : this with { Mutes = [.. Mutes, mute] };
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

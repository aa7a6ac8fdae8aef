using Digest.Composing;
using Digest.Matching;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest;

/// <summary>More, less and never again, behind the links of a letter: whose paper a link is about, what each change would have
/// made of the issue it stood in, and the change itself. Looking writes nothing.</summary>
internal sealed class Tuning(
    SubscriberStore subscribers, TasteStore tastes, IssueStore issues, Catalogue catalogue, IssueRun issueRun, KeyRing keys, TimeProvider time)
{
    /// <summary>Authors and words that are offered for muting, at most: those that the letter told.</summary>
    const int MostAuthors = 3, MostWords = 4;

    /// <summary>Whose link this is and what it is about; null for one that this service did not make, or that was mailed before
    /// its reader left and came back.</summary>
    public async Task<TunedPaper?> OpenAsync(string? tokenText, CancellationToken ct)
    {
        if (!SubscriptionToken.TryRead(tokenText, keys, out var token) || token.Purpose != TokenPurpose.Tune
            || await subscribers.FindAsync(token.Subscriber, ct) is not { } reader
            || (reader.TokenVersion != token.TokenVersion && reader.State != SubscriberState.Left)
            || await catalogue.FindAsync(token.Object, ct) is not { } paper)
            return null;
        return new(reader, token.Object, paper) { Issue = await issues.ThatShowedAsync(reader.Id, token.Object, ct) };
    }

    /// <summary>All that can be asked for at a paper, each with what it would have changed.</summary>
    /// <param name="chosen">What the reader came for, which stands first; null for nothing in particular.</param>
    public async Task<IReadOnlyList<Offer>> OffersAsync(TunedPaper at, TasteChange? chosen, CancellationToken ct)
    {
        TasteChange[] all =
        [
            TasteChange.Say(Verdict.More), TasteChange.Say(Verdict.Less),
            .. at.Paper.Authors.Where(name => Muting.Read(MuteKind.Author, name) == name).Take(MostAuthors)
                .Select(name => TasteChange.Mute(MuteKind.Author, name)),
            .. (at.Entry?.Words ?? []).Where(words => IsWords(words, at.Paper)).Take(MostWords)
                .Select(words => TasteChange.Mute(MuteKind.Words, words)),
        ];
        if (chosen is not null && MuteOf(chosen, default) is { } typed)
            chosen = TasteChange.Mute(typed.Kind, typed.What);
        var was = await ReconsiderAsync(at, at.Reader.Taste, ct);
        var offers = new List<Offer>();
        foreach (var change in chosen is null ? all : all.Prepend(chosen).Distinct())
            offers.Add(new(change, IsSaid(at, change), await EffectAsync(at, was, change, ct)));
        return offers;
    }

    /// <summary>Why a change cannot be made; null when it can.</summary>
    public static TuneRefusal? Refuse(TunedPaper at, TasteChange change) => change.Verb switch
    {
        TasteVerb.MuteAuthor when !at.Paper.Authors.Contains(change.What, StringComparer.Ordinal) => TuneRefusal.Unknown,
        TasteVerb.MuteAuthor or TasteVerb.MuteWords when MuteOf(change, default) is null => TuneRefusal.NothingToMute,
        TasteVerb.MuteAuthor or TasteVerb.MuteWords when at.Reader.Taste.Mutes.Count >= TasteStore.MostMutes && !IsSaid(at, change) => TuneRefusal.TooMany,
        _ => null,
    };

    /// <summary>Does it, unless it was done already.</summary>
    /// <param name="change">One that is not refused.</param>
    public async Task<Tuned> DoAsync(TunedPaper at, TasteChange change, CancellationToken ct)
    {
        var (reader, taste, now) = (at.Reader.Id, at.Reader.Taste, time.GetUtcNow());
        switch (change.Verb)
        {
            case TasteVerb.More or TasteVerb.Less:
                var said = SaidOf(at, change, now);
                var undo = taste.Of(at.Number) is { } before && before.Verdict != said.Verdict
                    ? TasteChange.PutBack(before) : TasteChange.Unsay(at.Number);
                var effect = await EffectAsync(at, await ReconsiderAsync(at, taste, ct), change, ct);
                return new(change, await tastes.SayAsync(reader, said, ct), undo, effect);
            case TasteVerb.MuteAuthor or TasteVerb.MuteWords:
                var mute = MuteOf(change, now) ?? throw new InvalidOperationException($"{change.Do} was not refused.");
                var made = await EffectAsync(at, await ReconsiderAsync(at, taste, ct), change, ct);
                return new(change with { What = mute.What }, await tastes.MuteAsync(reader, mute, ct), TasteChange.Unmute(mute.Kind, mute.What), made);
            case TasteVerb.Unsay:
                return new(change, await tastes.UnsayAsync(reader, change.Paper!.Value, ct), null, null);
            default:
                var kind = change.Verb == TasteVerb.UnmuteAuthor ? MuteKind.Author : MuteKind.Words;
                return new(change, await tastes.UnmuteAsync(reader, kind, change.What, ct), null, null);
        }
    }

    /// <summary>All that a reader said so far, the latest first, papers with their titles.</summary>
    public async Task<IReadOnlyList<SaidSoFar>> SaidAsync(long reader, CancellationToken ct)
    {
        var taste = (await subscribers.FindAsync(reader, ct))?.Taste ?? Taste.None;
        var titles = await catalogue.TitlesAsync([.. taste.Feedback.Select(f => f.Paper)], ct);
        var feedback = taste.Feedback.Select(f => new SaidSoFar(
            TasteChange.Say(f.Verdict) with { What = titles.GetValueOrDefault(f.Paper, "") }, TasteChange.Unsay(f.Paper), f.At));
        var mutes = taste.Mutes.Select(m => new SaidSoFar(TasteChange.Mute(m.Kind, m.What), TasteChange.Unmute(m.Kind, m.What), m.At));
        return [.. feedback.Concat(mutes).OrderByDescending(s => s.At)];
    }

    // Words that name an author are offered as that author.
    static bool IsWords(string words, Paper paper) =>
        Muting.Read(MuteKind.Words, words) == words && !paper.Authors.Contains(words, StringComparer.OrdinalIgnoreCase);

    static bool IsSaid(TunedPaper at, TasteChange change) => change.Verb switch
    {
        TasteVerb.More => at.Reader.Taste.Of(at.Number)?.Verdict == Verdict.More,
        TasteVerb.Less => at.Reader.Taste.Of(at.Number)?.Verdict == Verdict.Less,
        TasteVerb.MuteAuthor => at.Reader.Taste.IsMuted(MuteKind.Author, change.What),
        _ => at.Reader.Taste.IsMuted(MuteKind.Words, change.What),
    };

    /// <summary>What it would have made of the issue; null when the issue is not kept any more.</summary>
    async Task<IssueChange?> EffectAsync(TunedPaper at, Issue? was, TasteChange change, CancellationToken ct)
    {
        if (was is null)
            return null;
        var taste = at.Reader.Taste;
        var (now, told) = (time.GetUtcNow(), IsSaid(at, change));
        var after = told ? taste
            : change.Verb is TasteVerb.More or TasteVerb.Less ? taste.With(SaidOf(at, change, now))
            : MuteOf(change, now) is { } mute ? taste.With(mute) : taste;
        return after == taste ? IssueChange.None : IssueChange.Between(was, (await ReconsiderAsync(at, after, ct))!);
    }

    async Task<Issue?> ReconsiderAsync(TunedPaper at, Taste taste, CancellationToken ct) => at.Issue is null ? null
        : (await issueRun.ReconsiderAsync(at.Reader with { Taste = taste }, at.Issue, ct)).Issue;

    static Feedback SaidOf(TunedPaper at, TasteChange change, DateTimeOffset now) => new(
        at.Number, change.Verb == TasteVerb.More ? Verdict.More : Verdict.Less, at.Interest?.Id, at.Issue?.Id,
        change.SaidAt is { } said && said < now ? said : now);

    /// <summary>What it mutes; null for what mutes nothing.</summary>
    static Mute? MuteOf(TasteChange change, DateTimeOffset now)
    {
        if (change.Verb is not (TasteVerb.MuteAuthor or TasteVerb.MuteWords))
            return null;
        var kind = change.Verb == TasteVerb.MuteAuthor ? MuteKind.Author : MuteKind.Words;
        return Muting.Read(kind, change.What) is { } what ? new(kind, what, now) : null;
    }
}

/// <summary>A paper that somebody was sent, as they look back at it.</summary>
/// <param name="Number">Under which they were sent it; it may have become part of another since.</param>
internal sealed record TunedPaper(Subscriber Reader, long Number, Paper Paper)
{
    /// <summary>The issue that showed it; null once that is not kept any more.</summary>
    public SavedIssue? Issue { get; init; }

    public SavedSection? Section => Issue?.Sections.FirstOrDefault(s => s.Entries.Any(e => e.Paper == Number));

    public SavedEntry? Entry => Section?.Entries.First(e => e.Paper == Number);

    /// <summary>The interest it stood under; null when it stood under none, or the interest is gone.</summary>
    public Interest? Interest => Section is { Kind: SectionKind.ForYou, Interest: { } name }
        ? Reader.Preferences.Interests.FirstOrDefault(i => i.Name == name) : null;
}

/// <param name="IsSaid">It was asked for already.</param>
/// <param name="Effect">What it would have made of the issue; null when that is not known any more.</param>
internal sealed record Offer(TasteChange Change, bool IsSaid, IssueChange? Effect);

/// <param name="IsNew">False: it was so already.</param>
/// <param name="Undo">What puts back what was before; null after an undo.</param>
internal sealed record Tuned(TasteChange Change, bool IsNew, TasteChange? Undo, IssueChange? Effect);

/// <param name="Change">What was asked for; of more and less with the paper's title.</param>
internal sealed record SaidSoFar(TasteChange Change, TasteChange Undo, DateTimeOffset At);

internal enum TuneRefusal
{
    /// <summary>Nothing that any form of ours asks for.</summary>
    Unknown,

    /// <summary>Words that no paper could say, or too many of them.</summary>
    NothingToMute,

    /// <summary>As much is muted as is kept.</summary>
    TooMany,
}

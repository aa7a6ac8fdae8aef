using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Digest.Subscribers;

/// <summary>One thing a reader can ask for on the page behind a letter's links, as its forms post it: what to do, and with
/// what.</summary>
/// <param name="What">The name or the words to mute or to hear again, the number of the paper to unsay; of more and less the
/// instant it was first said at, when it is put back, else empty.</param>
internal sealed record TasteChange(TasteVerb Verb, string What = "")
{
    static readonly Dictionary<string, TasteVerb> Verbs = new(StringComparer.Ordinal)
    {
        ["more"] = TasteVerb.More,
        ["less"] = TasteVerb.Less,
        ["mute-author"] = TasteVerb.MuteAuthor,
        ["mute-words"] = TasteVerb.MuteWords,
        ["unsay"] = TasteVerb.Unsay,
        ["unmute-author"] = TasteVerb.UnmuteAuthor,
        ["unmute-words"] = TasteVerb.UnmuteWords,
    };

    /// <summary>The verb as forms and links write it.</summary>
    public string Do => Verbs.First(v => v.Value == Verb).Key;

    /// <summary>The paper to unsay; null for other verbs.</summary>
    public long? Paper => Verb == TasteVerb.Unsay ? Number(What) : null;

    /// <summary>When what is put back was said; null when it is said now.</summary>
    public DateTimeOffset? SaidAt => Verb is TasteVerb.More or TasteVerb.Less && Number(What) is { } ms
        ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    public static TasteChange Say(Verdict verdict) => new(verdict == Verdict.More ? TasteVerb.More : TasteVerb.Less);

    /// <summary>Says what was said, as of when it was.</summary>
    public static TasteChange PutBack(Feedback said) =>
        Say(said.Verdict) with { What = said.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) };

    public static TasteChange Unsay(long paper) => new(TasteVerb.Unsay, paper.ToString(CultureInfo.InvariantCulture));

    public static TasteChange Mute(MuteKind kind, string what) => new(kind == MuteKind.Author ? TasteVerb.MuteAuthor : TasteVerb.MuteWords, what);

    public static TasteChange Unmute(MuteKind kind, string what) => new(kind == MuteKind.Author ? TasteVerb.UnmuteAuthor : TasteVerb.UnmuteWords, what);

    /// <summary>Reads what a form posted or a link says; false for what none of ours would.</summary>
    public static bool TryRead(string? verb, string? what, [NotNullWhen(true)] out TasteChange? change)
    {
        change = verb is not null && Verbs.TryGetValue(verb, out var known) ? new(known, what ?? "") : null;
        var isSense = change?.Verb switch
        {
            null => false,
            TasteVerb.More or TasteVerb.Less => change.What.Length == 0 || change.SaidAt is not null,
            TasteVerb.Unsay => change.Paper is not null,
            _ => true,
        };
        change = isSense ? change : null;
        return isSense;
    }

    // Up to 9999-12-31, as an instant; papers have smaller numbers.
    static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 253402300799999 ? number : null;
}

internal enum TasteVerb
{
    More,
    Less,
    MuteAuthor,
    MuteWords,

    /// <summary>Takes back more or less.</summary>
    Unsay,
    UnmuteAuthor,
    UnmuteWords,
}

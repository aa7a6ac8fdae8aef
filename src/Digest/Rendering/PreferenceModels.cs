namespace Digest.Rendering;

// What the templates of the pages "preferences", "erase" and "left" see.

/// <summary>Page "preferences": all that a reader chose, each with the form that changes it.</summary>
/// <param name="Token">Of the link; forms post to the same address.</param>
/// <param name="State">"active" or "paused".</param>
/// <param name="Done">What was just done: "added", "already", "edited", "removed", "moved", "letter", "paused", "resumed", "tried",
/// "quiet", "move" (another address was asked for), "stay" (that was called off), "gone" (the interest was not there any more); empty at first.</param>
/// <param name="About">The names of the interests that it was done to.</param>
internal sealed record PreferencesPage(
    SiteModel Site, LanguageModel Language, string Token, string Address, string State, string Done, IReadOnlyList<string> About)
{
    /// <summary>Why what was posted was not done, where no single field is to blame: "unknown" or "too_large"; mostly empty.</summary>
    public string Error { get; init; } = "";

    /// <summary>The next letter's day and hour on the reader's own clock; null while none is due by itself.</summary>
    public DateOnly? NextDay { get; init; }

    public string NextTime { get; init; } = "";

    /// <summary>The reader's own letters as a feed, and <see cref="JsonUrl"/>.</summary>
    public required string AtomUrl { get; init; }

    public required string JsonUrl { get; init; }

    /// <summary>The letters that went out, newest first; as many as are worth listing.</summary>
    public IReadOnlyList<ReceivedModel> Received { get; init; } = [];

    /// <summary>The zone that is kept, whatever stands in the form.</summary>
    public required string Zone { get; init; }

    /// <summary>From now; 0 when it is due already.</summary>
    public int NextMinutes { get; init; }

    public required IReadOnlyList<InterestModel> Interests { get; init; }

    public required int MostInterests { get; init; }

    public required LetterModel Letter { get; init; }

    /// <summary>What stands in the box for more interests.</summary>
    public string Line { get; init; } = "";

    public IReadOnlyList<FaultModel> LineFaults { get; init; } = [];

    public IReadOnlyList<string> Understood { get; init; } = [];

    /// <summary>Posted back: says that the faults of this very line were told.</summary>
    public string Told { get; init; } = "";

    /// <summary>What the interests that were tried would have brought.</summary>
    public IReadOnlyList<SectionModel> Tried { get; init; } = [];

    /// <summary>What was typed as the day until which to pause.</summary>
    public string Until { get; init; } = "";

    /// <summary>"no_day", "past" or "far"; mostly empty.</summary>
    public string UntilFault { get; init; } = "";

    /// <summary>The first and the last day that can be named, as "2026-07-18".</summary>
    public string UntilFirst { get; init; } = "";

    public string UntilLast { get; init; } = "";

    /// <summary>To choose from; with one there is no choice.</summary>
    public IReadOnlyList<LanguageModel> Languages { get; init; } = [];

    /// <summary>Some days after the first, for an example.</summary>
    public string UntilSoon { get; init; } = "";

    /// <summary>Days without letters as they stand in their form, a day or a span a line.</summary>
    public string Quiet { get; init; } = "";

    public IReadOnlyList<QuietFaultModel> QuietFaults { get; init; } = [];

    public int MostQuiet { get; init; }

    /// <summary>As much as is shown of the address that letters are to move to; empty when nothing is asked for.</summary>
    public string MoveShown { get; init; } = "";

    /// <summary>What was typed as the new address.</summary>
    public string MoveAddress { get; init; } = "";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public FaultModel? MoveFault { get; init; }

    /// <summary>Names of time zones to choose from.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];
}

/// <summary>A letter that went out.</summary>
/// <param name="Count">Its papers.</param>
/// <param name="Url">Its own page.</param>
internal sealed record ReceivedModel(DateOnly Day, int Count, string Url);

/// <summary>An interest and its form.</summary>
/// <param name="Words">As they stand in its form.</param>
/// <param name="Slots">As it stands in its form.</param>
/// <param name="Papers">Titles of examples, or their numbers.</param>
internal sealed record InterestModel(
    long Id, string Title, string Name, string Words, string Slots, IReadOnlyList<string> Authors, IReadOnlyList<string> Categories,
    IReadOnlyList<string> Papers, IReadOnlyList<string> Must, IReadOnlyList<string> MustNot)
{
    /// <summary>As they stand in its form, one a line; likewise the three below.</summary>
    public string AuthorsText { get; init; } = "";

    public string CategoriesText { get; init; } = "";

    public string MustText { get; init; } = "";

    public string MustNotText { get; init; } = "";

    /// <summary>What is wrong with what was typed; mostly empty.</summary>
    public IReadOnlyList<FaultModel> Faults { get; init; } = [];
}

/// <summary>A line of days without letters that was not understood.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Kind">"no_day", "backwards", "past", "far" or "too_many".</param>
internal sealed record QuietFaultModel(int Line, string Kind);

/// <summary>When letters come and how large they are, as it stands in the form.</summary>
/// <param name="Days">1 for Monday to 7 for Sunday.</param>
/// <param name="Faults">Of "days", "time", "zone", "size" and "locale" those that were not understood.</param>
internal sealed record LetterModel(IReadOnlyList<int> Days, string Time, string Zone, string Size, bool Trending, IReadOnlyList<string> Faults)
{
    /// <summary>Of the letters' language.</summary>
    public string Locale { get; init; } = "";
}

/// <summary>Page "erase": asks once more.</summary>
internal sealed record ErasePage(SiteModel Site, LanguageModel Language, string Token, string Address);

/// <summary>Page "left": the reader is unsubscribed.</summary>
/// <param name="ReturnUrl">Where forms post that take it back; empty when it is too late for that.</param>
/// <param name="Sought">They came for their preferences.</param>
internal sealed record LeftPage(SiteModel Site, LanguageModel Language, string ReturnUrl, bool Sought);

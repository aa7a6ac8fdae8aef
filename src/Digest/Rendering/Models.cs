namespace Digest.Rendering;

// What templates see. Every property is a name in snake_case there; docs and templates change with it.

/// <summary>On every mail and page.</summary>
internal sealed record SiteModel(string Service, string Home, string OperatorName, string PostalAddress, string Contact);

/// <param name="Dir">"ltr" or "rtl".</param>
internal sealed record LanguageModel(string Tag, string Dir)
{
    /// <summary>Its own name for itself: "Deutsch".</summary>
    public string Name { get; init; } = "";

    /// <summary>"?lang=de" where it was chosen against what the browser asks for, so that links keep to it; else empty.</summary>
    public string Stay { get; init; } = "";

    /// <summary>The same page in other languages; empty in mails, and on pages that are not to be shared.</summary>
    public IReadOnlyList<OtherLanguage> Others { get; init; } = [];
}

internal sealed record OtherLanguage(string Tag, string Dir, string Name, string Url);

/// <summary>Mail "digest".</summary>
/// <param name="Day">The subscriber's own date.</param>
/// <param name="Missing">Sources whose list of the newest edition's day is not in it, whatever the reason.</param>
/// <param name="Late">Those of them that answered and did not have it yet.</param>
/// <param name="Failed">Those that did not answer.</param>
/// <param name="UnsubscribeUrl">Opens the page for leaving.</param>
internal sealed record DigestModel(
    SiteModel Site, LanguageModel Language, DateOnly Day, int Count, IReadOnlyList<SectionModel> Sections,
    IReadOnlyList<string> Missing, IReadOnlyList<string> Late, IReadOnlyList<string> Failed, string UnsubscribeUrl)
{
    /// <summary>The paper that matches this reader best, else what trends most; null when there is none.</summary>
    public EntryModel? Best { get; init; }

    /// <summary>Papers left out because the mail would be too large; mostly 0. They are among <see cref="Count"/>.</summary>
    public int MoreOnWeb { get; init; }

    /// <summary>Opens the page of all that the reader chose.</summary>
    public string PreferencesUrl { get; init; } = "";

    /// <summary>News about papers that this reader received; mostly empty.</summary>
    public IReadOnlyList<UpdateModel> Updates { get; init; } = [];

    /// <summary>The issue's own page; empty in a preview of one that is not planned yet.</summary>
    public string WebUrl { get; init; } = "";
}

/// <param name="Lang">The title's language, a tag such as "en".</param>
/// <param name="Kind">"withdrawn", "version" or "code".</param>
/// <param name="Version">The version's number; empty for other kinds.</param>
/// <param name="CodeUrl">Empty for other kinds.</param>
internal sealed record UpdateModel(string Title, string Lang, string Url, string Kind, string Version, string CodeUrl);

/// <param name="Kind">"for_you", "trending" or "discovery" (one that trends, outside what the reader follows).</param>
/// <param name="Interest">The interest's name; empty for the other kinds.</param>
internal sealed record SectionModel(string Kind, string Interest, IReadOnlyList<EntryModel> Entries);

/// <param name="Number">Counts through the issue, from 1.</param>
/// <param name="Authors">The first names, at most three.</param>
/// <param name="MoreAuthors">How many are left out.</param>
/// <param name="Summary">One sentence or the beginning of the abstract; may be empty.</param>
/// <param name="Published">Null when no source says.</param>
/// <param name="Words">The interest's words found in it; empty for a trending entry.</param>
/// <param name="Reason">Why it ranks, the kind of the first of its reasons.</param>
/// <param name="Reasons">One or two.</param>
/// <param name="Upvotes">0 when none are counted; likewise comments and stars.</param>
internal sealed record EntryModel(
    int Number, string Title, string Url, IReadOnlyList<string> Authors, int MoreAuthors, string Summary, string Abstract,
    DateOnly? Published, IReadOnlyList<string> Categories, IReadOnlyList<string> Words, string Reason, IReadOnlyList<ReasonModel> Reasons,
    int Upvotes, int Comments, int Stars, string PdfUrl, string CodeUrl, string ProjectUrl, string DiscussionUrl)
{
    /// <summary>The title of a liked paper that it is like; empty where that is not what brought it.</summary>
    public string Like { get; init; } = "";

    /// <summary>Where its reader says more or less of it; empty on pages, which do not know who reads.</summary>
    public string TuneUrl { get; init; } = "";

    /// <summary>The language of the title, a tag such as "en".</summary>
    public required string Lang { get; init; }

    /// <summary>…of the abstract, and…</summary>
    public required string AbstractLang { get; init; }

    /// <summary>…of the summary, which a source may give in another.</summary>
    public required string SummaryLang { get; init; }
}

/// <summary>Why a paper ranks.</summary>
/// <param name="Kind">"new", "upvotes", "comments", "stars" (in all), "place" (in a list), "gained", "rising" (upvotes in a
/// day), "stars_gained" (in a day) or "new_code".</param>
/// <param name="Count">The count that goes with it.</param>
/// <param name="Factor">How many times the usual that is; 0 when it is not to be told.</param>
/// <param name="Day">The day of the list, for a place; else null.</param>
internal sealed record ReasonModel(string Kind, int Count, double Factor, DateOnly? Day);

/// <summary>Mail "confirm". Holds nothing that a stranger typed.</summary>
internal sealed record ConfirmModel(SiteModel Site, LanguageModel Language, string ConfirmUrl, string NeverUrl, int Hours);

/// <summary>Mail "welcome".</summary>
/// <param name="Interests">Their names; empty for somebody who gets what is trending.</param>
/// <param name="Time">Local time of day, "08:00".</param>
internal sealed record WelcomeModel(
    SiteModel Site, LanguageModel Language, IReadOnlyList<string> Interests, string Time, string Zone, string UnsubscribeUrl)
{
    /// <summary>Opens the page of all that the reader chose.</summary>
    public string PreferencesUrl { get; init; } = "";
}

/// <summary>Mail "goodbye".</summary>
internal sealed record GoodbyeModel(SiteModel Site, LanguageModel Language);

/// <summary>Mails "move-here", "move-away", "moved-here", "moved-away", "paused" and "back". What a kind does not tell is empty.</summary>
/// <param name="Hours">How long the links of a move are good.</param>
internal sealed record NoticeModel(SiteModel Site, LanguageModel Language, int Hours)
{
    /// <summary>When it happened, by UTC.</summary>
    public DateOnly Day { get; init; }

    public string At { get; init; } = "";

    /// <summary>As much of the new address as the present end may see: "a…@example.org".</summary>
    public string Shown { get; init; } = "";

    /// <summary>The next letter's day and hour by its reader's own clock; null while none is due by itself.</summary>
    public DateOnly? NextDay { get; init; }

    public string NextTime { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>Opens the page of this end of a move.</summary>
    public string MoveUrl { get; init; } = "";

    /// <summary>Opens the page that says never, for the new end.</summary>
    public string NeverUrl { get; init; } = "";

    public string UnsubscribeUrl { get; init; } = "";

    public string PreferencesUrl { get; init; } = "";
}

/// <summary>Page "move": one end of a change of address.</summary>
/// <param name="Side">"here" (the new end) or "away" (the present one).</param>
/// <param name="IsPressed">This end has said yes, the other has not.</param>
/// <param name="Shown">As much of the new address as the present end may see; empty for the new end.</param>
/// <param name="NeverUrl">Opens the page that says never; empty for the present end.</param>
internal sealed record MovePage(SiteModel Site, LanguageModel Language, string Token, string Side, bool IsPressed, string Shown, string NeverUrl);

/// <summary>Page "home": the box that takes an address and a line of interest, and the newest edition.</summary>
/// <param name="Error">What is wrong with the address that was typed; null at first.</param>
/// <param name="Day">The newest edition's; null before there is one.</param>
internal sealed record HomePage(
    SiteModel Site, LanguageModel Language, FaultModel? Error, string Address, string Line, DateOnly? Day, IReadOnlyList<EntryModel> Papers)
{
    /// <summary>What of the line was not understood; mostly empty.</summary>
    public IReadOnlyList<FaultModel> LineFaults { get; init; } = [];

    /// <summary>The names of the interests that were, where something was not.</summary>
    public IReadOnlyList<string> Understood { get; init; } = [];

    /// <summary>Posted back: says that the faults of this very line were told.</summary>
    public string Told { get; init; } = "";

    /// <summary>Goes with the form, and says when it was shown.</summary>
    public required string Stamp { get; init; }

    /// <summary>Bits of work that the browser has to do before the form is sent; 0 for none.</summary>
    public int WorkBits { get; init; }

    /// <summary>Why the form is shown once more, nothing being wrong with what was typed: "again" (it was sent too soon, or is
    /// too old), "work" (the browser's work was not done); else empty.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Where the newest edition stands among the others; null before there is one.</summary>
    public EditionPlace? Place { get; init; }

    /// <summary>What the typed line would bring, where that was asked for; else null.</summary>
    public PicksModel? Picks { get; init; }
}

/// <summary>Page "confirm": today's picks for the line, and the button.</summary>
/// <param name="Token">Posted back by the button.</param>
/// <param name="Sections">What the newest edition holds for these interests; may be empty.</param>
internal sealed record ConfirmPage(
    SiteModel Site, LanguageModel Language, string Token, IReadOnlyList<string> Interests, IReadOnlyList<SectionModel> Sections);

/// <summary>Page "unsubscribe": the button for leaving.</summary>
/// <param name="IsNever">True for a link that says "never mail me again".</param>
internal sealed record UnsubscribePage(SiteModel Site, LanguageModel Language, string Token, bool IsNever);

/// <summary>Page "paper": our own page of a paper.</summary>
/// <param name="Authors">The first of them, many more than in an entry.</param>
/// <param name="MoreAuthors">How many are left out.</param>
internal sealed record PaperPage(SiteModel Site, LanguageModel Language, EntryModel Paper, IReadOnlyList<string> Authors, int MoreAuthors)
{
    /// <summary>The day it was withdrawn; null while it stands.</summary>
    public DateOnly? Withdrawn { get; init; }
}

/// <summary>Page "search": the box and what was found.</summary>
/// <param name="Query">As it was typed; empty at first.</param>
/// <param name="State">"empty" (nothing asked yet), "found", "nothing", "too_long" or "not_ready" (the index is being made).</param>
/// <param name="Days">How many days back papers are looked for; 0 for all there are.</param>
internal sealed record SearchPage(
    SiteModel Site, LanguageModel Language, string Query, string State, int Days, int Longest, IReadOnlyList<EntryModel> Papers);

/// <summary>Line "agreed": the words that somebody agrees to.</summary>
/// <param name="What">"sign_up", "confirm", "return", "move_here" or "move_away".</param>
internal sealed record AgreedLine(string What);

/// <summary>Page "message": says what happened and what to do.</summary>
/// <param name="Kind">"check_inbox", "confirmed", "already_confirmed", "expired", "unknown_link", "tune_left", "never", "erased",
/// "returned", "not_found", "issue_gone", "feed_left", "too_large", "too_many", "elsewhere", "maintenance", "error", "move_waiting",
/// "moved", "move_cancelled", "move_taken", "move_over".</param>
internal sealed record MessagePage(SiteModel Site, LanguageModel Language, string Kind);

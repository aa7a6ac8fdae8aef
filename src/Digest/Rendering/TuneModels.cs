namespace Digest.Rendering;

// What the templates of the pages "tune" and "tuned" see.

/// <summary>Page "tune": what can be changed at a paper, each with what it would have made of the letter it came in.</summary>
/// <param name="Token">Of the link; forms post to the same address.</param>
/// <param name="Interest">The interest it stood under; empty for none.</param>
/// <param name="IsTrending">It came because it trends.</param>
/// <param name="Day">The letter's; null when it is not known any more.</param>
/// <param name="Error">"unknown", "nothing_to_mute" or "too_many": why what was posted was not done; empty at first.</param>
/// <param name="Typed">Words that were typed, to be mended.</param>
/// <param name="Chosen">What the reader came for; null for nothing in particular.</param>
internal sealed record TunePage(
    SiteModel Site, LanguageModel Language, string Token, EntryModel Paper, string Interest, bool IsTrending, DateOnly? Day, string Error, string Typed,
    OfferModel? Chosen, IReadOnlyList<OfferModel> Others, IReadOnlyList<SaidModel> Said);

/// <summary>Page "tuned": what was done, and what takes it back.</summary>
/// <param name="IsNew">False: it was so already.</param>
/// <param name="UndoDo">Empty after an undo.</param>
internal sealed record TunedPage(
    SiteModel Site, LanguageModel Language, string Token, EntryModel Paper, DateOnly? Day, OfferModel Done, bool IsNew, string UndoDo, string UndoWhat,
    IReadOnlyList<SaidModel> Said);

/// <param name="Verb">"more", "less", "mute-author" or "mute-words"; "unsay", "unmute-author" or "unmute-words" once done.</param>
/// <param name="What">The name or the words; empty for others.</param>
/// <param name="IsSaid">It was asked for already, and <paramref name="UndoDo"/> takes it back.</param>
/// <param name="IsKnown">What it would have changed is known.</param>
/// <param name="Gone">Papers that would not have come.</param>
/// <param name="Come">Papers that would have come instead.</param>
internal sealed record OfferModel(
    string Verb, string What, bool IsSaid, string UndoDo, string UndoWhat, bool IsKnown, IReadOnlyList<TitleModel> Gone, IReadOnlyList<TitleModel> Come);

/// <param name="Lang">A tag such as "en".</param>
internal sealed record TitleModel(string Title, string Lang);

/// <summary>What a reader said some day.</summary>
/// <param name="Verb">"more", "less", "mute-author" or "mute-words".</param>
/// <param name="What">A paper's title, a name or words.</param>
/// <param name="Lang">A title's language; empty for others.</param>
internal sealed record SaidModel(string Verb, string What, string Lang, DateOnly Day, string UndoDo, string UndoWhat);

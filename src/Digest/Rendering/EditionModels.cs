namespace Digest.Rendering;

// What the pages of editions and issues see, and the entries of feeds.

/// <summary>An edition, to be named and linked.</summary>
/// <param name="Period">"day", "week" or "month".</param>
/// <param name="Day">The first day of the period; of a day itself.</param>
/// <param name="Last">The last.</param>
/// <param name="Week">The ISO week that the first day lies in, and <paramref name="Year"/>, the year that counts it.</param>
internal sealed record EditionModel(string Period, DateOnly Day, DateOnly Last, int Week, int Year, string Url);

/// <summary>An edition among the others.</summary>
/// <param name="Earlier">The one before of its period; null at the first.</param>
/// <param name="Later">The one after; null at the newest.</param>
/// <param name="Others">One each of the other periods that have any.</param>
internal sealed record EditionPlace(
    EditionModel Edition, EditionModel? Earlier, EditionModel? Later, IReadOnlyList<EditionModel> Others, string AtomUrl, string JsonUrl);

/// <summary>Page "edition": the papers of a day, a week or a month.</summary>
/// <param name="More">How many papers of it are not shown.</param>
internal sealed record EditionPage(
    SiteModel Site, LanguageModel Language, EditionPlace Place, IReadOnlyList<EntryModel> Papers, int More);

/// <summary>Page "no-edition": says that there is none, and where the nearest are.</summary>
/// <param name="Asked">What was asked for; null for what is no date.</param>
internal sealed record NoEditionPage(
    SiteModel Site, LanguageModel Language, string Period, EditionModel? Asked, EditionModel? Earlier, EditionModel? Later,
    IReadOnlyList<EditionModel> Others);

/// <summary>Page "issue": an issue as it was sent.</summary>
/// <param name="Late">Sources that were late when it was made, and <paramref name="Failed"/>, those that did not answer.</param>
/// <param name="HasLeft">The reader left since.</param>
internal sealed record IssuePage(
    SiteModel Site, LanguageModel Language, DateOnly Day, int Count, IReadOnlyList<SectionModel> Sections, IReadOnlyList<UpdateModel> Updates,
    IReadOnlyList<string> Late, IReadOnlyList<string> Failed, bool HasLeft);

/// <summary>The title and content of a feed's entry: of an edition, or of an issue.</summary>
/// <param name="Edition">Null for an issue, which has a <paramref name="Day"/>.</param>
/// <param name="More">How many papers are not among the entries.</param>
internal sealed record FeedEntryPage(
    SiteModel Site, LanguageModel Language, EditionModel? Edition, DateOnly? Day, IReadOnlyList<SectionModel> Sections,
    IReadOnlyList<UpdateModel> Updates, int More);

/// <summary>The name of a feed.</summary>
/// <param name="Period">"day", "week", "month", or "mine" for a reader's own.</param>
internal sealed record FeedPage(SiteModel Site, LanguageModel Language, string Period);

/// <summary>What a line of interest would have brought.</summary>
/// <param name="State">"none" (nothing was typed), "too_long", "not_understood", "found", "nothing" (no paper matches) or "busy" (asked too
/// often, or by too many).</param>
/// <param name="Interests">The names of those understood.</param>
/// <param name="Faults">What was not.</param>
internal sealed record PicksModel(
    string State, IReadOnlyList<string> Interests, IReadOnlyList<FaultModel> Faults, IReadOnlyList<SectionModel> Sections);

/// <summary>Fragment "picks", which stands in the front page.</summary>
internal sealed record PicksPage(SiteModel Site, LanguageModel Language, PicksModel Picks);

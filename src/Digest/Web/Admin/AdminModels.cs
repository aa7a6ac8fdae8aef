using Digest.Rendering;

namespace Digest.Web.Admin;

// What the templates of templates/admin see. Instants are UTC and counts are written out already: these pages speak one language.

/// <summary>On every page of operators.</summary>
/// <param name="Who">Empty for who is not let in yet.</param>
/// <param name="Stamp">Goes with every form.</param>
/// <param name="Told">How what was just asked for ended: "done", "nothing to change", "refused"; else empty.</param>
/// <param name="Why">For "refused", a sentence.</param>
internal sealed record DeskModel(string Who, string Stamp, bool HasSession, string Told, string Why);

/// <param name="Why">"wrong", "too_many" or empty.</param>
internal sealed record AdminLoginPage(SiteModel Site, DeskModel Desk, bool HasToken, string Why);

internal sealed record AdminTodayPage(
    SiteModel Site, DeskModel Desk, string At, EditionLineModel? Edition, IReadOnlyList<FigureModel> Mails, IReadOnlyList<FigureModel> Readers,
    IReadOnlyList<SourceModel> Sources, IReadOnlyList<RelayModel> Relays, IReadOnlyList<PlotModel> Plots);

/// <param name="Url">What it counts, below the public address; empty where there is no list of it.</param>
/// <param name="IsBad">Somebody should look.</param>
internal sealed record FigureModel(string Name, string Count, string Url, bool IsBad);

/// <param name="Missing">What sources did not bring to it, in words; mostly empty.</param>
internal sealed record EditionLineModel(long Id, string Name, string PreparedAt, string Papers, string Missing);

/// <param name="Rests">Until when and why; empty for one that works.</param>
internal sealed record RelayModel(string Name, string Rests);

internal sealed record SourceModel(string Name, string Kind, string Newest, string Age, string Answered, string Error, string Day, string Week);

internal sealed record AdminSourcesPage(SiteModel Site, DeskModel Desk, IReadOnlyList<SourceModel> Sources, IReadOnlyList<string> Off, string Wanted, string WantedError);

/// <param name="NextUrl">The next page's, below the public address; empty on the last.</param>
internal sealed record AdminEditionsPage(SiteModel Site, DeskModel Desk, IReadOnlyList<EditionLineModel> Editions, string NextUrl);

/// <param name="Answers">What each source answered.</param>
/// <param name="More">How many papers are not listed.</param>
internal sealed record AdminEditionPage(
    SiteModel Site, DeskModel Desk, EditionLineModel Edition, IReadOnlyList<string> Answers, IReadOnlyList<RankModel> Papers, string More);

internal sealed record RankModel(int Rank, string Title, string Lang, string Url, string Score, string Why);

internal sealed record AdminSubscribersPage(
    SiteModel Site, DeskModel Desk, string Part, string State, IReadOnlyList<string> States, IReadOnlyList<PersonModel> People, string NextUrl);

internal sealed record PersonModel(long Id, string Address, string State, string Schedule, string Next, string Since, IReadOnlyList<string> Interests);

/// <param name="Suppressed">Since when and why; empty for who is mailed.</param>
/// <param name="Verbs">What can be done now.</param>
/// <param name="IsErased">Nothing of the person is left.</param>
internal sealed record AdminSubscriberPage(
    SiteModel Site, DeskModel Desk, PersonModel Person, string Suppressed, IReadOnlyList<string> Verbs, bool IsErased, IReadOnlyList<FollowedModel> Follows,
    IReadOnlyList<string> Agreed, IReadOnlyList<string> Back, IReadOnlyList<MailModel> Mails, IReadOnlyList<AuditModel> Audit);

/// <param name="Says">Its words and conditions, in one line.</param>
internal sealed record FollowedModel(string Name, string Says);

internal sealed record AdminErasePage(SiteModel Site, DeskModel Desk, PersonModel Person);

/// <param name="Text">The mail's text; its links for the reader alone are not in it.</param>
/// <param name="Day">The subscriber's own date that was asked for; empty for the next letter.</param>
internal sealed record AdminPreviewPage(SiteModel Site, DeskModel Desk, PersonModel Person, string Subject, string State, string Text, string Day);

/// <param name="Id">0 where it has no page.</param>
internal sealed record MailModel(long Id, string Kind, string About, string State, string Reason, string PlannedAt, string EndedAt, long Subscriber, string Address);

internal sealed record AdminDeliveriesPage(
    SiteModel Site, DeskModel Desk, string State, IReadOnlyList<string> States, string Day, bool IsDay, IReadOnlyList<MailModel> Mails, string NextUrl);

/// <param name="Story">What happened to it, a line each.</param>
internal sealed record AdminDeliveryPage(SiteModel Site, DeskModel Desk, MailModel Mail, string MessageId, IReadOnlyList<StoryModel> Story);

internal sealed record StoryModel(string At, string Says);

internal sealed record AdminSuppressionsPage(SiteModel Site, DeskModel Desk, IReadOnlyList<SuppressionModel> Suppressions, string NextUrl);

/// <param name="Person">0 where nobody has the address now.</param>
internal sealed record SuppressionModel(string Hash, string Since, string Strength, string Reason, long Person, string Address, bool CanLift);

internal sealed record AdminSettingsPage(SiteModel Site, DeskModel Desk, IReadOnlyList<SettingModel> Settings);

internal sealed record SettingModel(string Key, string Value);

internal sealed record AdminAuditPage(SiteModel Site, DeskModel Desk, IReadOnlyList<AuditModel> Lines, string NextUrl);

/// <param name="Person">0 for nobody, or somebody who was erased since.</param>
internal sealed record AuditModel(string At, string Who, string What, long Person, string Outcome);

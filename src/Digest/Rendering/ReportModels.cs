namespace Digest.Rendering;

/// <summary>Mail "report": what a day was like, for the people who run the service.</summary>
/// <param name="Day">By the operator's clock.</param>
/// <param name="Failed">Mails that failed, by the code of the relay's reply, the most first.</param>
internal sealed record ReportModel(SiteModel Site, LanguageModel Language, DateOnly Day, string Zone, ReportMails Mails, IReadOnlyList<ReportCount> Failed, ReportReaders Readers)
{
    public IReadOnlyList<ReportSource> Sources { get; init; } = [];

    public IReadOnlyList<AlarmModel> Alarms { get; init; } = [];

    public IReadOnlyList<ReportPlot> Plots { get; init; } = [];

    /// <summary>Papers listed for the first time that day.</summary>
    public long Papers { get; init; }

    /// <summary>Milliseconds for one reader and one mail, on average since the program started; empty where it did neither.</summary>
    public string MatchingMs { get; init; } = "";

    public string RenderingMs { get; init; } = "";

    public long DatabaseMegabytes { get; init; }

    /// <summary>Free where the data folder is.</summary>
    public long FreeMegabytes { get; init; }

    /// <summary>Name of the attached list of failed mails; empty without one.</summary>
    public string ListName { get; init; } = "";

    /// <summary>Failed mails that the list holds; fewer than failed where it would be too long.</summary>
    public long Listed { get; init; }
}

/// <param name="Sent">And the others: ended that day.</param>
/// <param name="Empty">Issues that had nothing to say and were not sent.</param>
/// <param name="InDoubt">Now: acceptance was not heard.</param>
/// <param name="Owed">Now: without an end yet.</param>
/// <param name="OwedMinutes">How long ago the oldest of these was planned.</param>
internal sealed record ReportMails(long Sent, long Failed, long Expired, long Suppressed, long Skipped, long Empty, long InDoubt, long Owed, long OwedMinutes);

/// <param name="What">"550"; empty for what has no code.</param>
internal sealed record ReportCount(string What, long Count);

/// <param name="Active">Now.</param>
/// <param name="Joined">That day: confirmed, added or returned.</param>
/// <param name="Suspended">Addresses not mailed now.</param>
internal sealed record ReportReaders(long Active, long Joined, long Left, long Complaints, long Bounced, long Suspended);

/// <param name="AnsweredMinutes">Since its last answer; -1: never.</param>
/// <param name="Newest">When its newest entry was listed.</param>
/// <param name="Error">The last time there was no list, if that was within the last two days; else empty.</param>
internal sealed record ReportSource(string Name, long AnsweredMinutes, DateOnly? Newest, DateOnly? ErrorOn, string Error);

/// <param name="Id">The image's address: "cid:" and its content id; in a page, the image itself.</param>
/// <param name="Kind">"sent", "failed", "joined", "left" or "papers".</param>
/// <param name="Most">On the day there was most of it.</param>
internal sealed record ReportPlot(string Id, string Kind, long Last, long Total, long Most, DateOnly MostOn, int Days)
{
    public static readonly IReadOnlyList<string> Kinds = ["sent", "failed", "joined", "left", "papers"];
}

/// <summary>Mail "alarms": what began, still stands or is over.</summary>
internal sealed record AlarmsModel(SiteModel Site, LanguageModel Language, IReadOnlyList<AlarmModel> Began, IReadOnlyList<AlarmModel> Still, IReadOnlyList<AlarmModel> Over);

/// <param name="Kind">"source", "relay", "failures", "waiting", "disk", "edition", "timetable", "templates" or "complaints".</param>
/// <param name="Subject">Which source or relay; else empty.</param>
/// <param name="Node">The machine that sees it; empty where all see the same.</param>
/// <param name="Detail">What is known of it, in English: figures, and what others answered.</param>
internal sealed record AlarmModel(string Kind, string Subject, string Node, string Detail, DateOnly Since, string SinceTime)
{
    public static readonly IReadOnlyList<string> Kinds = ["source", "relay", "failures", "waiting", "disk", "edition", "timetable", "templates", "complaints", "doctor"];

    /// <summary>Of an alarm about nothing, by which operators see that alarms arrive.</summary>
    public const string Test = "test";
}

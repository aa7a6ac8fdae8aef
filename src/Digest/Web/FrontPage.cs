using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>What stands in the form, and what is wrong with it.</summary>
/// <param name="Stamp">Empty: a new one.</param>
internal sealed record Typed(string Address, string Line, string Stamp)
{
    public static Typed Nothing { get; } = new("", "", "");

    public Fault? AddressFault { get; init; }
    public IReadOnlyList<Fault> LineFaults { get; init; } = [];
    public IReadOnlyList<string> Understood { get; init; } = [];
    public string Told { get; init; } = "";
    public string Notice { get; init; } = "";

    /// <summary>What the line would bring; null when that was not asked.</summary>
    public PicksModel? Picks { get; init; }
}

/// <summary>The front page: the box, and the newest edition.</summary>
internal sealed class FrontPage(Pages pages, EditionShelf shelf, EditionArchive archive, FormStamp stamps, TimeProvider time)
{
    const int PapersShown = 30;

    public Pages Pages => pages;

    public async Task<IResult> ShowAsync(Typed typed, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var reading = await shelf.UnreadAsync(null, time.GetUtcNow(), ct);
        var calendar = await archive.CalendarAsync(ct);
        var stamp = typed.Stamp.Length > 0 ? typed.Stamp : stamps.New();
        return typed == Typed.Nothing && status == StatusCodes.Status200OK
            ? pages.Kept("home", (reading, calendar), (site, language, slot) => Model(site, language, typed, reading, calendar, slot), stamp)
            : pages.Page("home", (site, language) => Model(site, language, typed, reading, calendar, stamp), status);
    }

    HomePage Model(SiteModel site, LanguageModel language, Typed typed, EditionReading? reading, EditionCalendar calendar, string stamp)
    {
        var newest = reading?.Newest;
        return new(
            site, language, typed.AddressFault is { } fault ? FaultModel.Of(fault) : null, typed.Address, typed.Line, newest?.Date,
            [.. (newest?.Papers ?? []).Where(p => reading!.Span.Find(p.Paper.Id) is not null).Take(PapersShown)
                .Select((paper, i) => pages.Papers.Entry(paper, i + 1, MatchReason.None))])
        {
            LineFaults = FaultModel.Of(typed.LineFaults),
            Understood = typed.Understood,
            Told = typed.Told,
            Stamp = stamp,
            WorkBits = stamps.WorkBits,
            Notice = typed.Notice,
            Place = newest is null ? null : pages.Papers.Place(calendar, Period.Day, newest.Date),
            Picks = typed.Picks,
        };
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>arXiv's announcements. Today's are in the feed, which holds one day; a day whose feed was missed is searched for
/// by when its papers were submitted.</summary>
internal sealed class ArxivFeed(PoliteHttp http, IOptions<GatheringOptions> options) : IPaperSource
{
    /// <summary>A feed ends here, whatever was announced.</summary>
    const int LongestFeed = 2000;

    /// <summary>Searches stumble: an empty page before the end is asked for again.</summary>
    const int EmptyPages = 3;

    readonly ArxivOptions _options = options.Value.Arxiv;
    readonly int _mostEntries = options.Value.MaxEntries;
    readonly ArxivInterface _arxiv = new(http);

    public string Name => ArxivRecord.Source;

    public bool IsVerified => true;

    public bool ListsGrow => false;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_options.IsActive) yield break;
        var today = DateOnly.FromDateTime(range.Now.UtcDateTime);
        var feed = range.To >= today.AddDays(-1) ? await FeedAsync(range, ct) : new Feed { Gathered = [] };
        foreach (var skipped in feed.Gathered.OfType<SkippedEntry>()) yield return skipped;
        if (feed.LeaveAlone) yield break;

        foreach (var day in range.Days)
        {
            if (day == feed.Day)
                foreach (var told in feed.ToldOn(day)) yield return told;
            if (day == feed.Day && feed.IsWhole)
                yield return new GatheredDay(day, feed.PapersOn(day));
            else if (ArxivCalendar.IsWeekend(day) || range.Now < ArxivCalendar.BuiltAt(day))
                yield return new GatheredDay(day, 0); // nothing is announced, or nothing yet
            else if (day >= today && day != feed.Day && feed.IsThere)
                yield return new LateDay(day, feed.Day is { } other
                    ? string.Create(CultureInfo.InvariantCulture, $"its feed still announces {other:yyyy-MM-dd}")
                    : "its feed does not announce today's papers");
            else if (day >= today && day != feed.Day)
                continue; // why there is no feed was told
            else
            {
                var leaveAlone = false;
                await foreach (var (gathered, alone) in SearchAsync(day, today, range.Now, ct))
                {
                    leaveAlone |= alone;
                    yield return gathered;
                }
                if (leaveAlone) yield break;
            }
        }
    }

    sealed record Feed
    {
        public required IReadOnlyList<Gathered> Gathered { get; init; }

        /// <summary>It answered, and with a feed to its end.</summary>
        public bool IsThere { get; init; }

        /// <summary>The day it announces; null when there was no feed or it has no date.</summary>
        public DateOnly? Day { get; init; }

        /// <summary>All of that day is in it.</summary>
        public bool IsWhole { get; init; }

        public bool LeaveAlone { get; init; }

        /// <summary>It is as it was when it was taken in; null: it was read now.</summary>
        public KeptAnswer? Unchanged { get; init; }

        public WholeAnswer? Whole { get; init; }

        public int PapersOn(DateOnly day) => Unchanged?.Papers ?? On(day).Count();

        public IEnumerable<Gathered> ToldOn(DateOnly day)
        {
            // Once the feed of the day before was served as that of the day: built afresh, and nobody told.
            yield return new ClaimedList(day, [.. On(day).Select(p => p.Listed.SourceId)]);
            foreach (var paper in Gathered.OfType<GatheredPaper>()) yield return paper;
            if (Whole is not null) yield return Whole;
        }

        IEnumerable<GatheredPaper> On(DateOnly day) => Gathered.OfType<GatheredPaper>().Where(p => IsOn(p, day));
    }

    async Task<Feed> FeedAsync(GatherRange range, CancellationToken ct)
    {
        var address = FeedAddress();
        var kept = range.Kept.GetValueOrDefault(address.AbsoluteUri);
        var reply = await _arxiv.AskAsync(address, kept?.Validators, ct);
        if (reply.IsUnchanged)
            return new Feed { Gathered = [], IsThere = true, Day = kept!.Day, IsWhole = true, Unchanged = kept };
        if (reply.Answer is null)
            return new Feed { Gathered = [new SkippedEntry(address.AbsoluteUri, "feed", reply.Fault)], LeaveAlone = reply.LeaveAlone };
        var answer = new ArxivAnswer(address.AbsoluteUri, range.Now);
        var gathered = new List<Gathered>();
        using var body = reply.Answer.Text();
        await foreach (var entry in answer.ReadAsync(body, ct).UpTo(_mostEntries, address.AbsoluteUri, ct)) gathered.Add(entry);
        if (answer.Entries >= LongestFeed)
            gathered.Add(new SkippedEntry(address.AbsoluteUri, $"entry {answer.Entries}",
                "more may have been announced than a feed holds: they are searched for"));
        var day = answer.Day ?? (answer is { IsWhole: true, Entries: 0 } ? DateOnly.FromDateTime(range.Now.UtcDateTime) : null);
        var feed = new Feed { Gathered = gathered, IsThere = answer.IsWhole, Day = day, IsWhole = answer.IsWhole && answer.Entries < LongestFeed };
        return feed is { IsWhole: true, Day: { } announced } && reply.Answer.Validators is { } validators
            ? feed with { Whole = new(address, new(validators, announced, feed.PapersOn(announced), answer.Entries)) }
            : feed;
    }

    async IAsyncEnumerable<(Gathered Gathered, bool LeaveAlone)> SearchAsync(
        DateOnly day, DateOnly today, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (start, count, empty) = (0, 0, 0);
        while (true)
        {
            var address = SearchAddress(day, start);
            var reply = await _arxiv.AskAsync(address, known: null, ct);
            if (reply.Answer is null)
            {
                yield return (new SkippedEntry(address.AbsoluteUri, $"entry {start + 1}", reply.Fault), reply.LeaveAlone);
                yield break;
            }
            var answer = new ArxivAnswer(address.AbsoluteUri, now);
            using var body = reply.Answer.Text();
            await foreach (var gathered in answer.ReadAsync(body, ct).UpTo(_mostEntries, address.AbsoluteUri, ct))
            {
                if (gathered is GatheredPaper paper && IsOn(paper, day)) count++;
                yield return (gathered, LeaveAlone: false);
            }
            if (!answer.IsWhole) yield break;
            start += answer.Entries;
            if (start >= (answer.Total ?? 0)) break;
            empty = answer.Entries == 0 ? empty + 1 : 0;
            if (empty < EmptyPages) continue;
            yield return (new SkippedEntry(address.AbsoluteUri, $"entry {start + 1}",
                $"it found {answer.Total} papers and gives no more of them"), LeaveAlone: false);
            yield break;
        }
        // The search learns of papers later than the feed.
        if (start == 0 && day >= today.AddDays(-1))
            yield return (new LateDay(day, "its search knows of no papers of this day yet"), LeaveAlone: false);
        else
            yield return (new GatheredDay(day, count), LeaveAlone: false);
    }

    static bool IsOn(GatheredPaper paper, DateOnly day) =>
        paper.Listed.ListedAt is { } at && DateOnly.FromDateTime(at.UtcDateTime) == day;

    Uri FeedAddress() => new($"{_options.FeedAddress.AbsoluteUri.TrimEnd('/')}/{string.Join('+', _options.Categories)}");

    Uri SearchAddress(DateOnly day, int start)
    {
        var (from, until) = ArxivCalendar.SubmittedFor(day);
        var categories = string.Join(" OR ", _options.Categories.Select(c => "cat:" + (Archives.Contains(c) ? c + ".*" : c)));
        var query = string.Create(CultureInfo.InvariantCulture,
            $"({categories}) AND submittedDate:[{from.UtcDateTime:yyyyMMddHHmm} TO {until.UtcDateTime.AddMinutes(-1):yyyyMMddHHmm}]");
        return new Uri($"{_options.SearchAddress.AbsoluteUri}?search_query={Uri.EscapeDataString(query)}" + string.Create(
            CultureInfo.InvariantCulture,
            $"&start={start}&max_results={_options.PageSize}&sortBy=submittedDate&sortOrder=ascending"));
    }

    /// <summary>Archives that have their papers in classes.</summary>
    static readonly HashSet<string> Archives = new(StringComparer.Ordinal)
        { "astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat" };
}

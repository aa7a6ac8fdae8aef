using System.Globalization;
using System.Runtime.CompilerServices;
using Digest.Papers;
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

    // Days before today that were told to their end: they do not change, and asking again is not free.
    readonly Dictionary<DateOnly, int> _answered = [];

    PoliteAnswer.Ok? _feed;

    public string Name => ArxivRecord.Source;

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_options.IsActive) yield break;
        var today = DateOnly.FromDateTime(range.Now.UtcDateTime);
        var feed = range.To >= today.AddDays(-1)
            ? await FeedAsync(range.Now, ct)
            : new Feed([], null, IsWhole: false, LeaveAlone: false);
        foreach (var skipped in feed.Gathered.OfType<SkippedEntry>()) yield return skipped;
        if (feed.LeaveAlone) yield break;

        for (var day = range.From; day <= range.To; day = day.AddDays(1))
        {
            var count = 0;
            if (day == feed.Day)
                foreach (var paper in feed.Gathered.OfType<GatheredPaper>())
                {
                    if (IsOn(paper, day)) count++;
                    yield return paper;
                }
            if (day == feed.Day && feed.IsWhole)
                yield return Answered(day, today, count);
            else if (ArxivCalendar.IsWeekend(day) || range.Now < ArxivCalendar.BuiltAt(day))
                yield return new GatheredDay(day, 0); // nothing is announced, or nothing yet
            else if (_answered.TryGetValue(day, out var known))
                yield return new GatheredDay(day, known);
            else if (day >= today && day != feed.Day)
                yield return new SkippedEntry(FeedAddress().AbsoluteUri, "feed", feed.Day is { } other
                    ? $"it still announces {other:yyyy-MM-dd}"
                    : "it does not announce today's papers");
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

    /// <param name="Day">The day it announces; null when there was no feed or it has no date.</param>
    /// <param name="IsWhole">All of that day is in it.</param>
    sealed record Feed(IReadOnlyList<Gathered> Gathered, DateOnly? Day, bool IsWhole, bool LeaveAlone);

    async Task<Feed> FeedAsync(DateTimeOffset now, CancellationToken ct)
    {
        var address = FeedAddress();
        var reply = await _arxiv.AskAsync(address, _feed, ct);
        if (reply.Answer is null)
            return new Feed([new SkippedEntry(address.AbsoluteUri, "feed", reply.Fault)], null, IsWhole: false, reply.LeaveAlone);
        _feed = reply.Answer;
        var answer = new ArxivAnswer(address.AbsoluteUri, now);
        var gathered = new List<Gathered>();
        using var body = reply.Answer.Text();
        await foreach (var entry in answer.ReadAsync(body, ct).UpTo(_mostEntries, address.AbsoluteUri, ct)) gathered.Add(entry);
        if (!answer.IsWhole) _feed = null; // the same again would be as broken
        if (answer.Entries >= LongestFeed)
            gathered.Add(new SkippedEntry(address.AbsoluteUri, $"entry {answer.Entries}",
                "more may have been announced than a feed holds: they are searched for"));
        var day = answer.Day ?? (answer is { IsWhole: true, Entries: 0 } ? DateOnly.FromDateTime(now.UtcDateTime) : null);
        return new Feed(gathered, day, answer.IsWhole && answer.Entries < LongestFeed, LeaveAlone: false);
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
            yield return (new SkippedEntry(SearchAddress(day, 0).AbsoluteUri, "entry 1",
                "it knows of no papers of this day yet"), LeaveAlone: false);
        else
            yield return (Answered(day, today, count), LeaveAlone: false);
    }

    GatheredDay Answered(DateOnly day, DateOnly today, int count)
    {
        if (day < today) _answered[day] = count;
        return new GatheredDay(day, count);
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

using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>Hugging Face's Daily Papers over its API: each day page by page until one is empty.</summary>
internal sealed class HfDailyPapers(PoliteHttp http, IOptions<GatheringOptions> options) : IPaperSource
{
    /// <summary>Days in a row without a usable answer after which the host is left alone.</summary>
    const int Patience = 2;

    readonly HfDailyOptions _options = options.Value.HfDaily;
    readonly int _mostEntries = options.Value.MaxEntries;

    public string Name => HfAnswer.Source;

    public bool IsVerified => true;

    public bool CountsVotes => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_options.Enabled) yield break;
        var failures = 0;
        foreach (var day in range.Days)
        {
            var end = Ending.Complete;
            await foreach (var (gathered, ending) in DayAsync(day, range, ct))
            {
                if (gathered is not null) yield return gathered;
                end = ending;
            }
            failures = end == Ending.NoAnswer ? failures + 1 : 0;
            if (end == Ending.LeaveAlone || failures == Patience) break;
        }
    }

    /// <summary>Complete: the day was told to its end. Refused: this day was not, another may be.</summary>
    enum Ending { Complete, Refused, NoAnswer, LeaveAlone }

    async IAsyncEnumerable<(Gathered? Gathered, Ending Ending)> DayAsync(
        DateOnly day, GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        var (seen, unchanged, asksAnew) = (new HashSet<string>(StringComparer.Ordinal), new List<KeptAnswer>(), false);
        var listedForDay = 0;
        for (var page = 0; page < _options.MaxPages; page++)
        {
            var address = Address(day, page);
            var kept = asksAnew ? null : range.Kept.GetValueOrDefault(address.AbsoluteUri);
            var (answer, fault, ending) = await AskAsync(address, kept, ct);
            if (answer is null && fault.Length > 0)
            {
                yield return (new SkippedEntry(address.AbsoluteUri, $"page {page}", fault), ending);
                yield break;
            }
            if (answer is null)
            {
                unchanged.Add(kept!);
                if (kept!.Entries > 0) continue;
                yield return (new GatheredDay(day, unchanged.Sum(k => k.Papers)), Ending.Complete);
                yield break;
            }
            // Votes move papers between pages: where one has changed, all of them are read.
            asksAnew = true;
            if (unchanged.Count > 0)
            {
                unchanged.Clear();
                page = -1;
                continue;
            }

            var (before, listedBefore, broken) = (seen.Count, listedForDay, false);
            using var body = answer.Text();
            await foreach (var gathered in HfAnswer.ReadAsync(body, address.AbsoluteUri, day, before, range.Now, ct)
                .UpTo(_mostEntries, address.AbsoluteUri, ct))
            {
                broken |= gathered is SkippedEntry { Position: var at } && at.StartsWith("byte ", StringComparison.Ordinal);
                if (gathered is GatheredPaper { Listed: var listed })
                {
                    if (!seen.Add(listed.SourceId)) continue;
                    // A day without a list may be answered with another day's.
                    if (listed.ListedAt is { } then && DateOnly.FromDateTime(then.UtcDateTime) == day) listedForDay++;
                }
                yield return (gathered, Ending.Refused);
            }
            if (broken) yield break;
            if (answer.Validators is { } validators)
                yield return (new WholeAnswer(address, new(validators, day, listedForDay - listedBefore, seen.Count - before)), Ending.Refused);
            // Empty, or the last page once more: votes move papers between pages, and some answers do not page at all.
            if (seen.Count > before) continue;
            yield return (new GatheredDay(day, listedForDay), Ending.Complete);
            yield break;
        }
        yield return (new SkippedEntry(Address(day, 0).AbsoluteUri, $"page {_options.MaxPages}", "there is no end to its pages"),
            Ending.Refused);
    }

    /// <summary>The answer; or neither it nor a fault, when it is as it was kept.</summary>
    async Task<(PoliteAnswer.Ok? Answer, string Fault, Ending Ending)> AskAsync(Uri address, KeptAnswer? kept, CancellationToken ct) =>
        await http.GetAsync(address, kept?.Validators, ct) switch
        {
            PoliteAnswer.Ok ok => (ok, "", Ending.Complete),
            PoliteAnswer.NotModified => (null, "", Ending.Complete),
            // Refusals of the asker, not of the question: asking on would make it worse.
            PoliteAnswer.Refused { Status: 401 or 403 or 429 or 503 } refused => (null, refused.Words(), Ending.LeaveAlone),
            PoliteAnswer.Refused refused => (null, refused.Words(), Ending.Refused),
            PoliteAnswer.Failed failed => (null, failed.Reason, Ending.NoAnswer),
            var other => throw new InvalidOperationException($"Unknown answer {other}"),
        };

    Uri Address(DateOnly day, int page)
    {
        var root = new Uri(_options.BaseAddress.AbsoluteUri.TrimEnd('/') + "/");
        return new Uri(root, string.Create(CultureInfo.InvariantCulture,
            $"api/daily_papers?date={day:yyyy-MM-dd}&p={page}&limit={_options.PageSize}"));
    }
}

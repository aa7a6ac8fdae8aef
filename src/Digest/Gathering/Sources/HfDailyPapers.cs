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

    // The last answers with their validators: an unchanged page is read again from here, so that its papers and votes
    // count once more even if what came of the first reading was lost.
    Dictionary<Uri, PoliteAnswer.Ok> _answers = [];

    public string Name => HfAnswer.Source;

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_options.Enabled) yield break;
        var answers = new Dictionary<Uri, PoliteAnswer.Ok>();
        var failures = 0;
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
        {
            var end = Ending.Complete;
            await foreach (var (gathered, ending) in DayAsync(day, range.Now, answers, ct))
            {
                if (gathered is not null) yield return gathered;
                end = ending;
            }
            failures = end == Ending.NoAnswer ? failures + 1 : 0;
            if (end == Ending.LeaveAlone || failures == Patience) break;
        }
        _answers = answers;
    }

    /// <summary>Complete: the day was told to its end. Refused: this day was not, another may be.</summary>
    enum Ending { Complete, Refused, NoAnswer, LeaveAlone }

    async IAsyncEnumerable<(Gathered? Gathered, Ending Ending)> DayAsync(
        DateOnly day, DateTimeOffset now, Dictionary<Uri, PoliteAnswer.Ok> answers, [EnumeratorCancellation] CancellationToken ct)
    {
        var (seen, listedForDay) = (new HashSet<string>(StringComparer.Ordinal), 0);
        for (var page = 0; page < _options.MaxPages; page++)
        {
            var address = Address(day, page);
            var (answer, fault, ending) = await AskAsync(address, ct);
            if (answer is null)
            {
                yield return (new SkippedEntry(address.AbsoluteUri, $"page {page}", fault), ending);
                yield break;
            }
            answers[address] = answer;

            var (before, broken) = (seen.Count, false);
            using var body = answer.Text();
            await foreach (var gathered in HfAnswer.ReadAsync(body, address.AbsoluteUri, day, before, now, ct)
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
            if (broken)
            {
                answers.Remove(address);
                yield break;
            }
            // Empty, or the last page once more: votes move papers between pages, and some answers do not page at all.
            if (seen.Count > before) continue;
            yield return (new GatheredDay(day, listedForDay), Ending.Complete);
            yield break;
        }
        yield return (new SkippedEntry(Address(day, 0).AbsoluteUri, $"page {_options.MaxPages}", "there is no end to its pages"),
            Ending.Refused);
    }

    async Task<(PoliteAnswer.Ok? Answer, string Fault, Ending Ending)> AskAsync(Uri address, CancellationToken ct)
    {
        var known = _answers.GetValueOrDefault(address);
        return await http.GetAsync(address, known?.Validators, ct) switch
        {
            PoliteAnswer.Ok ok => (ok, "", Ending.Complete),
            PoliteAnswer.NotModified => (known, "", Ending.Complete),
            // Refusals of the asker, not of the question: asking on would make it worse.
            PoliteAnswer.Refused { Status: 401 or 403 or 429 or 503 } refused => (null, refused.Words(), Ending.LeaveAlone),
            PoliteAnswer.Refused refused => (null, refused.Words(), Ending.Refused),
            PoliteAnswer.Failed failed => (null, failed.Reason, Ending.NoAnswer),
            var other => throw new InvalidOperationException($"Unknown answer {other}"),
        };
    }

    Uri Address(DateOnly day, int page)
    {
        var root = new Uri(_options.BaseAddress.AbsoluteUri.TrimEnd('/') + "/");
        return new Uri(root, string.Create(CultureInfo.InvariantCulture,
            $"api/daily_papers?date={day:yyyy-MM-dd}&p={page}&limit={_options.PageSize}"));
    }
}

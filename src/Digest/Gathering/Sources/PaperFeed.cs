using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>A feed that the operator named. It has no days: what it holds now is all it says, its entries are listed on the
/// days they give themselves, and whoever read it has its answer for every day asked for. Whether its entries are papers is
/// the operator's choice.</summary>
internal sealed class PaperFeed(FeedOptions feed, PoliteHttp http, IOptions<GatheringOptions> options) : IPaperSource
{
    // The last whole answer with its validators: unchanged, it is read again from here (see HfDailyPapers).
    PoliteAnswer.Ok? _answer;

    public string Name => feed.Name;

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        var address = feed.Address!;
        var (answer, fault) = await http.GetAsync(address, _answer?.Validators, ct) switch
        {
            PoliteAnswer.Ok ok => (ok, ""),
            PoliteAnswer.NotModified => (_answer, ""),
            PoliteAnswer.Refused refused => (null, refused.Words()),
            PoliteAnswer.Failed failed => (null, failed.Reason),
            var other => throw new InvalidOperationException($"Unknown answer {other}"),
        };
        if (answer is null)
        {
            yield return new SkippedEntry(address.AbsoluteUri, "feed", fault);
            yield break;
        }
        var reading = new FeedAnswer(feed.Name, address.AbsoluteUri, address, [.. feed.Categories], range.Now);
        var (listedOn, most) = (new Dictionary<DateOnly, int>(), options.Value.MaxEntries);
        using var body = answer.Text();
        await foreach (var gathered in reading.ReadAsync(body, answer.Beginning(), ct).UpTo(most, address.AbsoluteUri, ct))
        {
            if (gathered is GatheredPaper { Listed: var listed })
            {
                var day = DateOnly.FromDateTime((listed.ListedAt ?? range.Now).UtcDateTime);
                listedOn[day] = listedOn.GetValueOrDefault(day) + 1;
            }
            yield return gathered;
        }
        // The same again would be as broken. An answer with more entries than are taken is none: it will be as long tomorrow.
        _answer = reading.IsWhole ? answer : null;
        if (!reading.IsWhole && listedOn.Values.Sum() < most) yield break;
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
            yield return new GatheredDay(day, listedOn.GetValueOrDefault(day));
    }
}

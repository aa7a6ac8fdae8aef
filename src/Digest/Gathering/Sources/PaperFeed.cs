using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>A feed that the operator named. It has no days: what it holds now is all it says, its entries are listed on the
/// days they give themselves, and whoever read it has its answer for every day asked for. Whether its entries are papers is
/// the operator's choice.</summary>
internal sealed class PaperFeed(FeedOptions feed, PoliteHttp http, IOptions<GatheringOptions> options) : IPaperSource
{
    public string Name => feed.Name;

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        var address = feed.Address!;
        var kept = range.Kept.GetValueOrDefault(address.AbsoluteUri);
        var (answer, fault) = await http.GetAsync(address, kept?.Validators, ct) switch
        {
            PoliteAnswer.Ok ok => (ok, ""),
            PoliteAnswer.NotModified => (null, null),
            PoliteAnswer.Refused refused => (null, refused.Words()),
            PoliteAnswer.Failed failed => (null, failed.Reason),
            var other => throw new InvalidOperationException($"Unknown answer {other}"),
        };
        if (fault is null) // all it says was taken in before
        {
            foreach (var day in range.Days)
                yield return new GatheredDay(day, day == kept!.Day ? kept.Papers : 0);
            yield break;
        }
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
        // An answer with more entries than are taken is none: it will be as long tomorrow. Of a broken one no validators are
        // kept: the same again would be as broken.
        if (!reading.IsWhole && listedOn.Values.Sum() < most) yield break;
        var today = DateOnly.FromDateTime(range.Now.UtcDateTime);
        if (reading.IsWhole && answer.Validators is { } validators)
            yield return new WholeAnswer(address, new(validators, today, listedOn.GetValueOrDefault(today), listedOn.Values.Sum()));
        foreach (var day in range.Days)
            yield return new GatheredDay(day, listedOn.GetValueOrDefault(day));
    }
}

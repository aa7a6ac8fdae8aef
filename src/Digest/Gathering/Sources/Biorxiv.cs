using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>What bioRxiv or medRxiv posted, over the interface that both share: each day page by page. Written for its documented
/// format, not yet tried against the live service.</summary>
internal sealed class Biorxiv(string server, BiorxivOptions preprints, PoliteHttp http, IOptions<GatheringOptions> options, TimeProvider time)
    : IPaperSource
{
    /// <summary>Pages of one day after which something is wrong; a day has some hundred papers.</summary>
    const int MostPages = 200;

    readonly PacedHost _host = new(http, preprints.Interval, time);

    public string Name => server;

    public bool IsVerified => false;

    public IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, CancellationToken ct) =>
        DayByDay.AskAsync(range, day => DayAsync(day, range.Now, ct), ct);

    async IAsyncEnumerable<(Gathered Gathered, bool LeaveAlone)> DayAsync(
        DateOnly day, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (cursor, count) = (0, 0);
        for (var page = 0; page < MostPages; page++)
        {
            var address = Address(day, cursor);
            var reply = await _host.AskAsync(address, ct);
            if (reply.Answer is null)
            {
                yield return (new SkippedEntry(address.AbsoluteUri, $"row {cursor + 1}", reply.Fault), reply.LeaveAlone);
                yield break;
            }
            var answer = new BiorxivAnswer(server, address.AbsoluteUri, now);
            using var body = reply.Answer.Text();
            await foreach (var gathered in answer.ReadAsync(body, ct).UpTo(options.Value.MaxEntries, address.AbsoluteUri, ct))
            {
                if (gathered is GatheredPaper { Listed: var listed })
                {
                    if (!IsWanted(listed)) continue;
                    if (listed.ListedAt is { } at && DateOnly.FromDateTime(at.UtcDateTime) == day) count++;
                }
                yield return (gathered, LeaveAlone: false);
            }
            if (!answer.IsWhole) yield break;
            // How many there are to a page has changed before: the next begins behind what was got.
            cursor += answer.Rows;
            if (answer.Rows > 0 && cursor < (answer.Total ?? int.MaxValue)) continue;
            yield return answer.Rows == 0 && cursor < answer.Total
                ? (new SkippedEntry(address.AbsoluteUri, $"row {cursor + 1}", $"it has {answer.Total} papers and gives no more of them"), false)
                : (new GatheredDay(day, count), false);
            yield break;
        }
        yield return (new SkippedEntry(Address(day, 0).AbsoluteUri, $"page {MostPages}", "there is no end to its pages"), false);
    }

    bool IsWanted(Papers.ListedPaper listed) => preprints.Categories.Count == 0 ||
        listed.Paper.Categories.Any(c => preprints.Categories.Contains(c, StringComparer.OrdinalIgnoreCase));

    Uri Address(DateOnly day, int cursor) => new(string.Create(CultureInfo.InvariantCulture,
        $"{preprints.Address.AbsoluteUri.TrimEnd('/')}/{server}/{day:yyyy-MM-dd}/{day:yyyy-MM-dd}/{cursor}/json"));
}

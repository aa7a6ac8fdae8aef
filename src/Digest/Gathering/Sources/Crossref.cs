using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>What publishers registered with Crossref on a day, of what the operator asks for; page after page by cursor. Written for
/// its documented interface and one recorded answer, not yet tried against the live service.</summary>
internal sealed class Crossref(PoliteHttp http, IOptions<GatheringOptions> options, TimeProvider time) : IPaperSource
{
    readonly CrossrefOptions _options = options.Value.Crossref;
    readonly PacedHost _host = new(http, options.Value.Crossref.Interval, time);

    public string Name => CrossrefAnswer.Source;

    public bool IsVerified => false;

    public IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, CancellationToken ct) =>
        DayByDay.AskAsync(range, day => DayAsync(day, range.Now, ct), ct);

    async IAsyncEnumerable<(Gathered Gathered, bool LeaveAlone)> DayAsync(
        DateOnly day, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (cursor, count) = ("*", 0);
        for (var page = 1; page <= _options.MaxPages; page++)
        {
            var address = Address(day, cursor);
            var reply = await _host.AskAsync(address, ct);
            if (reply.Answer is null)
            {
                var hint = reply.Fault == "it answered 400" ? ": perhaps one of Gathering:Crossref's Issns, Prefixes or Types is none" : "";
                yield return (new SkippedEntry(address.AbsoluteUri, $"page {page}", reply.Fault + hint), reply.LeaveAlone);
                yield break;
            }
            var answer = new CrossrefAnswer(address.AbsoluteUri, now);
            using var body = reply.Answer.Text();
            await foreach (var gathered in answer.ReadAsync(body, ct).UpTo(options.Value.MaxEntries, address.AbsoluteUri, ct))
            {
                if (gathered is GatheredPaper { Listed.ListedAt: { } at } && DateOnly.FromDateTime(at.UtcDateTime) == day) count++;
                yield return (gathered, LeaveAlone: false);
            }
            if (!answer.IsWhole) yield break;
            // There is always a next cursor; a page that is not full is the last.
            if (answer.Items == _options.PageSize && answer.NextCursor is { Length: > 0 } next)
            {
                cursor = next;
                continue;
            }
            yield return (new GatheredDay(day, count), LeaveAlone: false);
            yield break;
        }
        yield return (new SkippedEntry(Address(day, "*").AbsoluteUri, $"page {_options.MaxPages}",
            "it has more pages than Gathering:Crossref:MaxPages: ask for less, or allow more"), LeaveAlone: false);
    }

    Uri Address(DateOnly day, string cursor)
    {
        // Of one kind any will do; of each kind there must be one.
        var filter = string.Join(',', new[]
            {
                string.Create(CultureInfo.InvariantCulture, $"from-created-date:{day:yyyy-MM-dd},until-created-date:{day:yyyy-MM-dd}"),
            }
            .Concat(_options.Types.Select(t => $"type:{t}")).Concat(_options.Issns.Select(i => $"issn:{i}"))
            .Concat(_options.Prefixes.Select(p => $"prefix:{p}")));
        var query = new List<string> { $"filter={Uri.EscapeDataString(filter)}" };
        if (_options.Query.Length > 0) query.Add($"query={Uri.EscapeDataString(_options.Query)}");
        query.Add(string.Create(CultureInfo.InvariantCulture, $"rows={_options.PageSize}"));
        query.Add($"cursor={Uri.EscapeDataString(cursor)}");
        // Who says who they are is asked to slow down rather than shut out.
        if (options.Value.Contact.Contains('@')) query.Add($"mailto={Uri.EscapeDataString(options.Value.Contact)}");
        return new Uri($"{_options.Address.AbsoluteUri}?{string.Join('&', query)}");
    }
}

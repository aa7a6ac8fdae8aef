using System.Collections.Concurrent;

namespace Digest.Storage;

/// <summary>What each of the last days brought. A day that is over is counted once: a little changes in it afterwards, when somebody
/// is erased or a backup restored, and its sum need not.</summary>
internal sealed class RecentDays(DayFigures figures)
{
    readonly ConcurrentDictionary<DateOnly, DayFigures.Day> _over = new();

    /// <summary>The days up to and with today, UTC, the oldest first.</summary>
    public async Task<IReadOnlyList<(DateOnly Date, DayFigures.Day Day)>> CountAsync(int days, DateTimeOffset now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var asked = Enumerable.Range(0, days).Select(n => today.AddDays(n + 1 - days)).ToList();
        var from = asked.FindIndex(day => !_over.ContainsKey(day)) is var first and >= 0 ? first : days - 1;
        var bounds = asked[from..].Append(today.AddDays(1)).Select(day => new DateTimeOffset(day, default, TimeSpan.Zero)).ToList();
        var counted = (await figures.TellAsync(bounds, ct)).Select((day, n) => (Date: asked[from + n], Day: day)).ToDictionary(d => d.Date, d => d.Day);
        // Yesterday's last mails may still be under way.
        foreach (var (date, day) in counted.Where(d => d.Key < today.AddDays(-1)))
            _over[date] = day;
        foreach (var old in _over.Keys.Where(day => day < asked[0]))
            _over.TryRemove(old, out _);
        return [.. asked.Select(date => (date, counted.GetValueOrDefault(date) ?? _over[date]))];
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>What each of the last days brought, counted from rows. A day that is over is counted once: a little changes in it
/// afterwards, when somebody is erased or a backup restored, and its sum need not.</summary>
internal sealed class DayFigures(Database database)
{
    const long DayMs = 86_400_000;

    readonly ConcurrentDictionary<DateOnly, Day> _over = new();

    /// <summary>The days up to and with today, UTC, the oldest first.</summary>
    public async Task<IReadOnlyList<Day>> CountAsync(int days, DateTimeOffset now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var asked = Enumerable.Range(0, days).Select(n => today.AddDays(n + 1 - days)).ToList();
        var from = asked.Find(day => !_over.ContainsKey(day));
        from = from == default ? today : from;
        var counted = await database.ReadAsync(db => Count(db, from, today), ct);
        foreach (var day in counted.Values.Where(d => d.Date < today.AddDays(-1)))
            _over[day.Date] = day;
        foreach (var old in _over.Keys.Where(day => day < asked[0]))
            _over.TryRemove(old, out _);
        return [.. asked.Select(day => counted.GetValueOrDefault(day) ?? _over[day])];
    }

    static Dictionary<DateOnly, Day> Count(DbConnection db, DateOnly from, DateOnly until)
    {
        var span = new { from = new DateTimeOffset(from, default, TimeSpan.Zero).Ms(), until = new DateTimeOffset(until.AddDays(1), default, TimeSpan.Zero).Ms() };
        var mails = db.Query<(long Day, string State, string Kind, long Mails)>($"""
            SELECT ended_at / {DayMs}, state, kind, COUNT(*) FROM deliveries WHERE ended_at >= @from AND ended_at < @until GROUP BY 1, 2, 3
            """, span).ToLookup(m => m.Day);
        var events = db.Query<(long Day, string Event, long Times)>($"""
            SELECT at / {DayMs}, event, COUNT(*) FROM consents WHERE at >= @from AND at < @until GROUP BY 1, 2
            """, span).ToLookup(e => e.Day);
        var complaints = db.Query<(long Day, long Times)>($"""
            SELECT at / {DayMs}, COUNT(*) FROM bounces WHERE at >= @from AND at < @until AND kind = 'complaint' GROUP BY 1
            """, span).ToDictionary(c => c.Day, c => c.Times);
        return Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(n =>
        {
            var date = from.AddDays(n);
            var day = new DateTimeOffset(date, default, TimeSpan.Zero).Ms() / DayMs;
            return new Day(date, Mails("sent"), Mails("failed"), Mails("expired"), Mails("suppressed"),
                mails[day].Where(m => m is { State: "skipped", Kind: "issue" }).Sum(m => m.Mails),
                Events("confirmed") + Events("added"), Events("left"), complaints.GetValueOrDefault(day));

            long Mails(string state) => mails[day].Where(m => m.State == state).Sum(m => m.Mails);
            long Events(string what) => events[day].Where(e => e.Event == what).Sum(e => e.Times);
        }).ToDictionary(d => d.Date);
    }

    /// <param name="Date">UTC.</param>
    /// <param name="Sent">Mails that ended so on that day; likewise the three after it.</param>
    /// <param name="Empty">Issues that had nothing to say.</param>
    /// <param name="Joined">Who confirmed or was added.</param>
    internal sealed record Day(DateOnly Date, long Sent, long Failed, long Expired, long Suppressed, long Empty, long Joined, long Left, long Complaints);
}

using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Digest.Storage;

/// <summary>What is known of the way back to us by mail: when it was last seen to work, and who came by it without saying who they are.</summary>
internal sealed class RouteStore(Database database)
{
    const string Seen = "route:leave", Bare = "route:bare";

    /// <param name="settings">A fingerprint of the settings that the test was made with.</param>
    /// <param name="trial">Names the test among others.</param>
    public Task NoteAsync(long settings, int trial, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db => Write(db, Seen, settings, trial, now.Ms()), ct);

    /// <summary>Null before the first test.</summary>
    public async Task<RouteSeen?> FindAsync(CancellationToken ct) =>
        await ReadAsync(Seen, ct) is [var settings, var trial, var at] ? new(settings, (int)trial, at.Instant()) : null;

    /// <summary>Somebody asked to leave by mail, and nothing shows who.</summary>
    public Task CountBareAsync(DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
        Write(db, Bare, Read(db, Bare) is [var count, _] ? count + 1 : 1, now.Ms()), ct);

    /// <summary>How many such mails came, and the last of them when.</summary>
    public async Task<(long Count, DateTimeOffset LastAt)?> BareAsync(CancellationToken ct) => await ReadAsync(Bare, ct) is [var count, var at] ? (count, at.Instant()) : null;

    Task<long[]> ReadAsync(string name, CancellationToken ct) => database.ReadAsync(db => Read(db, name), ct);

    static long[] Read(DbConnection db, string name) =>
        [.. (db.QuerySingleOrDefault<string?>("SELECT value FROM meta WHERE name = @name", new { name }) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => long.Parse(n, CultureInfo.InvariantCulture))];

    static int Write(DbConnection db, string name, params long[] numbers) => db.Execute("""
        INSERT INTO meta (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """, new { name, value = string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))) });
}

/// <summary>A test mail that arrived.</summary>
internal sealed record RouteSeen(long Settings, int Trial, DateTimeOffset At);

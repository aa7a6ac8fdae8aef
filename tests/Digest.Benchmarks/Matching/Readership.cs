using System.Globalization;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Digest.Benchmarks.Matching;

/// <summary>A database file as the product makes it, with an edition and any number of subscribers.</summary>
sealed class Readership : IAsyncDisposable
{
    public const int Interests = 3;

    const int Together = 5_000;

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    readonly SqliteDialect dialect;

    public Readership(string folder)
    {
        dialect = new(Path.Combine(folder, "digest.db"), TimeProvider.System);
        Database = new(dialect, NullLogger<Database>.Instance);
    }

    public Database Database { get; }

    public async Task FillAsync(Language language, int papers, int subscribers, int terms)
    {
        await new Migrations(Database, TimeProvider.System).ApplyAsync(default);
        await PublishAsync(language, papers);
        for (var first = 1; first <= subscribers; first += Together)
            await AddAsync(first, [.. Enumerable.Range(first, Math.Min(Together, subscribers - first + 1))
                .AsParallel().AsOrdered().Select(id => language.Interests(id, Interests, terms).ToArray())]);
    }

    async Task PublishAsync(Language language, int papers)
    {
        var catalogue = new Catalogue(Database);
        var told = Enumerable.Range(1, papers).Select(i => new ListedPaper
        {
            Source = "made", SourceId = i.ToString(CultureInfo.InvariantCulture), ListedAt = Now.AddHours(-1), Place = i,
            Paper = language.Paper(i) with { Ids = [new PaperId(PaperId.Doi, string.Create(CultureInfo.InvariantCulture, $"10.9999/{i}"))] },
        });
        foreach (var some in told.Chunk(500))
            await catalogue.MergeAsync(some, Now.AddHours(-1), default);
        var listed = await catalogue.ListedBetweenAsync(Now.AddDays(-1), Now, default);
        await new EditionStore(Database).SaveAsync(new Edition(0, DateOnly.FromDateTime(Now.UtcDateTime), Now.AddMinutes(-1),
            [.. listed.Select((l, i) => new RankedPaper(l.Paper, i + 1, 1.0 / (i + 1), new(RankReasonKind.New, 0), null))], []), default);
    }

    Task<int> AddAsync(int first, string[][] interests) => Database.WriteAsync(db =>
    {
        using var reader = db.CreateCommand();
        reader.CommandText = """
            INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending,
              token_version, next_issue_at, covered_until, created_at, confirmed_at)
            VALUES (@id, @address, @address, @address, 'active', 'en', 'Europe/Berlin', '08:00', 127, 10, 0, 1, @now, NULL, @now, @now)
            """;
        using var interest = db.CreateCommand();
        interest.CommandText = """
            INSERT INTO interests (subscriber, position, name, text, weight, slots) VALUES (@id, @position, @name, @text, 1, 2)
            """;
        var (id, address, now) = (Parameter(reader, "@id"), Parameter(reader, "@address"), Parameter(reader, "@now"));
        var (of, position, name, text) = (Parameter(interest, "@id"), Parameter(interest, "@position"), Parameter(interest, "@name"), Parameter(interest, "@text"));
        for (var i = 0; i < interests.Length; i++)
        {
            id.Value = of.Value = first + i;
            address.Value = $"reader{first + i}@example.org";
            now.Value = Now.ToUnixTimeMilliseconds();
            reader.ExecuteNonQuery();
            for (var p = 0; p < interests[i].Length; p++)
            {
                (position.Value, text.Value) = (p, interests[i][p]);
                name.Value = interests[i][p].Length > 50 ? $"{p} {interests[i][p][..50]}" : interests[i][p];
                interest.ExecuteNonQuery();
            }
        }
        return interests.Length;
    }, default);

    static System.Data.Common.DbParameter Parameter(System.Data.Common.DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

using System.Data.Common;
using Dapper;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Digest.Tests.Storage;

/// <summary>One program at a database: every store over one writer of its own, as the product puts them together.</summary>
sealed class Node : IAsyncDisposable
{
    readonly Dialect _dialect;

    public Node(Server server, TestClock clock, string keysFile = "keys.json", int keepDays = 90, int keepPapersDays = 0)
    {
        var options = new StorageOptions { DataFolder = server.Folder, KeysFile = Path.Combine(server.Folder, keysFile), KeepDays = keepDays, KeepPapersDays = keepPapersDays };
        _dialect = server.Connect(clock);
        Clock = clock;
        Database = new(_dialect, NullLogger<Database>.Instance);
        Keys = KeyRing.Open(options.EffectiveKeysFile, clock);
        Migrations = new(Database, clock);
        Backup = new(Database, options, clock);
        Opening = new(Database, Migrations, Backup, Keys, options);
        Catalogue = new(Database);
        Fetches = new(Database);
        Turns = new(Database);
        Unions = new(Database);
        Papers = new(Database);
        News = new(Database);
        Editions = new(Database);
        Subscribers = new(Database);
        Subscriptions = new(Database);
        Askings = new(Database);
        Tastes = new(Database);
        Moves = new(Database);
        Interests = new(Database);
        Preferences = new(Database);
        Imports = new(Database);
        Exports = new(Database);
        Person = new(Database);
        Wanted = new(Database);
        Issues = new(Database);
        Notices = new(Database);
        Ledger = new(Database);
        Paces = new(Database);
        Bounces = new(Database);
        Story = new(Database);
        Pruning = new(Database, options, clock, NullLogger<Pruning>.Instance);
    }

    public TestClock Clock { get; }
    public Database Database { get; }
    public KeyRing Keys { get; }
    public Migrations Migrations { get; }
    public Backup Backup { get; }
    public Opening Opening { get; }
    public Catalogue Catalogue { get; }
    public FetchStore Fetches { get; }
    public TurnStore Turns { get; }
    public PaperUnions Unions { get; }
    public PaperStory Papers { get; }
    public PaperNews News { get; }
    public EditionStore Editions { get; }
    public SubscriberStore Subscribers { get; }
    public SubscriptionStore Subscriptions { get; }
    public AskingStore Askings { get; }
    public TasteStore Tastes { get; }
    public MoveStore Moves { get; }
    public InterestStore Interests { get; }
    public PreferenceStore Preferences { get; }
    public ImportStore Imports { get; }
    public ExportStore Exports { get; }
    public PersonStory Person { get; }
    public WantedStore Wanted { get; }
    public IssueStore Issues { get; }
    public NoticeStore Notices { get; }
    public DeliveryLedger Ledger { get; }
    public PaceStore Paces { get; }
    public BounceStore Bounces { get; }
    public DeliveryStory Story { get; }
    public Pruning Pruning { get; }

    /// <summary>Somebody asks at the door and is answered.</summary>
    public async Task<SignUpAnswer> SignUpAsync(Subscriber stranger, string limitKey, Consent consent)
    {
        await Askings.NoteAsync(new(0, stranger.Address.Text, [], "", "en", consent.Wording, consent.At), default);
        while (true)
            foreach (var asking in (await Askings.AskedAsync(100, default)).Where(a => a.Address == stranger.Address.Text))
                if (await Subscriptions.SignUpAsync(asking, stranger, limitKey, consent, default) is { } answer)
                    return answer;
    }

    /// <summary>One number, asked in SQL.</summary>
    public Task<long> CountAsync(string sql, object? parameters = null) =>
        Database.ReadAsync(db => db.QuerySingle<long>(sql, parameters), default);

    public Task<IReadOnlyList<T>> RowsAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync<IReadOnlyList<T>>(db => db.Query<T>(sql, parameters).AsList(), default);

    public Task ExecuteAsync(string sql, object? parameters = null) =>
        Database.WriteAsync(db => db.Execute(sql, parameters), default);

    /// <summary>Every row of every table, in words, so that "nothing changed" can be said of the whole database.</summary>
    public Task<string> DumpAsync() => Database.ReadAsync(db => Dump(db, TableNames), default);

    public static string Dump(DbConnection db, string tableNames) => string.Join('\n', db.Query<string>(tableNames).Select(table =>
        $"{table}:\n" + string.Join('\n', db.Query($"SELECT * FROM {table}").Select(row => string.Join('|',
            ((IDictionary<string, object>)row).Select(f => $"{f.Key}={(f.Value is byte[] b ? b.Length : f.Value)}"))).Order(StringComparer.Ordinal))));

    string TableNames => _dialect is SqliteDialect ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name";

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();
}

/// <summary>Stands still until it is moved.</summary>
sealed class TestClock : TimeProvider
{
    DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

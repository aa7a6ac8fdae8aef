using System.Data.Common;
using System.Globalization;
using Dapper;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class UpgradeOnSqlite() : UpgradeContract(new SqliteServer());

public sealed class UpgradeOnPostgres(PostgresDatabase database) : UpgradeContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>A database of each schema there ever was becomes what a fresh one is, with its rows.</summary>
public abstract class UpgradeContract : Contract
{
    // What the first schema knew of somebody who reads, of somebody who left, and of a mail that is owed.
    const string Rows = """
        INSERT INTO papers (id, revision, title_key, voice, first_listed_at) VALUES (5, 1, 'on tides', 'arxiv', 1000);
        INSERT INTO paper_revisions (paper, revision, title, abstract, one_line, authors, categories, links, published_at, version)
          VALUES (5, 1, 'On Tides', 'Of the sea.', '', '[]', '[]', '[]', 1000, 1);
        INSERT INTO paper_keys (key, paper, evidence, since) VALUES ('title:on tides', 5, '', 1000);
        INSERT INTO paper_listings (source, source_id, listed_at, place, paper) VALUES ('arxiv', '2601.00001', 1000, 1, 5);
        INSERT INTO fetches (source, day, asked_at, answered_at, papers, skipped) VALUES ('arxiv', '2026-01-02', 1000, 1001, 1, 0);
        INSERT INTO editions (id, period, date, prepared_at, sources) VALUES (3, 'day', '2026-01-02', 2000, '[]');
        INSERT INTO edition_papers (edition, paper, revision, rank, score, reason, reason_count) VALUES (3, 5, 1, 1, 0.5, 'upvotes', 1);
        INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending, token_version, created_at)
          VALUES (7, 'reads@example.org', 'reads@example.org', 'h7', 'active', 'en', 'UTC', '07:00', 31, 10, 1, 2, 1000);
        INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending, token_version, created_at)
          VALUES (8, 'left@example.org', 'left@example.org', 'h8', 'unsubscribed', 'en', 'UTC', '07:00', 31, 10, 1, 1, 1000);
        INSERT INTO interests (subscriber, position, name, text, weight, slots) VALUES (7, 1, 'tides', 'tides', 1, 3);
        INSERT INTO sign_ups (subscriber, limit_key, interests, zone, asked_at) VALUES (7, 'k', '[]', 'UTC', 1000);
        INSERT INTO issues (id, subscriber, local_date, due_at, planned_at, sections) VALUES (2, 7, '2026-01-02', 3000, 3000, '[]');
        INSERT INTO shown (subscriber, paper, issue) VALUES (7, 5, 2);
        INSERT INTO notices (kind, subscriber, about, model, created_at) VALUES ('welcome', 7, '', '{}', 1000);
        INSERT INTO deliveries (id, kind, subscriber, about, message_id, locale, template_version, key_id, token_version, planned_at, expires_at, urgent, state, attempts, doubted, fence)
          VALUES (9, 'issue', 7, '2', 'm@example.org', 'en', 'v', 1, 2, 3000, 9000, 0, 'queued', 1, 0, 0);
        INSERT INTO delivery_attempts (delivery, n, started_at, ended_at, phase, outcome) VALUES (9, 1, 3000, 3001, 'connect', 'deferred');
        INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES ('h8', 'soft', 'unsubscribed', '', 1000);
        INSERT INTO consents (address_hash, subscriber, at, event, channel, wording) VALUES ('h7', 7, 1000, 'confirmed', 'web', 'w');
        """;

    private protected UpgradeContract(Server server) : base(server) { }

    [Fact]
    public async Task A_database_of_each_schema_becomes_what_a_fresh_one_is_and_keeps_its_rows()
    {
        var fresh = await Node.RowsAsync<string>(Shape);
        for (var schema = 1; schema < Migrations.Newest; schema++)
        {
            await using var server = Server.Another();
            await server.CreateAsync();
            await using var node = new Node(server, Clock);
            await node.Database.WriteAsync(db => Make(db, node.Database.Dialect, schema), default);
            var before = await node.Database.ReadAsync(Counts, default);

            var applied = await node.Opening.OpenAsync(default);

            Assert.Equal(Enumerable.Range(schema + 1, Migrations.Newest - schema), applied.Select(name => int.Parse(name[..3], CultureInfo.InvariantCulture)));
            Assert.Equal(fresh, await node.RowsAsync<string>(Shape));
            Assert.Equal(before, await node.Database.ReadAsync(Counts, default));
            Assert.Equal(["7 active 2", "8 unsubscribed 1"], await node.RowsAsync<string>("SELECT id || ' ' || state || ' ' || token_version FROM subscribers ORDER BY id"));
            Assert.Equal(["9 queued m@example.org"], await node.RowsAsync<string>("SELECT id || ' ' || state || ' ' || message_id FROM deliveries"));
            Assert.Equal(schema, BackupFile.Read(Assert.IsType<string>(node.Opening.BackupFile)).Schema);
            Assert.Empty(await node.Opening.OpenAsync(default));
        }
    }

    /// <summary>As the program of that schema left it.</summary>
    static int Make(DbConnection db, Dialect dialect, int schema)
    {
        Migrations.Lay(db, dialect.Adapt, schema);
        foreach (var number in Enumerable.Range(1, schema))
            db.Execute("INSERT INTO schema_versions (number, name, applied_at) VALUES (@number, @name, 0)", new { number, name = $"{number:000}" });
        return db.Execute(Rows);
    }

    // The tables that every schema has, but those that schemas themselves write to.
    static readonly string[] Tables =
    [
        "papers", "paper_revisions", "paper_keys", "paper_listings", "fetches", "editions", "edition_papers", "subscribers", "interests", "sign_ups",
        "issues", "shown", "notices", "deliveries", "delivery_attempts", "suppressions", "consents",
    ];

    static Dictionary<string, long> Counts(DbConnection db) => Tables.ToDictionary(t => t, t => db.QuerySingle<long>($"SELECT COUNT(*) FROM {t}"));

    // Tables, columns in their order with type, default and necessity, and indexes as they are written.
    string Shape => Server is SqliteServer
        ? """
          SELECT m.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || COALESCE(c.dflt_value, '-') || ' ' || c.pk
            FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
          UNION ALL SELECT m.name || ' -> ' || f."table" || ' ' || f."from" || ' ' || f."to" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
          UNION ALL SELECT name || ' on ' || tbl_name || ' ' || COALESCE(sql, '') FROM sqlite_master WHERE type <> 'table' ORDER BY 1
          """
        : """
          SELECT table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '-') || ' ' || is_identity
            FROM information_schema.columns WHERE table_schema = current_schema()
          UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
          UNION ALL SELECT indexname || ' ' || REPLACE(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1
          """;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Digest.Tests;

/// <summary>Looking at the database from outside.</summary>
sealed partial class App
{
    /// <summary>All that is kept, a line a table with a hash of its rows: two that are equal say that nothing changed, and of
    /// two that are not the difference names the table.</summary>
    public string Snapshot()
    {
        using var db = OpenDatabase();
        var told = new StringBuilder();
        foreach (var table in Column(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            var rows = Column(db, $"SELECT json_array({string.Join(", ", Column(db, $"SELECT name FROM pragma_table_info('{table}')")
                .Select(name => $"hex({name})"))}) FROM {table} ORDER BY 1");
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))[..12];
            told.AppendLine(CultureInfo.InvariantCulture, $"{table}: {rows.Count} rows, {hash}");
        }
        return told.ToString();
    }

    /// <summary>The tables that say whose their rows are.</summary>
    public IReadOnlyList<string> TablesOfPeople()
    {
        using var db = OpenDatabase();
        return Column(db, """
            SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'subscriber' ORDER BY t.name
            """);
    }

    /// <summary>Those of them that hold something of a subscriber.</summary>
    public IReadOnlyList<string> TablesOf(long subscriber)
    {
        var tables = TablesOfPeople();
        using var db = OpenDatabase();
        return [.. tables.Where(table => Column(db, FormattableString.Invariant(
            $"SELECT CAST(COUNT(*) AS TEXT) FROM {table} WHERE subscriber = {subscriber}"))[0] != "0")];
    }

    /// <summary>Changes a row behind the program's back, for what has no verb yet.</summary>
    public void Tamper(string sql)
    {
        using var db = OpenDatabase();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of what a question brings, as text.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var db = OpenDatabase();
        return Column(db, sql);
    }

    static List<string> Column(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }

    SqliteConnection OpenDatabase()
    {
        var db = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(Folder, "data", "digest.db"),
            Pooling = false,
        }.ToString());
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint = 0";
        command.ExecuteNonQuery();
        return db;
    }
}

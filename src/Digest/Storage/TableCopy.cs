using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Digest.Storage;

/// <summary>All rows of one database into the empty tables of another, of whatever kind: the schema is the same.</summary>
internal static class TableCopy
{
    /// <summary>What every database takes as parameters of one statement, and rows that are worth a statement.</summary>
    const int MostParameters = 900, MostRows = 100;

    /// <summary>The tables of a database in SQLite, a table before those that refer to it.</summary>
    public static IReadOnlyList<string> TablesOf(DbConnection sqlite) =>
        sqlite.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid").AsList();

    /// <param name="to">Open, in a transaction of the caller's. What its schema put into the tables gives way.</param>
    public static void Copy(DbConnection from, DbConnection to, IReadOnlyList<string> tables)
    {
        foreach (var table in tables.Reverse())
            to.Execute($"DELETE FROM {table}");
        foreach (var table in tables)
            Copy(from, to, table);
    }

    static void Copy(DbConnection from, DbConnection to, string table)
    {
        using var asking = from.CreateCommand();
        asking.CommandText = $"SELECT * FROM {table}";
        using var rows = asking.ExecuteReader();
        var columns = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToList();
        var most = Math.Min(MostRows, MostParameters / columns.Count);
        using var full = Insert(to, table, columns, most);
        var held = new List<object[]>();
        while (rows.Read())
        {
            var row = new object[columns.Count];
            rows.GetValues(row);
            held.Add(row);
            if (held.Count == most)
                Put(full, held);
        }
        if (held.Count == 0)
            return;
        using var rest = Insert(to, table, columns, held.Count);
        Put(rest, held);
    }

    static DbCommand Insert(DbConnection to, string table, IReadOnlyList<string> columns, int rows)
    {
        var command = to.CreateCommand();
        var names = Enumerable.Range(0, rows).Select(row => string.Join(", ", columns.Select((_, column) => Name(row, column))));
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", names.Select(n => $"({n})"))}";
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns.Count; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = Name(row, column);
                command.Parameters.Add(parameter);
            }
        return command;
    }

    static void Put(DbCommand insert, List<object[]> rows)
    {
        var at = 0;
        foreach (var row in rows)
            foreach (var value in row)
                // PostgreSQL knows no NUL in a text; older versions wrote what they were told.
                insert.Parameters[at++].Value = value is string text ? text.Replace("\0", "", StringComparison.Ordinal) : value;
        insert.ExecuteNonQuery();
        rows.Clear();
    }

    static string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"@r{row}c{column}");
}

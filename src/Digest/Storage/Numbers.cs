using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>Numbers of rows that links and return addresses of mails name, each given once and never again. A database may give the
/// number of a row that was deleted to the next one, and what was mailed of the first would then speak for the second.</summary>
internal static class Numbers
{
    /// <summary>The tables whose rows are numbered so.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["subscribers", "moves", "papers", "deliveries"];

    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <returns>The number of its next row.</returns>
    public static long Next(DbConnection db, string table) => db.QuerySingle<long>($"""
        UPDATE meta SET value = CAST(1 + CASE
            WHEN CAST(value AS BIGINT) >= (SELECT COALESCE(MAX(id), 0) FROM {table}) THEN CAST(value AS BIGINT)
            ELSE (SELECT MAX(id) FROM {table}) END AS TEXT)
        WHERE name = 'last:{table}' RETURNING CAST(value AS BIGINT)
        """);
}

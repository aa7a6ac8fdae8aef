using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>News about papers after they were first told, and who was told of them.</summary>
internal static class PaperNews
{
    /// <summary>Kept once, whoever tells it.</summary>
    public static void Add(DbConnection db, long paper, PaperUpdate update, DateTimeOffset at) => db.Execute("""
        INSERT INTO paper_updates (paper, kind, detail, at) VALUES (@paper, @kind, @Detail, @at) ON CONFLICT (paper, kind, detail) DO NOTHING
        """, new { paper, kind = Rows.Word(update.Kind), update.Detail, at = at.Ms() });
}

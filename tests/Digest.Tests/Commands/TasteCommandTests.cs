using Microsoft.Data.Sqlite;
using Xunit;

namespace Digest.Tests.Commands;

public class TasteCommandTests
{
    const string Ada = "ada@readers.example";

    [Fact]
    public async Task What_somebody_said_is_told_and_taken_back()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("gather", "--file", digest.File("papers.jsonl", """{"id": "2607.90001", "title": "Protein Folding", "abstract": "By night."}"""));
        await digest.RunAsync("subscribers", "add", Ada, "--interest", "protein folding");
        Assert.Equal($"{Ada} said nothing so far", (await digest.RunAsync("taste", Ada)).Output.Trim());
        Say(digest, """
            INSERT INTO feedback (subscriber, paper, verdict, interest, at) VALUES (1, 1, 'less', 1, 1784300000000);
            INSERT INTO mutes (subscriber, kind, what, at) VALUES (1, 'author', 'Ivo Brandt', 1784300060000), (1, 'words', 'wet soap', 1784300120000);
            """);

        Assert.Equal("""
            2026-07-17 14:53Z  less like paper 1, Protein Folding (under protein folding)
            2026-07-17 14:54Z  nothing by Ivo Brandt
            2026-07-17 14:55Z  nothing that says wet soap

            """, (await digest.RunAsync("taste", Ada)).Output, ignoreLineEndingDifferences: true);
        Assert.Contains("more or less of 1 paper and 2 mutes have a say in it", (await digest.RunAsync("why", Ada)).Output, StringComparison.Ordinal);
        var json = (await digest.RunAsync("taste", Ada, "--json")).Json;
        Assert.Equal(("less", "protein folding", 2), (json.GetProperty("feedback")[0].GetProperty("verdict").GetString(),
            json.GetProperty("feedback")[0].GetProperty("interest").GetString(), json.GetProperty("mutes").GetArrayLength()));

        var missing = await digest.RunAsync("taste", Ada, "--unmute-words", "dry soap");
        Assert.Equal(1, missing.Exit);
        Assert.Contains("said nothing of dry soap", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await digest.RunAsync("taste", Ada, "--unsay", "2607.99999")).Exit);
        Assert.Equal(1, (await digest.RunAsync("taste", "nobody@readers.example")).Exit);
        var cleared = await digest.RunAsync("taste", Ada, "--unsay", "2607.90001", "--unmute-author", "Ivo Brandt", "--unmute-words", "wet soap");
        Assert.Equal((0, $"{Ada} said nothing so far"), (cleared.Exit, cleared.Output.Trim()));
    }

    static void Say(CommandLine digest, string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(digest.Environment["Storage__DataFolder"], "digest.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint = 0; " + sql;
        command.ExecuteNonQuery();
    }
}

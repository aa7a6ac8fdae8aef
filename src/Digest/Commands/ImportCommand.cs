using System.CommandLine;
using System.Text.Json;
using Digest.Papers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>digest subscribers import: takes people over from a table.</summary>
internal static class ImportCommand
{
    const int LongestNote = 500;

    public static Command Create(Launcher launcher)
    {
        var from = new Argument<string>("FILE") { Description = "A table with a column named address, and perhaps interests, time, zone, weekdays, locale, size; - for standard input." };
        var consent = new Option<string>("--consent") { Description = "Where and how they agreed; kept as evidence for each of them.", HelpName = "NOTE", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would become of each row, and write nothing." };
        var command = new Command("import", "Take people over who agreed elsewhere: active at once, without a mail to confirm. Who is known in any way stays as they are.")
        {
            from, consent, dryRun, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var (path, isDry) = (parsed.GetValue(from)!, parsed.GetValue(dryRun));
            var note = PaperText.Line(parsed.GetValue(consent)!, LongestNote);
            if (note.Length == 0)
                throw new UsageException("--consent says where and how they agreed; it must not be empty.");
            if (path != "-" && !File.Exists(path))
                throw new RefusalException($"There is no {path}.");
            await using var table = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var name = path == "-" ? "standard input" : Path.GetFileName(path);
            var importing = services.GetRequiredService<Importing>();
            var counts = parsed.GetValue(DigestCommand.Json)
                ? await TellJsonAsync(tell => importing.ReadAsync(table, note, name, isDry, tell, token), isDry)
                : await importing.ReadAsync(table, note, name, isDry, told => Console.Error.WriteLine($"digest: {Sentence(told)}"), token);
            if (!parsed.GetValue(DigestCommand.Json))
            {
                Print.Line($"{counts.Imported} {(isDry ? "would be imported" : "imported")}, {counts.Skipped} skipped, {counts.Faulty} faulty{(isDry ? "; nothing was written" : "")}");
                if (counts.UnknownColumns.Count > 0)
                    Print.Line($"Not known and left out: {string.Join(", ", counts.UnknownColumns.Select(c => PaperText.Line(c, 40)))}");
            }
            return counts.Faulty == 0 ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }

    static string Sentence(RowTold told) => FormattableString.Invariant($"line {told.Line}")
        + (told.Column.Length > 0 ? $", {told.Column}: " : told.Address.Length > 0 ? $": {told.Address} " : ": ") + told.Reason;

    /// <summary>Row by row, as there may be many.</summary>
    static async Task<ImportCounts> TellJsonAsync(Func<Action<RowTold>, Task<ImportCounts>> read, bool isDry)
    {
        await using var output = Console.OpenStandardOutput();
        await using var json = new Utf8JsonWriter(output, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("rows");
        var counts = await read(told =>
        {
            json.WriteStartObject();
            json.WriteNumber("line", told.Line);
            json.WriteString("outcome", told.IsFault ? "faulty" : "skipped");
            foreach (var (field, value) in new[] { ("address", told.Address), ("column", told.Column), ("reason", told.Reason) })
                if (value.Length > 0)
                    json.WriteString(field, value);
            json.WriteEndObject();
            if (json.BytesPending > 16 * 1024)
                json.Flush();
        });
        json.WriteEndArray();
        json.WriteNumber("imported", counts.Imported);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("faulty", counts.Faulty);
        json.WriteBoolean("dryRun", isDry);
        json.WriteStartArray("unknownColumns");
        foreach (var column in counts.UnknownColumns)
            json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
        await output.WriteAsync("\n"u8.ToArray());
        return counts;
    }
}

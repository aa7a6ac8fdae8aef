using System.CommandLine;
using System.Text;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>digest subscribers export: everybody as a table, or all that is kept about one person.</summary>
internal static class ExportCommand
{
    public static Command Create(Launcher launcher)
    {
        var who = new Argument<string?>("ADDRESS") { Description = "All that is kept about this person, in JSON unless --csv is said; everybody without it.",
            Arity = ArgumentArity.ZeroOrOne };
        var csv = new Option<bool>("--csv") { Description = "As a table. Of one person: a line for each field of each row." };
        var to = new Option<string?>("--out") { Description = "Where to write it, readable by its owner only; standard output without it.", HelpName = "FILE" };
        var state = new Option<SubscriberState?>("--state") { Description = "Only those who are active, paused, pending or left.", HelpName = "STATE" };
        var command = new Command("export", "Write everybody as a table that import reads; cells that a spreadsheet would run are made harmless.")
        {
            who, to, state, csv, DigestCommand.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(DigestCommand.Json))
                result.AddError("--csv and --json are two forms; choose one.");
            if (result.GetValue(who) is not null && result.GetValue(state) is not null)
                result.AddError("--state chooses among everybody; with an address it says nothing.");
        });
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var exporting = services.GetRequiredService<Exporting>();
            if (parsed.GetValue(who) is { } one)
            {
                var person = await services.GetRequiredService<SubscriberStore>().RequireAsync(one, token);
                return await WriteAsync(parsed.GetValue(to), output => exporting.WritePersonAsync(output, person, parsed.GetValue(csv), token));
            }
            return await WriteAsync(parsed.GetValue(to), async output =>
            {
                if (parsed.GetValue(DigestCommand.Json))
                    return await exporting.WriteJsonAsync(output, parsed.GetValue(state), token);
                await using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
                return await exporting.WriteCsvAsync(text, parsed.GetValue(state), token);
            });
        }, ct));
        return command;
    }

    /// <summary>A file is there whole or not at all.</summary>
    static async Task<int> WriteAsync(string? path, Func<Stream, Task<long>> write)
    {
        if (path is null)
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return Exit.Done;
        }
        var part = path + ".part";
        long count;
        try
        {
            File.Delete(part); // of one that was cut off, whoever may read it
            Backup.MakePrivate(part);
            await using (var file = new FileStream(part, FileMode.Truncate, FileAccess.Write))
                count = await write(file);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{path} holds {count} {(count == 1 ? "subscriber" : "subscribers")}"));
        return Exit.Done;
    }
}

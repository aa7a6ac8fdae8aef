using System.CommandLine;
using System.Text;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>digest subscribers export: everybody as a table.</summary>
internal static class ExportCommand
{
    public static Command Create(Launcher launcher)
    {
        var to = new Option<string?>("--out") { Description = "Where to write it, readable by its owner only; standard output without it.", HelpName = "FILE" };
        var state = new Option<SubscriberState?>("--state") { Description = "Only those who are active, paused, pending or left.", HelpName = "STATE" };
        var command = new Command("export", "Write everybody as a table that import reads; cells that a spreadsheet would run are made harmless.")
        {
            to, state, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), (services, token) =>
        {
            var exporting = services.GetRequiredService<Exporting>();
            return WriteAsync(parsed.GetValue(to), async output =>
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
        Backup.MakePrivate(part);
        long count;
        await using (var file = new FileStream(part, FileMode.Truncate, FileAccess.Write))
            count = await write(file);
        File.Move(part, path, overwrite: true);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{path} holds {count} subscribers"));
        return Exit.Done;
    }
}

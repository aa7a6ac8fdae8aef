using System.CommandLine;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Begins anew from a backup, without mailing anything a second time.</summary>
internal static class RestoreCommand
{
    static readonly Argument<string> File = new("FILE") { Description = "What digest backup wrote." };

    static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Take the place of the database that is there. It is moved aside, and whoever left by it stays unmailed.",
    };

    static readonly Option<bool> Moved = new("--moved")
    {
        Description = "The service was stopped when the backup was made and sent nothing since: go on where it stopped, with all that is owed. For moving it to another machine or database.",
    };

    public static Command Create(Launcher launcher)
    {
        var command = new Command("restore", "Begin anew from a backup, on SQLite or on an empty database of PostgreSQL. What was due before now is not sent again.")
        {
            File, Replace, Moved, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch() with { Opens = false }, async (services, token) =>
        {
            var moved = parsed.GetValue(Moved);
            var done = await services.GetRequiredService<Restoring>().RestoreAsync(parsed.GetValue(File)!, parsed.GetValue(Replace), moved, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(done);
            else
                Tell(done, moved);
            return Exit.Done;
        }, ct));
        return command;
    }

    static void Tell(Restoring.Restored done, bool moved)
    {
        Print.Line($"Restored {done.Subscribers} subscribers and {done.Papers} papers, as of {done.MadeAt:yyyy-MM-dd HH:mm:ss}Z.");
        if (done.Aside is { } aside)
            Print.Line($"What was there is {aside} now.");
        if (moved)
        {
            Print.Line($"It goes on where it stopped. Do not start the one it came from again.");
            return;
        }
        Print.Line($"Nothing that was due before now is sent: {done.GivenUp} mails that waited then are given up, since they may have gone out after all,");
        Print.Line($"and papers listed before now come in nobody's issue. The next issue comes at everybody's next hour.");
        if (done.Left is { } left)
            Print.Line($"Whoever had left by the database that gave way stays unmailed ({left} who were still readers in the backup).");
        else
            Print.Line($"Whoever left between {done.MadeAt:yyyy-MM-dd HH:mm}Z and now is a reader again as far as is known here. Their link for leaving works; whom you know of, end by \"digest subscribers remove ADDRESS\".");
        if (done is { Left: null, ApiKeys.Count: > 0 })
            Print.Line($"These keys of programs work, also if one was revoked since then (\"digest api-key revoke NAME\"): {string.Join(", ", done.ApiKeys)}.");
        Print.Line($"Whoever signed up or changed something since then has to do it once more.");
    }
}

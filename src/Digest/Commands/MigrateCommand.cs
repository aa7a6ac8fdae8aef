using System.CommandLine;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Brings the database to the schema of this program. Every command does so by itself; this one says it.</summary>
internal static class MigrateCommand
{
    public static Command Create(Launcher launcher)
    {
        var command = new Command("migrate", "Bring the database up to date and say so. (Every command does, before its work.)");
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), (services, _) =>
        {
            var opening = services.GetRequiredService<Opening>();
            if (opening.BackupFile is { } file)
                Print.Line($"kept what there was in {file}");
            foreach (var migration in opening.Applied)
                Print.Line($"applied {migration}");
            Print.Line($"The database has schema {Migrations.Newest}, which is what this program needs.");
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
    }
}

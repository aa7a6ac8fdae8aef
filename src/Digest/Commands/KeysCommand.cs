using System.CommandLine;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The keys that sign links in mails: listed by number, never shown, and added to.</summary>
internal static class KeysCommand
{
    public static Command Create(Launcher launcher) => new("keys", "List the keys that sign links in mails, or add a new one.")
    {
        List(launcher), Rotate(launcher),
    };

    static Command List(Launcher launcher)
    {
        var command = new Command("list", "List the keys by number, and which of them signs.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), (services, _) =>
        {
            var keys = services.GetRequiredService<KeyRing>();
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(keys.Links.Select(k => new { k.Id, k.MadeAt, signs = k.Id == keys.CurrentId }));
            else
                foreach (var (id, madeAt) in keys.Links)
                    Print.Line($"{id}  {(madeAt is { } at ? $"made {at:yyyy-MM-dd HH:mm}Z" : "made before this was noted")}{(id == keys.CurrentId ? ", signs new links" : ", its links stay good")}");
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
    }

    static Command Rotate(Launcher launcher)
    {
        var command = new Command("rotate", "Add a key that signs all links from now on. Links mailed before stay good, and no key is ever deleted.")
        {
            DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), (services, _) =>
        {
            var id = services.GetRequiredService<KeyRing>().Rotate(services.GetRequiredService<TimeProvider>());
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { id });
            else
                Print.Line($"Key {id} signs new links. A serve that runs takes them now, and signs with it once it is started anew. Back up the keys file.");
            return Task.FromResult(Exit.Done);
        }, ct));
        return command;
    }
}

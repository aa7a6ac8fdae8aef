using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Keys of programs that use the interface at /api/v1.</summary>
internal static class ApiKeyCommand
{
    static readonly Option<string> Name = new("--name")
    {
        Description = "What the audit calls it: letters, digits, dots, hyphens and underscores.",
        HelpName = "NAME",
        Required = true,
    };

    public static Command Create(Launcher launcher)
    {
        Name.Validators.Add(option =>
        {
            if (!ApiKeys.IsName(option.GetValueOrDefault<string>() ?? ""))
                option.AddError($"--name must be 1 to {ApiKeys.LongestName} letters, digits, dots, hyphens and underscores.");
        });
        return new("api-key", "Make, list or revoke keys by which programs use the interface at /api/v1.") { New(launcher), List(launcher), Revoke(launcher) };
    }

    static Command New(Launcher launcher)
    {
        var scope = new Option<string>("--scope") { Description = "What it may do: read, subscribers (look at them and change them) or all.", HelpName = "SCOPE", Required = true };
        scope.AcceptOnlyFromAmong([.. ApiKeys.Scopes]);
        var command = new Command("new", "Make a key, and print it this once.") { Name, scope, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var name = parsed.GetValue(Name)!;
            var key = await services.GetRequiredService<ApiKeys>().MakeAsync(name, parsed.GetValue(scope)!, token)
                ?? throw new RefusalException($"There is, or was, a key called {name}; the audit knows keys by their names, so take another.");
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { name, scope = parsed.GetValue(scope), key });
            else
                Print.Line($"{key}");
            await Console.Error.WriteLineAsync("digest: this is shown once; only a hash of it is kept.");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command List(Launcher launcher)
    {
        var command = new Command("list", "List the keys by name; the keys themselves are not kept.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var keys = await services.GetRequiredService<ApiKeys>().ListAsync(token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(keys);
            else
                foreach (var key in keys)
                    Print.Line($"{key.Name}  {key.Scope}  made {key.MadeAt:yyyy-MM-dd HH:mm}Z{(key.RevokedAt is { } at ? $", revoked {at:yyyy-MM-dd HH:mm}Z" : "")}");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Revoke(Launcher launcher)
    {
        var command = new Command("revoke", "End a key, at once.") { Name };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var name = parsed.GetValue(Name)!;
            if (!await services.GetRequiredService<ApiKeys>().RevokeAsync(name, token))
                throw new RefusalException($"There is no key called {name} that still works; digest api-key list tells them.");
            Print.Line($"{name} is revoked.");
            return Exit.Done;
        }, ct));
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using Digest.Checking;
using Digest.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Whether the service on this machine is ready; for containers, whose images need no other program to ask.</summary>
internal static class HealthCommand
{
    const int Most = 300;

    public static Command Create(Launcher launcher)
    {
        var wait = new Option<int>("--wait") { Description = $"How long the answer may take, 1 to {Most} seconds (default 5).", HelpName = "SECONDS",
            DefaultValueFactory = _ => 5 };
        wait.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int>() is < 1 or > Most)
                option.AddError(string.Create(CultureInfo.InvariantCulture, $"--wait must be 1 to {Most} seconds."));
        });
        var command = new Command("health", "Ask the service that runs here whether it is ready, at Web:Listen. Exits 0 when it is, 1 when not.") { wait, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch() with { Opens = false }, async (services, token) =>
        {
            using var self = new SelfCheck(services.GetRequiredService<WebOptions>().Listen);
            var (isReady, status) = await self.AskAsync(TimeSpan.FromSeconds(parsed.GetValue(wait)), token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { ready = isReady, status });
            else
                Print.Line($"{status}");
            return isReady ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }
}

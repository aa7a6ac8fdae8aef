using System.CommandLine;
using System.Globalization;
using Digest.Bounces;
using Digest.Delivering;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>digest bounces test-route: whether a mail to Bounces:UnsubscribeAddress comes in.</summary>
internal static class TestRouteCommand
{
    const int LongestWait = 900;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(Launcher launcher)
    {
        var wait = new Option<int>("--wait") { Description = $"Seconds to wait until it arrives, 1 to {LongestWait}.", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };
        wait.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int>() is < 1 or > LongestWait)
                option.AddError($"--wait is 1 to {LongestWait} seconds.");
        });
        var command = new Command("test-route", "Send a mail to Bounces:UnsubscribeAddress and wait until it came in; from then on letters name it for leaving by mail.")
        {
            wait, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var route = services.GetRequiredService<LeaveRoute>();
            if (route.Address.Length == 0)
                throw new RefusalException("Bounces:UnsubscribeAddress is not set: there is no route to test.");
            var (secret, trial) = route.BeginTrial();
            var outcome = await services.GetRequiredService<RouteMail>().SendAsync(route.Address, $"unsubscribe {secret}", token);
            if (outcome.Kind != OutcomeKind.Accepted)
                throw new RefusalException($"The test mail to {route.Address} could not be sent: {outcome.Reply}");
            var arrived = await ArrivesAsync(services, route, trial, TimeSpan.FromSeconds(parsed.GetValue(wait)), token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { route.Address, arrived });
            else if (arrived)
                Print.Line($"The mail to {route.Address} arrived; letters planned from now on name it for leaving.");
            if (!arrived)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"digest: the mail to {route.Address} was sent and did not arrive within {parsed.GetValue(wait)} s. Does serve run, with Bounces:Lmtp or Bounces:Maildir, and does the mail server bring mail for that address there?"));
            return arrived ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }

    static async Task<bool> ArrivesAsync(IServiceProvider services, LeaveRoute route, int trial, TimeSpan patience, CancellationToken ct)
    {
        var (time, intake) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<BounceIntake>());
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, ct))
        {
            await intake.RunAsync(ct); // a watched folder is read here, too
            if (await route.HasArrivedAsync(trial, ct))
                return true;
            if (time.GetElapsedTime(start) >= patience)
                return false;
        }
    }
}

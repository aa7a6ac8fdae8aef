using System.CommandLine;
using Digest.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Everything that is due, once.</summary>
internal static class SendCommand
{
    public static Command Create(Launcher launcher)
    {
        var command = new Command("send", "Plan, compose and deliver all that is due, then exit. Again, it sends nothing.")
        {
            DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            services.GetRequiredService<TemplateTrial>().Run();
            var planned = await services.GetRequiredService<IssueRun>().RunAsync(token);
            var counts = await services.GetRequiredService<DeliveryRun>().RunAsync(token);
            var told = new
            {
                planned = planned.Queued,
                counts.Sent,
                counts.Retried,
                counts.Failed,
                expired = planned.Expired + counts.Expired,
                counts.Suppressed,
                skipped = planned.Skipped + counts.Skipped,
                inDoubt = planned.InDoubt + counts.InDoubt,
            };
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(told);
            else
                Print.Line($"planned {told.planned}, sent {told.Sent}, retried {told.Retried}, failed {told.Failed}, expired {told.expired}, suppressed {told.Suppressed}, skipped {told.skipped}, in doubt {told.inDoubt}");
            if (!counts.RelayIsDown)
                return Exit.Done;
            await Console.Error.WriteLineAsync(
                "digest: the relay could not be used; what is left waits in the queue. digest why ADDRESS shows its answer.");
            return Exit.Failed;
        }, ct));
        return command;
    }
}

using System.CommandLine;
using Digest.Storage;
using Digest.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What is wrong and what was.</summary>
internal static class AlarmsCommand
{
    const int Shown = 50;

    public static Command Create(Launcher launcher)
    {
        var command = new Command("alarms", "List alarms: those that stand, and those that are over.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var store = services.GetRequiredService<AlarmStore>();
            var open = (await store.OpenAsync(token)).Where(row => row.Told > 0).ToList();
            var past = await store.PastAsync(Shown, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { open = open.Select(Document), past = past.Select(Document),
                    told = await services.GetRequiredService<OperatorPosts>().TellAsync("alarms:", Shown, token) });
            else
            {
                if (open.Count == 0)
                    Print.Line($"No alarm is open.");
                foreach (var row in open)
                    Print.Line($"since {row.Seen.ToMinute()}  {Name(row)}: {row.Detail}");
                foreach (var row in past)
                    Print.Line($"over  {row.Ended!.Value.ToMinute()}  {Name(row)}, since {row.Seen.ToMinute()}: {row.Detail}");
                foreach (var fate in (await services.GetRequiredService<OperatorPosts>().TellAsync("alarms:", Shown, token)).Where(fate => fate.State != "sent"))
                    Print.Line($"{fate.State}  what {fate.About} tells, to {Whom(fate)}: {fate.Reply}");
            }
            return Exit.Done;
        }, ct));
        command.Add(CreateTest(launcher));
        return command;
    }

    static Command CreateTest(Launcher launcher)
    {
        var command = new Command("test", "Send a test alarm now, to Watching:AlarmTo and Watching:Webhook, and say what came of it.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            if (!services.GetRequiredService<WatchingOptions>().Tells)
                throw new RefusalException("Watching:AlarmTo and Watching:Webhook are empty: name who is told of alarms.");
            var posts = services.GetRequiredService<OperatorPosts>();
            var about = await services.GetRequiredService<Watchman>().TestAsync(posts, services.GetRequiredService<TimeProvider>().GetUtcNow(), token);
            await services.GetRequiredService<Postman>().SendDueAsync(token);
            var fates = await posts.TellAsync(about, Shown, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(fates);
            else
                foreach (var fate in fates)
                    Print.Line($"{fate.State}  to {Whom(fate)}: {fate.Reply}");
            return fates.All(fate => fate.State == "sent") ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }

    static string Whom(OperatorPosts.Fate fate) => fate.Way == "webhook" ? "the webhook" : fate.Address;

    static object Document(AlarmRow row) => new { alarm = row.Kind, row.Subject, row.Node, row.Detail, since = row.Seen, lastSeen = row.Stood, row.LastTold, row.Ended };

    static string Name(AlarmRow row) => $"{row.Kind} {row.Subject}".TrimEnd() + (row.Node.Length > 0 ? $" ({row.Node})" : "");
}

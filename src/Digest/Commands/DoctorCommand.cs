using System.CommandLine;
using Digest.Checking;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Whether all is right before mails go out, or what is wrong and what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(Launcher launcher)
    {
        var offline = new Option<bool>("--offline") { Description = "Ask nobody but this machine: no sources, relays, public address or DNS." };
        var command = new Command("doctor",
            "Look over settings, clock, disk, database, keys, templates, sources, relays, the public address and the DNS, and say what is wrong and what to do. Sends nothing and changes nothing.")
        {
            offline, DigestCommand.Json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            List<Finding> findings = [];
            void Add(Finding finding)
            {
                findings.Add(finding);
                if (!parsed.GetValue(DigestCommand.Json))
                    Tell(finding);
            }
            var exit = await launcher.ExamineAsync(parsed.Launch(), async (services, token) =>
            {
                Add(Finding.Ok("settings", "Every setting is in its range."));
                await services.GetRequiredService<Doctor>().RunAsync(parsed.GetValue(offline), Add, token);
            }, sentence => Add(Finding.Fault("settings", sentence, "The service does not start.",
                "Mend the setting that the sentence names, in the settings file or the environment; the rest is looked at once it is right.")), ct);
            if (exit is { } ended)
                return ended;
            var (faults, warnings) = (findings.Count(f => f.Level == Level.Fault), findings.Count(f => f.Level == Level.Warning));
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { well = faults == 0, findings });
            else
                Print.Line($"{faults} {(faults == 1 ? "fault" : "faults")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}.");
            return faults == 0 ? Exit.Done : Exit.Failed;
        });
        return command;
    }

    static void Tell(Finding finding)
    {
        Print.Line($"{finding.Level.ToString().ToLowerInvariant(),-8} {finding.About}: {finding.What}");
        if (finding.Means is { } means)
            Print.Line($"         {means}");
        if (finding.Do is { } advice)
            Print.Line($"         What to do: {advice}");
    }
}

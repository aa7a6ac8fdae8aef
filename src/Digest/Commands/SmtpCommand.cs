using System.CommandLine;
using System.Globalization;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Whether mails can go out, before anybody waits for one.</summary>
internal static class SmtpCommand
{
    public static Command Create(Launcher launcher) => new("smtp", "Try the relays.") { Test(launcher) };

    static Command Test(Launcher launcher)
    {
        var to = new Option<string?>("--to") { Description = "Send a test mail there; without, nothing is sent.", HelpName = "ADDRESS" };
        var relay = new Option<string?>("--relay") { Description = "Only the relay of this name.", HelpName = "NAME" };
        var command = new Command("test", "Go through the dialogue with each relay, show it with secrets masked, and say what is wrong.")
        {
            to, relay, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var trial = services.GetRequiredService<RelayTrial>();
            if (services.GetRequiredService<DeliveringOptions>().PickupFolder is { Length: > 0 } folder)
                throw new RefusalException($"Delivering:PickupFolder is set: mails are written to {folder}, and no relay is asked.");
            if (parsed.GetValue(to) is { } text && !EmailAddress.TryParse(text, out _, out var why))
                throw new UsageException($"--to {text} is no address: {FaultSentence.InEnglish(why)}");
            if (parsed.GetValue(relay) is { } name && !trial.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new UsageException($"--relay {name} is not in the settings; there {(trial.Names.Count() == 1 ? "is" : "are")} {string.Join(", ", trial.Names)}.");
            var tried = await trial.RunAsync(parsed.GetValue(relay), parsed.GetValue(to), token);
            var works = tried.All(t => t.Works);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { works, relays = tried });
            else
                foreach (var one in tried)
                    Tell(one);
            return works ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }

    static void Tell(RelayTrial.Tried tried)
    {
        Print.Line($"{tried.Relay} ({tried.Address}, Tls {tried.Tls})");
        foreach (var phase in ByPhase(tried.Dialogue))
        {
            Print.Line($"  {phase[0].Phase}, {phase.Sum(l => l.Ms):0.#} ms");
            foreach (var line in phase)
                foreach (var text in line.Text.Split('\n'))
                    Print.Line($"    {Mark(line.Kind)} {text}");
            if (phase[0].Phase == "tls" && tried.Security is { } tls)
                Print.Line($"      {tls.Cipher}; certificate of {tls.Subject}, issued by {tls.Issuer}, until {tls.Ends.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        }
        if (tried.Offered.Count > 0)
            Print.Line($"  It offers {string.Join(", ", tried.Offered)}.");
        if (tried.Works)
            Print.Line($"  It works: {tried.Did}.");
        else
        {
            Print.Line($"  It does not work: {tried.Fault} (in phase {tried.Phase}).");
            Print.Line($"  What to do: {tried.Advice}");
        }
    }

    /// <summary>Lines that follow each other in one phase stand together.</summary>
    static IEnumerable<List<RelayTrial.Line>> ByPhase(IEnumerable<RelayTrial.Line> lines)
    {
        List<RelayTrial.Line> present = [];
        foreach (var line in lines)
        {
            if (present.Count > 0 && present[^1].Phase != line.Phase)
            {
                yield return present;
                present = [];
            }
            present.Add(line);
        }
        if (present.Count > 0)
            yield return present;
    }

    static string Mark(string kind) => kind switch { "sent" => ">", "heard" => "<", _ => "*" };
}

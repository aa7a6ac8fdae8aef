using System.CommandLine;
using Digest.Delivering;
using Digest.Installing;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The first day: asks the few things that nobody else can know, tries them, and writes them down.</summary>
internal static class InitCommand
{
    const string Password = "Delivering:Relay:Password";

    public static Command Create(Launcher launcher)
    {
        var flags = Question.All.ToDictionary(question => question,
            question => new Option<string?>(question.Flag) { Description = question.Asks + ".", HelpName = question.HelpName });
        var passwordFile = new Option<string?>("--relay-password-file") { Description = "A file whose first line is the relay's password. Without it, Delivering__Relay__Password of the environment is the password.", HelpName = "FILE" };
        var passwordInput = new Option<bool>("--relay-password-stdin") { Description = "Read the relay's password from standard input, and keep it in a file beside the settings." };
        var token = new Option<string?>("--relay-token-program") { Description = "A program that prints an access token for the relay (XOAUTH2), in place of a password.",
            HelpName = "FILE" };
        var unsigned = new Option<bool>("--no-dkim") { Description = "Make no key to sign mails with: the relay signs them." };
        var untried = new Option<bool>("--untried") { Description = "Do not try the relay." };
        var force = new Option<bool>("--force") { Description = "Write over a settings file that is there." };
        var yes = new Option<bool>("--yes") { Description = "Ask nothing: flags, and what is usual where none is given." };
        var command = new Command("init",
            "Put the service into operation: ask for what it needs or take it from flags, try the relay, write a settings file (--settings, default ./digest.json) and keys, and print the DNS records to publish.");
        foreach (var option in flags.Values)
            command.Add(option);
        foreach (Option option in new Option[] { passwordFile, passwordInput, token, unsigned, untried, force, yes, DigestCommand.Json })
            command.Add(option);
        command.SetAction((parsed, ct) => InitialiseAsync(launcher, parsed.Launch(), new(
            flags.Where(f => parsed.GetValue(f.Value) is not null).ToDictionary(f => f.Key, f => parsed.GetValue(f.Value)!.Trim()),
            parsed.GetValue(passwordFile) is { } file ? Path.GetFullPath(file) : null, parsed.GetValue(passwordInput),
            parsed.GetValue(token) is { } program ? Path.GetFullPath(program) : null, !parsed.GetValue(unsigned), !parsed.GetValue(untried),
            parsed.GetValue(force), parsed.GetValue(DigestCommand.Json), InitPrompts.IsTerminal && !parsed.GetValue(yes) && !parsed.GetValue(DigestCommand.Json)), ct));
        return command;
    }

    static async Task<int> InitialiseAsync(Launcher launcher, Launch launch, Asked asked, CancellationToken ct)
    {
        var settings = Path.GetFullPath(launch.SettingsFile ?? "digest.json");
        if (File.Exists(settings) && !asked.Force)
            return Refuse(Exit.Failed, $"{settings} is there already, and nothing was changed. --force writes over it, --settings names another.");
        if (InitPrompts.Answer(asked) is not { } answered)
            return Exit.WrongUsage;
        var (answers, password) = answered;

        // All of it is tried before anything is written.
        var draft = launch with { SettingsFile = null, Overrides = Draft(answers, password) };
        using (var scratch = new ScratchFolder())
        {
            ((Dictionary<string, string?>)draft.Overrides)["Keys:File"] = Path.Combine(scratch.Path, "keys.json");
            if (await FaultsAsync(launcher, draft, ct) is { } exit)
                return exit;
            if (asked.Try && await TryAsync(launcher, draft, ct) is { } tried && !asked.GoesOn(tried))
                return Refuse(Exit.Failed, $"The relay does not work: {tried.Fault} (in phase {tried.Phase}).", $"What to do: {tried.Advice}",
                    "Nothing was written. --untried writes without trying the relay.");
        }
        try
        {
            answers = Write(answers, password, settings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Refuse(Exit.Failed, fault.Message);
        }
        return await TellAsync(launcher, launch with { SettingsFile = settings }, answers, asked, ct);
    }

    static Dictionary<string, string?> Draft(Answers answers, string? password)
    {
        var draft = SettingsText.Settings(SettingsText.Of(answers with { DkimKeyFile = null }));
        if (password is not null)
            draft[Password] = password;
        return draft;
    }

    /// <summary>What serve would not start with.</summary>
    static async Task<int?> FaultsAsync(Launcher launcher, Launch launch, CancellationToken ct)
    {
        var faults = new List<string>();
        var exit = await launcher.ExamineAsync(launch, (services, _) =>
        {
            faults.AddRange(ServeCommand.Refusals(services.GetRequiredService<SiteOptions>(), services.GetRequiredService<DeliveringOptions>()));
            return Task.CompletedTask;
        }, faults.Add, ct);
        return exit ?? (faults.Count == 0 ? null : Refuse(Exit.WrongUsage, [.. faults, "Nothing was written."]));
    }

    /// <summary>The relay that does not work; null when it does.</summary>
    static async Task<RelayTrial.Tried?> TryAsync(Launcher launcher, Launch launch, CancellationToken ct)
    {
        RelayTrial.Tried? broken = null;
        await launcher.ExamineAsync(launch, async (services, token) =>
            broken = (await services.GetRequiredService<RelayTrial>().RunAsync(null, null, token)).FirstOrDefault(t => !t.Works), _ => { }, ct);
        return broken;
    }

    /// <returns>The answers, with the files that were made.</returns>
    static Answers Write(Answers answers, string? password, string settings)
    {
        var folder = Path.GetDirectoryName(settings)!;
        Directory.CreateDirectory(folder);
        PrivateFile.MakeFolder(answers.DataFolder);
        if (answers.DkimDomain.Length > 0)
        {
            answers = answers with { DkimKeyFile = Path.Combine(folder, $"{answers.DkimSelector}.{answers.DkimDomain}.pem") };
            if (!File.Exists(answers.DkimKeyFile))
                DkimSigning.New(answers.DkimDomain, answers.DkimSelector, answers.DkimKeyFile).Dispose();
        }
        if (password is not null)
        {
            answers = answers with { PasswordFile = Path.Combine(folder, "relay-password") };
            PrivateFile.Write(answers.PasswordFile!, password + "\n");
        }
        PrivateFile.Write(settings, SettingsText.Of(answers));
        return answers;
    }

    static async Task<int> TellAsync(Launcher launcher, Launch launch, Answers answers, Asked asked, CancellationToken ct)
    {
        var faults = new List<string>();
        var (keys, records) = ("", (IReadOnlyList<DnsRecord>)[]);
        var exit = await launcher.ExamineAsync(launch, (services, token) =>
        {
            _ = services.GetRequiredService<KeyRing>(); // makes the keys
            keys = Path.GetFullPath(services.GetRequiredService<StorageOptions>().EffectiveKeysFile);
            var signing = services.GetRequiredService<DkimSigning>();
            records = DnsRecord.For(answers, signing.RecordName is { } name ? (name, signing.Record!) : null);
            return Task.CompletedTask;
        }, faults.Add, ct);
        if (exit is { } ended)
            return ended;
        if (faults.Count > 0)
            return Refuse(Exit.Failed, [.. faults, $"The settings stand in {launch.SettingsFile}; the program does not start with them as things are, the environment included."]);
        if (asked.Json)
            Print.Json(new { settings = launch.SettingsFile, keys, passwordFile = answers.PasswordFile, dkimKey = answers.DkimKeyFile,
                records = records.Select(r => new { r.About, r.Name, r.Value }) });
        else
            Tell(launch.SettingsFile!, keys, answers, records, asked.Try);
        return Exit.Done;
    }

    static void Tell(string settings, string keys, Answers answers, IReadOnlyList<DnsRecord> records, bool wasTried)
    {
        Print.Line($"{(wasTried ? "The relay works. " : "")}These files are yours alone to read; back them up:");
        foreach (var (file, what) in new[] { (settings, "settings"), (keys, "keys that sign links"), (answers.PasswordFile, "the relay's password"),
            (answers.DkimKeyFile, "key that signs mails") })
            if (file is not null)
                Print.Line($"  {file}  ({what})");
        Print.Line($"\nPublish in the DNS:");
        foreach (var record in records)
        {
            Print.Line($"\n{record.ZoneLine}");
            if (record.Note is { } note)
                Print.Line($"  {note}");
        }
        Print.Line($"\nThen:\n");
        Print.Line($"  digest serve  --settings {settings}   # 127.0.0.1:8080, behind a proxy that answers {answers.PublicUrl}");
        Print.Line($"  digest doctor --settings {settings}   # is all of it right, seen from outside");
    }

    static int Refuse(int exit, params IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            Console.Error.WriteLine($"digest: {sentence}");
        return exit;
    }

    /// <param name="Flags">What was answered by flags.</param>
    /// <param name="PasswordFile">A whole path.</param>
    /// <param name="TokenProgram">A whole path.</param>
    /// <param name="Asks">Somebody sits at a terminal and may be asked.</param>
    internal sealed record Asked(IReadOnlyDictionary<Question, string> Flags, string? PasswordFile, bool PasswordFromInput, string? TokenProgram, bool Signs, bool Try,
        bool Force, bool Json, bool Asks)
    {
        /// <summary>Whether who is asked wants to go on with a relay that does not work.</summary>
        public bool GoesOn(RelayTrial.Tried tried) => Asks && InitPrompts.GoesOn($"The relay does not work: {tried.Fault}. {tried.Advice}");
    }
}

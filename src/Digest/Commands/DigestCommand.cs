using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace Digest.Commands;

/// <summary>The program's verbs. Each has a file of its own; what all share stands here.</summary>
internal static class DigestCommand
{
    static readonly Option<DateTimeOffset?> At = new("--at")
    {
        Description = "Start the program's clock at this instant (2026-06-01T18:00Z), to live through a past week again.",
        HelpName = "INSTANT",
        Recursive = true,
        CustomParser = argument =>
        {
            if (DateTimeOffset.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && CalendarDay.IsOne(DateOnly.FromDateTime(at.UtcDateTime)))
                return at;
            argument.AddError($"--at \"{argument.Tokens[0].Value}\" is no instant; write it as 2026-06-01T18:00Z.");
            return null;
        },
    };

    static readonly Option<string?> Settings = new("--settings")
    {
        Description = "A JSON file of settings that come over appsettings.json; environment variables come over both.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document on standard output, and nothing else there.",
    };

    public static async Task<int> RunAsync(string[] args, Func<Launch, IHost> build)
    {
        // Colours are for people at a terminal, not for files and pipes.
        AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
        var launcher = new Launcher(build);
        var root = new RootCommand("Digest: trending research papers in your inbox, made personal.")
        {
            At, Settings,
            DemoCommand.Create(launcher), TryCommand.Create(launcher), ServeCommand.Create(launcher),
            GatherCommand.Create(launcher), EditionCommand.Create(launcher), SendCommand.Create(launcher),
            PreviewCommand.Create(launcher), MatchCommand.Create(launcher), SearchCommand.Create(launcher), WhyCommand.Create(launcher),
            SubscribersCommand.Create(launcher), InterestsCommand.Create(launcher), TasteCommand.Create(launcher), BouncesCommand.Create(launcher),
            PapersCommand.Create(launcher), SourcesCommand.Create(launcher), KeysCommand.Create(launcher), ApiKeyCommand.Create(launcher), DkimCommand.Create(),
            SmtpCommand.Create(launcher),
            InitCommand.Create(launcher), DoctorCommand.Create(launcher), HealthCommand.Create(launcher), ReportCommand.Create(launcher), AlarmsCommand.Create(launcher),
            ScheduleCommand.Create(launcher), ConfigCommand.Create(launcher), MigrateCommand.Create(launcher),
            BackupCommand.Create(launcher), RestoreCommand.Create(launcher),
            TemplateCommand.Create(launcher),
        };
        foreach (var command in All(root))
            Guards.Put(command);
        // Asked for nothing, the program says what it can do.
        var parsed = root.Parse(args is [] ? ["--help"] : args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Patience(parsed.CommandResult.Command) });
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"digest: {error.Message}");
        await Console.Error.WriteLineAsync($"digest: see {Path(parsed.CommandResult)} --help");
        return Exit.WrongUsage;
    }

    static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    /// <summary>How long a command that is told to stop may take: dialogues have to come to their end, a question at a terminal has not.</summary>
    static TimeSpan Patience(Command command) => command.Name is "serve" or "send" ? Launcher.Patience : TimeSpan.FromSeconds(2);

    /// <summary>A command as it is typed: digest subscribers add.</summary>
    static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "digest";

    /// <summary>How every command is launched that does not say otherwise.</summary>
    public static Launch Launch(this ParseResult parsed) => new()
    {
        Clock = parsed.GetValue(At) is { } at ? new StartedClock(at) : TimeProvider.System,
        SettingsFile = parsed.GetValue(Settings),
    };

    /// <summary>An option that takes a day, 2026-06-01.</summary>
    public static Option<DateOnly?> DateOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = argument =>
        {
            if (CalendarDay.TryRead(argument.Tokens[0].Value, out var day))
                return day;
            argument.AddError($"{name} \"{argument.Tokens[0].Value}\" is no day; write it as 2026-06-01.");
            return null;
        },
    };
}

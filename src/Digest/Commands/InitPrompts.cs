using Digest.Installing;
using Spectre.Console;

namespace Digest.Commands;

/// <summary>The answers that `digest init` needs: from flags, and the rest from who sits at the terminal, if anybody does.</summary>
internal static class InitPrompts
{
    public static bool IsTerminal => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <returns>The answers, and the password if it has to be written down; null when some are missing or wrong, which is told.</returns>
    public static (Answers Answers, string? Password)? Answer(InitCommand.Asked asked)
    {
        var (answers, faults, missing) = (new Answers(), new List<string>(), new List<string>());
        bool? signs = !asked.Signs ? false : !asked.Asks || asked.Flags.Keys.Any(q => q.OfSigning) ? true : null;
        foreach (var question in Question.All)
        {
            if (question.OfSigning && !(signs ??= AnsiConsole.Confirm("Sign mails here, with a key of their own (DKIM)? No, if the relay signs them.")))
                continue;
            var usual = question.Usual(answers);
            var answer = asked.Flags.TryGetValue(question, out var flag) ? flag : asked.Asks ? Ask(question, answers) : usual;
            if (answer is not { Length: > 0 } && usual is not { Length: 0 })
                missing.Add(question.Flag);
            else if (answer is { Length: > 0 } && question.Fault(answer, answers) is { } fault)
                faults.Add($"{question.Flag} {answer} {fault}.");
            else
                answers = question.Set(answers, answer ?? "");
        }
        if (missing.Count > 0)
            faults.Insert(0, $"{string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing; without a terminal to ask at, flags have to say it (digest init --help).");
        answers = answers with { TokenProgram = asked.TokenProgram };
        var password = faults.Count == 0 && answers.RelayUser.Length > 0 && asked.TokenProgram is null ? PasswordOf(asked, faults) : default;
        foreach (var fault in faults)
            Console.Error.WriteLine($"digest: {fault}");
        return faults.Count > 0 ? null : (answers with { PasswordFile = password.File }, password.ToWrite);
    }

    public static bool GoesOn(string why)
    {
        AnsiConsole.WriteLine(why);
        return AnsiConsole.Confirm("Write the settings nevertheless?", defaultValue: false);
    }

    static string Ask(Question question, Answers answers)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question.Asks + ":"))
            .Validate(text => text.Trim() is { Length: > 0 } given && question.Fault(given, answers) is { } fault
                ? ValidationResult.Error(Markup.Escape($"{given} {fault}.")) : ValidationResult.Success());
        if (question.Usual(answers) is { Length: > 0 } usual)
            prompt.DefaultValue(usual);
        else if (question.Usual(answers) is not null)
            prompt.AllowEmpty();
        return AnsiConsole.Prompt(prompt).Trim();
    }

    /// <summary>Where the relay's password is, and what has to be written down of it.</summary>
    static (string? File, string? ToWrite) PasswordOf(InitCommand.Asked asked, List<string> faults)
    {
        if (asked.PasswordFile is { } file)
            return (file, null);
        if (asked.PasswordFromInput)
        {
            if (Console.In.ReadLine() is { Length: > 0 } line)
                return (null, line);
            faults.Add("--relay-password-stdin found no password on standard input.");
        }
        else if (asked.Asks && Environment.GetEnvironmentVariable("Delivering__Relay__Password") is null)
        {
            return (null, AnsiConsole.Prompt(new TextPrompt<string>("The relay's password, for a file beside the settings (it stays in the environment where Delivering__Relay__Password is set):").Secret()));
        }
        return default;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace Digest.Commands;

/// <summary>What holds of every command's arguments: a path is not empty, a word is one of those there are, and what could not be read is told once.</summary>
internal static class Guards
{
    static readonly string[] Paths = ["FILE", "FOLDER", "PATH"];

    public static void Put(Command command)
    {
        Quieten(command.Validators);
        foreach (var option in command.Options)
        {
            Quieten(option.Validators);
            var words = (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is { IsEnum: true } type ? Enum.GetNames(type) : null;
            if (words is not null || Paths.Contains(option.HelpName, StringComparer.Ordinal))
                option.Validators.Add(result => Check(result, option.Name, words));
        }
        foreach (var argument in command.Arguments)
        {
            Quieten(argument.Validators);
            if (Paths.Contains(argument.Name, StringComparer.Ordinal))
                argument.Validators.Add(result => Check(result, argument.Name, null));
        }
    }

    static void Check(SymbolResult result, string name, string[]? words)
    {
        foreach (var token in result.Tokens)
            if (words?.Contains(token.Value, StringComparer.OrdinalIgnoreCase) == false)
                result.AddError($"{name} \"{token.Value}\" is none of {string.Join(", ", words.Select(w => w.ToLowerInvariant()))}.");
            else if (words is null && token.Value.Trim().Length == 0)
                result.AddError($"{name} is empty; name a path.");
            else if (words is null && token.Value.StartsWith("--", StringComparison.Ordinal))
                result.AddError($"{token.Value} is no option here.");
    }

    /// <summary>A rule that asks for a value that could not be read: the parser tells of that itself.</summary>
    static void Quieten<T>(List<Action<T>> rules)
    {
        for (var n = 0; n < rules.Count; n++)
        {
            var rule = rules[n];
            rules[n] = result =>
            {
                try
                {
                    rule(result);
                }
                catch (InvalidOperationException)
                {
                    // Told as what it is: no number, no day.
                }
            };
        }
    }
}

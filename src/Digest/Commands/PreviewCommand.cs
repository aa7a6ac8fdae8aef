using System.CommandLine;
using System.Text;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What a subscriber would get, or got; changes nothing.</summary>
internal static class PreviewCommand
{
    enum Format { Text, Html, Eml, Json }

    public static Command Create(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "A subscriber's e-mail address." };
        var date = DigestCommand.DateOption("--date", "The subscriber's own date; the next issue without it.");
        var format = new Option<Format>("--format")
        {
            Description = "text, html, eml, or json with the scores.",
            HelpName = "FORMAT",
            CustomParser = argument =>
            {
                if (Enum.TryParse<Format>(argument.Tokens[0].Value, ignoreCase: true, out var known) && Enum.IsDefined(known))
                    return known;
                argument.AddError($"--format \"{argument.Tokens[0].Value}\" is not known; there is text, html, eml and json.");
                return default;
            },
        };
        var file = new Option<string?>("--out") { Description = "Write there instead of to standard output.", HelpName = "FILE" };
        var command = new Command("preview", "Show what a subscriber would get, or got: the same bytes each time. Changes nothing.")
        {
            who, date, format, file,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var subscriber = await services.GetRequiredService<SubscriberStore>().RequireAsync(parsed.GetValue(who)!, token);
            var preview = await services.GetRequiredService<Preview>().MakeAsync(subscriber, parsed.GetValue(date), token);
            var bytes = parsed.GetValue(format) switch
            {
                Format.Html => Encoding.UTF8.GetBytes(preview.Mail.Html),
                Format.Eml => preview.Message,
                Format.Json => Encoding.UTF8.GetBytes(Print.ToJson(preview.Scores()) + "\n"),
                _ => Encoding.UTF8.GetBytes($"{preview.Mail.Subject}\n\n{preview.Mail.Text}"),
            };
            if (preview.Issue.IsEmpty)
                await Console.Error.WriteLineAsync("digest: nothing new matches: no mail would be sent.");
            if (preview.Composed?.EmbedderFault is { } fault)
                await Console.Error.WriteLineAsync($"digest: composed without the embedder: {fault}.");
            if (parsed.GetValue(file) is { } path)
                await File.WriteAllBytesAsync(path, bytes, token);
            else
                await using (var output = Console.OpenStandardOutput())
                    await output.WriteAsync(bytes, token);
            return Exit.Done;
        }, ct));
        return command;
    }
}

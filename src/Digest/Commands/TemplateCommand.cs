using System.CommandLine;
using Digest.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>For whoever writes templates: does a folder of them work, and what does one make of a model.</summary>
internal static class TemplateCommand
{
    public static Command Create(Launcher launcher) => new("template", "Check the templates of mails and pages, or render one.")
    {
        Check(launcher), Render(),
    };

    static Command Check(Launcher launcher)
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "Templates that take the place of the shipped ones; without it Rendering:TemplatesFolder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("check", "Parse, check and try every template; tells each fault with file, line and column.") { folder };
        command.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(folder) is { } own && !Directory.Exists(own))
                return Refused($"{own} is no folder.");
            var launch = parsed.Launch() with { Opens = false };
            if (parsed.GetValue(folder) is { } named)
                launch = launch with
                {
                    Overrides = new Dictionary<string, string?>(launch.Overrides, StringComparer.Ordinal)
                    {
                        ["Rendering:TemplatesFolder"] = Path.GetFullPath(named),
                    },
                };
            return launcher.RunAsync(launch, (services, _) =>
            {
                services.GetRequiredService<TemplateTrial>().Run();
                Print.Line($"The templates work (set {services.GetRequiredService<Renderer>().Current.Version}).");
                return Task.FromResult(Exit.Done);
            }, ct);
        });
        return command;
    }

    static Command Render()
    {
        var file = new Argument<string>("FILE") { Description = "A template." };
        var model = new Option<string?>("--model") { Description = "A JSON object with the template's variables.", HelpName = "FILE" };
        var html = new Option<bool>("--html") { Description = "Escape as in HTML; so it is anyway for a file that ends in .html." };
        var command = new Command("render", "Render one template to standard output. Reads no settings and no storage.") { file, model, html };
        command.SetAction(async (parsed, ct) =>
        {
            foreach (var path in new[] { parsed.GetValue(file), parsed.GetValue(model) })
                if (path is not null && !File.Exists(path))
                    return await Refused($"{path} is no file.");
            try
            {
                var json = parsed.GetValue(model) is { } path ? await File.ReadAllTextAsync(path, ct) : "{}";
                Console.Out.Write(LooseTemplate.Render(parsed.GetValue(file)!, json, parsed.GetValue(html)));
                return Exit.Done;
            }
            catch (InvalidDataException fault)
            {
                await Console.Error.WriteLineAsync($"digest: {fault.Message}");
                return Exit.Failed;
            }
        });
        return command;
    }

    static async Task<int> Refused(string why)
    {
        await Console.Error.WriteLineAsync($"digest: {why}");
        return Exit.WrongUsage;
    }
}

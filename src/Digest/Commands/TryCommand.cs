using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Digest.Demo;
using Digest.Gathering;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Digest.Commands;

/// <summary>For the first minute of curiosity: the papers that a line of interest would bring, with reasons.</summary>
internal static class TryCommand
{
    /// <summary>So that no title or address is broken in the middle; terminals fold lines by themselves.</summary>
    const int Unfolded = 4096;

    public static Command Create(Launcher launcher)
    {
        var line = new Argument<string>("LINE") { Description = "What you care about, in your own words; semicolons between several." };
        var live = new Option<bool>("--live") { Description = "Match today's Daily Papers list of Hugging Face instead of the samples." };
        var papers = new Option<string[]>("--papers") { Description = "Match these files of papers instead of the samples.", HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true };
        var open = new Option<bool>("--open") { Description = "Show the mail in the browser as well." };
        var command = new Command("try", "Print the papers that a line of interest would bring, with reasons. Needs no set-up.")
        {
            line, live, papers, open,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var (interests, faults) = Entered.Read(parsed.GetValue(line));
            var files = parsed.GetValue(papers) is { Length: > 0 } own ? own : parsed.GetValue(live) ? [] : Stage.SampleFiles;
            using var data = new ScratchFolder();
            var launch = parsed.Launch() with
            {
                Clock = parsed.Launch().Clock as StartedClock
                    ?? new(await Stage.DayOfAsync(files, TimeProvider.System.GetUtcNow(), ct)),
                Overrides = Stage.Settings(data.Path, 25, 8080, parsed.GetValue(live), invented: false),
            };
            return await launcher.RunAsync(launch, async (services, token) =>
            {
                if (interests.Count == 0)
                    throw new UsageException(faults.Count > 0 ? string.Join(' ', faults.Select(FaultSentence.InEnglish))
                        : "the line has no words; write what you care about, such as \"diffusion for proteins\".");
                foreach (var fault in faults)
                    await Console.Error.WriteLineAsync($"digest: {FaultSentence.InEnglish(fault)}");
                var gatherer = services.GetRequiredService<Gatherer>();
                var counts = files.Count > 0 ? await gatherer.GatherFilesAsync(files, token) : await gatherer.GatherSourcesAsync(new(), token);
                foreach (var skipped in counts.Skipped)
                    await Console.Error.WriteLineAsync($"digest: {skipped.File}, {skipped.Position}: {skipped.Reason}");
                if (counts.Taken == 0)
                    throw new RefusalException("no papers came in.");
                var edition = await services.GetRequiredService<EditionRun>().RunAsync(null, token);
                var picks = await services.GetRequiredService<IssueRun>().PicksAsync(interests, reader: null, token);
                Tell(picks, edition.Papers.Count, services.GetRequiredService<Links>());
                if (parsed.GetValue(open))
                    Show(services.GetRequiredService<Renderer>(), picks, edition.Date, services.GetRequiredService<KeyRing>().CurrentId);
                return Exit.Done;
            }, ct);
        });
        return command;
    }

    static void Tell(Composing.Issue picks, int candidates, Links links)
    {
        AnsiConsole.Profile.Width = Unfolded;
        if (picks.IsEmpty)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"None of {candidates} papers matches; on such a day you would get no mail.");
        foreach (var section in picks.Sections)
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"\n[bold]{section.Interest ?? Words.Of(section.Kind)}[/]");
            foreach (var entry in section.Entries)
            {
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {entry.Paper.Paper.Title}");
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                    $"    [grey]{(entry.Reason.Words.Count > 0 ? string.Join(", ", entry.Reason.Words) + ", " : "")}{Words.Why(entry.Paper)}, {links.Paper(entry.Paper.Paper)}[/]");
            }
        }
    }

    static void Show(Renderer renderer, Composing.Issue picks, DateOnly date, int keyId)
    {
        var plan = new MailPlan(0, "en", renderer.Current.Version, keyId, 1, new DateTimeOffset(date, new TimeOnly(8, 0), TimeSpan.Zero));
        var file = Path.Combine(Directory.CreateTempSubdirectory("digest-try-").FullName, "mail.html");
        File.WriteAllText(file, renderer.Digest(plan, date, picks, AbsentSources.None).Html);
        try
        {
            Process.Start(new ProcessStartInfo(file) { UseShellExecute = true })?.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Print.Line($"No browser could be started; the mail is in {file}");
        }
    }
}

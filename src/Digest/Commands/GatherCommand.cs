using System.CommandLine;
using Digest.Gathering;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Papers in, from files or from the sources.</summary>
internal static class GatherCommand
{
    public static Command Create(Launcher launcher)
    {
        var files = new Option<string[]>("--file")
        {
            Description = "Files to take in, known by their content: a daily-papers answer (JSON), paper lines (JSON Lines), an arXiv "
                + "answer (RSS, Atom, OAI-PMH), or the text of a saved Daily Papers page. Without it the sources are asked.",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        var source = new Option<string?>("--source") { Description = "Ask only this source.", HelpName = "NAME" };
        var from = DigestCommand.DateOption("--from", "First day to ask for; without it, the days not answered yet.");
        var to = DigestCommand.DateOption("--to", "Last day to ask for, with --from; today without it.");
        var again = new Option<bool>("--again")
        {
            Description = "Ask also for days that were answered to the end before. Without it an interrupted gathering goes on where it stopped.",
        };
        var command = new Command("gather", "Take in papers from files or from the sources.")
        {
            files, source, from, to, again, DigestCommand.Json,
        };
        command.Validators.Add(typed =>
        {
            if (typed.GetValue(to) is { } last && !(typed.GetValue(from) <= last))
                typed.AddError("--to needs a --from that is not after it.");
        });
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var gatherer = services.GetRequiredService<Gatherer>();
            var paths = parsed.GetValue(files) ?? [];
            var name = parsed.GetValue(source);
            var names = gatherer.Sources.Select(s => s.Name).ToList();
            if (name is not null && !names.Contains(name, StringComparer.Ordinal))
                throw new UsageException($"--source {name} is not known; there is: {string.Join(", ", names)}.");
            var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
            (DateOnly, DateOnly)? range = parsed.GetValue(from) is { } first ? (first, parsed.GetValue(to) ?? today) : null;
            var order = new GatherOrder { Source = name, Range = range, Again = parsed.GetValue(again) };
            Task<GatherCounts> GatherAsync(IProgress<GatherStep>? progress) => paths.Length > 0
                ? gatherer.GatherFilesAsync(paths, progress, token)
                : gatherer.GatherSourcesAsync(order with { Progress = progress }, token);
            if (paths.Length == 0 && name is null && range is null)
                await services.GetRequiredService<WantedPapers>().GatherAsync(token);
            var json = parsed.GetValue(DigestCommand.Json);
            var counts = json ? await GatherAsync(null) : await GatherProgress.ShowAsync(GatherAsync);
            Tell(counts, json);
            // A file in which some records are bad has done its work; one that gave nothing else has not.
            return counts.UnansweredDays > 0 || (counts.Skipped.Count > 0 && counts.Taken == 0) ? Exit.Failed : Exit.Done;
        }, ct));
        return command;
    }

    static void Tell(GatherCounts counts, bool json)
    {
        if (json)
        {
            Print.Json(new
            {
                counts.New,
                counts.Updated,
                counts.Merged,
                skipped = counts.Skipped.Select(s => new { s.File, s.Position, s.Reason }),
            });
            return;
        }
        Print.Line($"{counts.Taken} read: {counts.New} new, {counts.Updated} updated, {counts.Merged} joined with papers known from elsewhere");
        foreach (var late in counts.Late)
            Print.Line($"late {late.Source}, {late.Day:yyyy-MM-dd}: {late.Reason}");
        foreach (var skipped in counts.Skipped)
            Print.Line($"skipped {skipped.File}, {skipped.Position}: {skipped.Reason}");
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>A folder that people and programs put files of papers into. Each is taken in once, as `gather --file` would, and then
/// moved: to "done" when it gave a paper, else to "failed"; what was skipped of it is written beside it. A file that grows, or has
/// a name that programs give to unfinished ones, is left for the next time.</summary>
internal sealed partial class WatchedFolder(IOptions<GatheringOptions> options, TimeProvider time, ILogger<WatchedFolder> log) : IPaperSource
{
    const string Done = "done", Failed = "failed";

    /// <summary>What is written of a file's faults; the rest is a number.</summary>
    const int MostNotes = 1000;

    static readonly string[] Unfinished = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp"];

    readonly FolderOptions _options = options.Value.Folder;

    public string Name => "folder";

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        var (files, fault) = await RestingAsync(ct);
        if (fault is not null)
        {
            yield return new SkippedEntry(_options.Path, "folder", fault);
            yield break;
        }
        var (outcomes, papers) = (new List<Outcome>(), 0);
        foreach (var path in files)
        {
            var outcome = new Outcome(path);
            await foreach (var gathered in PaperFiles.ReadAsync(path, range.Now, ct))
            {
                if (gathered is SkippedEntry skipped) outcome.Skip(skipped);
                if (gathered is GatheredDay) continue;
                if (gathered is GatheredPaper) outcome.Papers++;
                if (gathered is GatheredRemoval) outcome.Removals++;
                yield return gathered;
            }
            outcomes.Add(outcome);
            papers += outcome.Papers;
        }
        foreach (var day in range.Days)
            yield return new GatheredDay(day, day == range.To ? papers : 0);
        // Whoever asked has filed everything up to the day. Stopped before, the files are still there and are told again.
        foreach (var outcome in outcomes)
            if (Move(outcome) is { } stuck)
                yield return new SkippedEntry(outcome.Path, "file", $"it was read but cannot be moved away, so it will be read again: {stuck}");
    }

    sealed class Outcome(string path)
    {
        public string Path => path;
        public int Papers { get; set; }
        public int Removals { get; set; }
        public bool IsOfUse => Papers + Removals > 0;
        public int Skipped { get; private set; }
        public List<SkippedEntry> Notes { get; } = [];

        public void Skip(SkippedEntry entry)
        {
            Skipped++;
            if (Notes.Count < MostNotes) Notes.Add(entry);
        }
    }

    // Two looks: what was written to just now is looked at again after a while, and taken if it did not change.
    async Task<(List<string> Files, string? Fault)> RestingAsync(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(_options.Path);
            var before = Look();
            var now = time.GetUtcNow();
            // A time to come is another clock's: nothing can be said about it.
            if (_options.Rest > TimeSpan.Zero && before.Values.Any(f => f.At > now - _options.Rest && f.At <= now + _options.Rest))
                await Task.Delay(_options.Rest, time, ct);
            var after = Look();
            foreach (var path in after.Keys.Where(p => !before.TryGetValue(p, out var seen) || seen != after[p]))
                LogGrowing(Path.GetFileName(path));
            return ([.. after.Keys.Where(p => before.TryGetValue(p, out var seen) && seen == after[p]).Order(StringComparer.Ordinal)], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], e.Message);
        }
    }

    // An empty file is one that somebody has only opened yet (or a pipe, which would be waited for).
    Dictionary<string, (long Length, DateTimeOffset At)> Look() => new DirectoryInfo(_options.Path).EnumerateFiles()
        .Where(f => f.Length > 0 && IsFinished(f.Name))
        .ToDictionary(f => f.FullName, f => (f.Length, new DateTimeOffset(f.LastWriteTimeUtc)), StringComparer.Ordinal);

    static bool IsFinished(string name) => !name.StartsWith('.') && !name.EndsWith('~') &&
        !Unfinished.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null, or why it is still there.</summary>
    string? Move(Outcome outcome)
    {
        try
        {
            var folder = Path.Combine(_options.Path, outcome.IsOfUse ? Done : Failed);
            Directory.CreateDirectory(folder);
            var to = Free(folder, Path.GetFileName(outcome.Path));
            File.Move(outcome.Path, to);
            if (outcome.Skipped > 0 || !outcome.IsOfUse) File.WriteAllText(to + ".note.txt", Note(outcome));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    // The same name again is another file: yesterday's keeps its place.
    static string Free(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        for (var n = 2; File.Exists(path); n++)
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
                $"{Path.GetFileNameWithoutExtension(name)}.{n}{Path.GetExtension(name)}"));
        return path;
    }

    static string Note(Outcome outcome)
    {
        var note = new StringBuilder();
        note.AppendLine(CultureInfo.InvariantCulture, $"{outcome.Papers} papers taken, {outcome.Skipped} entries skipped.");
        foreach (var skipped in outcome.Notes) note.AppendLine(CultureInfo.InvariantCulture, $"{skipped.Position}: {skipped.Reason}");
        if (outcome.Skipped > outcome.Notes.Count)
            note.AppendLine(CultureInfo.InvariantCulture, $"and {outcome.Skipped - outcome.Notes.Count} more");
        if (!outcome.IsOfUse) note.AppendLine("Put right, the file can be put into the folder again.");
        return note.ToString();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} is still being written: it is taken next time")]
    partial void LogGrowing(string file);
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Digest.Composing;
using Digest.Matching;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Benchmarks.Matching;

/// <summary>
/// Chooses the papers for so many subscribers' issues, as an issue run does up to writing them down: subscribers are read from
/// a database file in ranges, matched, their issues composed and the reasons found. A process of its own does it, on two
/// cores, so that neither filling the file nor its memory counts.
/// </summary>
static class MatchingRun
{
    const int Cores = 2, Range = 500, WarmUp = 4_000;

    public static async Task<int> RunAsync(string[] asked, TextWriter to)
    {
        var (subscribers, papers, terms) = (Number("--subscribers", 10_000), Number("--papers", 1_000), Number("--terms", 32));
        if (Array.IndexOf(asked, "--measure") is var at and >= 0)
        {
            await MeasureAsync(asked[at + 1], subscribers, papers, terms, to);
            return 0;
        }
        var folder = Directory.CreateTempSubdirectory("digest-matching-").FullName;
        try
        {
            await using (var readership = new Readership(folder))
                await readership.FillAsync(new Language(), papers, subscribers, terms);
            return await Again.RunAsync(["matching", .. asked, "--measure", folder], Cores);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        int Number(string name, int usual) => Array.IndexOf(asked, name) is var i and >= 0
            ? int.Parse(asked[i + 1], CultureInfo.InvariantCulture) : usual;
    }

    static async Task MeasureAsync(string folder, int subscribers, int papers, int terms, TextWriter to)
    {
        await using var readership = new Readership(folder);
        var store = new SubscriberStore(readership.Database);
        var matching = new MatchingOptions();
        var shelf = new EditionShelf(new EditionStore(readership.Database), new Catalogue(readership.Database), new PaperNews(readership.Database), matching, new IssueOptions());
        var began = Stopwatch.GetTimestamp();
        var reading = (await shelf.UnreadAsync(null, Readership.Now, default))!;
        var index = Stopwatch.GetElapsedTime(began);

        await Task.WhenAll(Enumerable.Range(0, Cores).Select(_ => new Worker(store, reading).RunAsync(new Ranges(Math.Min(WarmUp, subscribers)))));
        var (ranges, workers) = (new Ranges(subscribers), Enumerable.Range(0, Cores).Select(_ => new Worker(store, reading)).ToList());
        began = Stopwatch.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(workers.Select(w => w.RunAsync(ranges)));
        var total = Stopwatch.GetElapsedTime(began);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;

        to.WriteLine(JsonSerializer.Serialize(new
        {
            subscribers, papers, terms, cores = Cores,
            totalSeconds = Rounded(total.TotalSeconds), indexSeconds = Rounded(index.TotalSeconds),
            coreSeconds = new
            {
                read = Rounded(workers.Sum(w => w.Read.TotalSeconds)), match = Rounded(workers.Sum(w => w.Match.TotalSeconds)),
                select = Rounded(workers.Sum(w => w.Select.TotalSeconds)), reason = Rounded(workers.Sum(w => w.Reason.TotalSeconds)),
                processor = Rounded(cpu.TotalSeconds),
            },
            microsecondsPerSubscriber = Rounded(total.TotalMicroseconds / subscribers),
            processorMicrosecondsPerSubscriber = Rounded(cpu.TotalMicroseconds / subscribers),
            peakMegabytes = PeakMegabytes(),
            matches = workers.Sum(w => w.Matches), entries = workers.Sum(w => w.Entries), issues = workers.Sum(w => w.Issues),
        }, new JsonSerializerOptions { WriteIndented = true }));

        static double Rounded(double value) => Math.Round(value, 3);
    }

    /// <summary>The most memory this process ever had, as Linux tells it.</summary>
    internal static int? PeakMegabytes() => OperatingSystem.IsLinux()
        ? int.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))[6..^2],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024
        : null;

    sealed class Ranges(int subscribers)
    {
        int next = -Range;

        /// <summary>The number before the next range's first, or null when all are taken.</summary>
        public int? Take() => Interlocked.Add(ref next, Range) is var after && after < subscribers ? after : null;
    }

    sealed class Worker(SubscriberStore store, EditionReading reading)
    {
        static readonly HashSet<long> Nothing = [];

        readonly Composer composer = new(new ComposingOptions());

        public TimeSpan Read { get; private set; }
        public TimeSpan Match { get; private set; }
        public TimeSpan Select { get; private set; }
        public TimeSpan Reason { get; private set; }
        public long Matches { get; private set; }
        public long Entries { get; private set; }
        public long Issues { get; private set; }

        public Task RunAsync(Ranges ranges) => Task.Run(async () =>
        {
            while (ranges.Take() is { } after)
            {
                var began = Stopwatch.GetTimestamp();
                var subscribers = await store.PageAsync(after, Range, default);
                Read += Stopwatch.GetElapsedTime(began);
                foreach (var subscriber in subscribers)
                    Choose(subscriber.Preferences, subscriber.Id);
            }
        });

        void Choose(Preferences preferences, long turn)
        {
            var began = Stopwatch.GetTimestamp();
            var matches = preferences.Interests.Select(i => new InterestMatches(i, reading.Matcher.Match(i, Nothing))).ToList();
            var matched = Stopwatch.GetTimestamp();
            var issue = composer.Compose(new Reading(reading.Span, matches, Nothing, preferences.Size) { Near = reading.Near, Turn = turn });
            var selected = Stopwatch.GetTimestamp();
            var words = issue.Sections.Sum(s => s.Entries.Sum(e => e.Reason.Words.Count));
            Reason += Stopwatch.GetElapsedTime(selected);
            Match += Stopwatch.GetElapsedTime(began, matched);
            Select += Stopwatch.GetElapsedTime(matched, selected);
            Matches += matches.Sum(m => m.Matches.Count);
            Entries += words > 0 ? issue.Count : 0;
            Issues += issue.IsEmpty ? 0 : 1;
        }
    }
}

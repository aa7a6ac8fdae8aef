using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Digest.Benchmarks.Matching;
using Digest.Benchmarks.Replay;
using Digest.Commands;
using Digest.Gathering;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digest.Benchmarks.Days;

/// <summary>
/// The service through very many days in one process, all of it but the web server and the alarm clock: papers, editions, issues to a
/// real relay, people who come, ask and never confirm, like, and leave, and each night the pruning. What a day costs for good is
/// read off in the end: the file, the memory and the log must stop growing once the first days are forgotten.
/// </summary>
sealed class DaysRun(int subscribers, int days, int papers, int port)
{
    const int KeepDays = 30, KeepPapersDays = 90, Newcomers = 5, Unconfirmed = 5, Likes = 5, LogFiles = 3;
    const long LogFileBytes = 200_000;

    /// <summary>By then the first days are forgotten, whatever they left: editions, and the papers that stood in them.</summary>
    const int Settled = KeepPapersDays + 45 + 15;

    static readonly DateTimeOffset Begin = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("digest-days-").FullName;
    readonly StandingClock clock = new() { Now = Begin };
    readonly Language language = new();
    readonly List<Reading> readings = [];
    long sent, pruned, gone;
    int made;

    public static async Task<int> RunAsync(string[] asked, TextWriter to)
    {
        var run = new DaysRun(Number("--subscribers", 2_000), Number("--days", 400), Number("--papers", 200), Number("--port", 25));
        try
        {
            if (Number("--days", 400) < Settled + 90)
            {
                Console.Error.WriteLine($"--days must be {Settled + 90} or more: before day {Settled} the first ones are still kept.");
                return 2;
            }
            return await run.RunAsync(to) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(run.folder, recursive: true);
        }

        int Number(string name, int usual) => Array.IndexOf(asked, name) is var i and >= 0
            ? int.Parse(asked[i + 1], CultureInfo.InvariantCulture) : usual;
    }

    async Task<bool> RunAsync(TextWriter to)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var host = Program.Build(new Launch { Clock = clock, Serves = true, Overrides = Settings() });
        await host.Services.GetRequiredService<Opening>().OpenAsync(default);
        await AddAsync(host.Services, subscribers);
        for (var day = 0; day < days; day++)
        {
            await LiveAsync(host.Services, day);
            if (day % 10 == 9)
                readings.Add(Read(day + 1));
        }
        await ((IAsyncDisposable)host).DisposeAsync();

        var settled = readings.Where(r => r.Day > Settled).ToList();
        var (first, last) = (settled[..(settled.Count / 3)], settled[^(settled.Count / 3)..]);
        var grows = new
        {
            file = Growth(first, last, r => r.FileBytes), heap = Growth(first, last, r => r.HeapBytes), workingSet = Growth(first, last, r => r.WorkingSetBytes),
        };
        var log = Directory.GetFiles(folder, "*.log").Sum(f => new FileInfo(f).Length);
        // A tenth: whoever left, consents and likes stay for ever.
        var isFlat = grows is { file: < 1.1, heap: < 1.1, workingSet: < 1.1 } && log <= LogFiles * (LogFileBytes + 100_000) && sent > 0 && pruned > 0;
        to.WriteLine(JsonSerializer.Serialize(new
        {
            subscribers, days, papers, seconds = (int)TimeProvider.System.GetElapsedTime(began).TotalSeconds, sent, pruned, grows, logBytes = log, isFlat, readings,
        }, new JsonSerializerOptions { WriteIndented = true }));
        return isFlat;
    }

    async Task LiveAsync(IServiceProvider services, int day)
    {
        clock.Now = Begin.AddDays(day);
        var file = Path.Combine(folder, "papers.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(day * papers, papers).Select(Line));
        await services.GetRequiredService<Gatherer>().GatherFilesAsync([file], default);
        clock.Now = Begin.AddDays(day).AddHours(2);
        await services.GetRequiredService<EditionRun>().RunWhenDueAsync(default);
        await ComeAndGoAsync(services, day);
        for (var hour = 3; hour < 24; hour += 4)
        {
            clock.Now = Begin.AddDays(day).AddHours(hour);
            await services.GetRequiredService<IssueRun>().RunAsync(default);
            sent += (await services.GetRequiredService<DeliveryRun>().RunAsync(default)).Sent;
        }
        pruned += await services.GetRequiredService<Pruning>().RunAsync(default);
    }

    async Task ComeAndGoAsync(IServiceProvider services, int day)
    {
        var subscriptions = services.GetRequiredService<Subscriptions>();
        var store = services.GetRequiredService<SubscriberStore>();
        await AddAsync(services, Newcomers);
        for (var n = 0; n < Unconfirmed; n++)
            await subscriptions.AskAsync(Address($"asker{day}.{n}@example.org"), [new Interest { Name = "robots", Text = "robots" }], "UTC", "en", "I agree.", null, default);
        await subscriptions.AnswerAsync(default);

        // As many as come, the longest-standing first; those who are left like a paper now and then.
        foreach (var one in (await store.PageAsync(gone, 10 * Newcomers, default)).Where(s => s.State == SubscriberState.Active).Take(Newcomers))
        {
            await subscriptions.EraseAsync(one, "command", default);
            gone = one.Id;
        }
        var tastes = services.GetRequiredService<TasteStore>();
        foreach (var one in await store.PageAsync(gone + 100, Likes, default))
            if ((await services.GetRequiredService<IssueStore>().SentAsync(one.Id, 1, default)) is [{ Sections: [{ Entries: [var entry, ..] }, ..] }])
                await tastes.SayAsync(one.Id, new(entry.Paper, Verdict.More, null, null, clock.Now), default);
    }

    async Task AddAsync(IServiceProvider services, int count)
    {
        var (store, keys) = (services.GetRequiredService<SubscriptionStore>(), services.GetRequiredService<KeyRing>());
        for (var n = 0; n < count; n++)
            await store.AddAsync(MadeReaders.Reader(++made, keys, clock.Now), new Consent(clock.Now, "added", "command", ""), default);
    }

    Reading Read(int day)
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return new(day, Directory.GetFiles(folder, "digest.db*").Sum(f => new FileInfo(f).Length), heap, self.WorkingSet64);
    }

    string Line(int number)
    {
        var paper = language.Paper(number);
        return JsonSerializer.Serialize(new
        {
            id = FormattableString.Invariant($"days:{number}"), title = FormattableString.Invariant($"{paper.Title} {number}"), @abstract = paper.Abstract,
            authors = paper.Authors, categories = paper.Categories, signals = new { upvotes = new Dice(number).Next(100) },
        });
    }

    static double Growth(List<Reading> first, List<Reading> last, Func<Reading, long> of) => Math.Round(last.Average(of) / first.Average(of), 3);

    static EmailAddress Address(string text) => EmailAddress.TryParse(text, out var address, out var why) ? address : throw new InvalidOperationException(why.ToString());

    Dictionary<string, string?> Settings() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Storage:DataFolder"] = folder,
        ["Storage:KeepDays"] = KeepDays.ToString(CultureInfo.InvariantCulture),
        ["Storage:KeepPapersDays"] = KeepPapersDays.ToString(CultureInfo.InvariantCulture),
        ["Web:PublicUrl"] = "https://papers.example.org/",
        ["Delivering:From"] = "digest@papers.example",
        ["Delivering:Relay:Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["Gathering:HfDaily:Enabled"] = "false",
        ["Serilog:WriteTo:0:Name"] = "File",
        ["Serilog:WriteTo:0:Args:path"] = Path.Combine(folder, "digest.log"),
        ["Serilog:WriteTo:0:Args:fileSizeLimitBytes"] = LogFileBytes.ToString(CultureInfo.InvariantCulture),
        ["Serilog:WriteTo:0:Args:rollOnFileSizeLimit"] = "true",
        ["Serilog:WriteTo:0:Args:retainedFileCountLimit"] = LogFiles.ToString(CultureInfo.InvariantCulture),
    };

    sealed record Reading(int Day, long FileBytes, long HeapBytes, long WorkingSetBytes);

    sealed class StandingClock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

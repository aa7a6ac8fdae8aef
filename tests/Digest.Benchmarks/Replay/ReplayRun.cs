using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Digest.Commands;
using Digest.Composing;
using Digest.Gathering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digest.Benchmarks.Replay;

/// <summary>Lives through recorded daily lists with very many readers, all of the program but the relay: gather, edition,
/// issues, and mails written into a folder. What each issue may and must hold is worked out beside it from its reader's matches.</summary>
sealed class ReplayRun(string lists, int readers)
{
    readonly Dictionary<long, HashSet<long>> seen = [];
    readonly IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    int issues, quiet, papers, discoveries;

    public List<string> Faults { get; } = [];

    public static async Task<int> RunAsync(string lists, int readers, TextWriter to)
    {
        var runs = new[] { new ReplayRun(lists, readers), new ReplayRun(lists, readers) };
        foreach (var run in runs)
            await run.LiveAsync();
        var hashes = runs.Select(r => Convert.ToHexStringLower(r.all.GetHashAndReset())).ToList();
        var first = runs[0];
        if (hashes[0] != hashes[1])
            first.Faults.Add("The second run gave other issues.");
        to.WriteLine(JsonSerializer.Serialize(new
        {
            readers, first.issues, first.quiet, first.papers, first.discoveries, sha256 = hashes[0], faults = first.Faults.Count, first = first.Faults.Take(10),
        }, new JsonSerializerOptions { WriteIndented = true, IncludeFields = true }));
        return first.Faults.Count == 0 ? 0 : 1;
    }

    async Task LiveAsync()
    {
        var folder = Directory.CreateTempSubdirectory("digest-replay-").FullName;
        var days = Directory.GetFiles(lists, "*.json").ToDictionary(f => DateOnly.ParseExact(Path.GetFileNameWithoutExtension(f), "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var clock = new StandingClock(new DateTimeOffset(days.Keys.Min(), new TimeOnly(9, 0), TimeSpan.Zero));
        using var host = Program.Build(new Launch { Clock = clock, Overrides = Settings(folder) });
        await host.Services.GetRequiredService<Opening>().OpenAsync(default);
        await AddReadersAsync(host.Services, clock.GetUtcNow());
        for (var day = days.Keys.Min(); day <= days.Keys.Max(); day = day.AddDays(1))
        {
            clock.Now = new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero);
            if (days.TryGetValue(day, out var file))
                await host.Services.GetRequiredService<Gatherer>().GatherFilesAsync([file], default);
            clock.Now = clock.Now.AddHours(2);
            await host.Services.GetRequiredService<EditionRun>().RunAsync(null, default);
            // Everybody is due once a day at most, at any hour of it.
            for (var hour = 1; hour <= 21; hour += 4)
            {
                clock.Now = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero).AddHours(hour);
                await IssuesAsync(host.Services, clock.Now);
            }
            foreach (var mail in Directory.GetFiles(Path.Combine(folder, "mails"), "*", SearchOption.AllDirectories))
                File.Delete(mail);
        }
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task AddReadersAsync(IServiceProvider services, DateTimeOffset now)
    {
        var (subscriptions, keys) = (services.GetRequiredService<SubscriptionStore>(), services.GetRequiredService<KeyRing>());
        await Task.WhenAll(Enumerable.Range(1, readers).Select(i =>
            subscriptions.AddAsync(MadeReaders.Reader(i, keys, now), new Consent(now, "added", "command", ""), default)));
    }

    async Task IssuesAsync(IServiceProvider services, DateTimeOffset now)
    {
        var due = await services.GetRequiredService<SubscriberStore>().DueAsync(now, int.MaxValue, default);
        var (shelf, store) = (services.GetRequiredService<EditionShelf>(), services.GetRequiredService<IssueStore>());
        var before = new List<(Subscriber Reader, EditionReading? Reading)>();
        foreach (var reader in due)
            before.Add((reader, await shelf.UnreadAsync(reader.CoveredUntil, now, default)));
        await services.GetRequiredService<IssueRun>().RunAsync(default);
        foreach (var (reader, reading) in before.OrderBy(b => b.Reader.Address.Text, StringComparer.Ordinal))
        {
            var date = IssueDate.Decide(reader.Preferences.Delivery, reader.NextIssueAt!.Value, now, false, TimeSpan.FromHours(36)).LocalDate;
            if (await store.FindAsync(reader.Id, date, default) is not { } issue)
                continue;
            Judge(reader, reading, issue);
            all.AppendData(Encoding.UTF8.GetBytes($"{reader.Address} {issue.LocalDate:O} {JsonSerializer.Serialize(issue.Sections)}\n"));
        }
        await services.GetRequiredService<DeliveryRun>().RunAsync(default);
    }

    void Judge(Subscriber reader, EditionReading? reading, SavedIssue issue)
    {
        var known = seen.TryGetValue(reader.Id, out var s) ? s : seen[reader.Id] = [];
        var ids = issue.Sections.SelectMany(section => section.Entries).Select(e => e.Paper).ToList();
        var preferences = reader.Preferences;
        var open = preferences.Interests.Select(i => (Interest: i, Papers: reading?.Matcher.Match(i, known).Select(m => m.Paper.Paper.Id).ToHashSet() ?? [])).ToList();

        Check(ids.Count == ids.Distinct().Count() && !ids.Exists(known.Contains), "a paper twice");
        Check(ids.Count <= preferences.Size, "more papers than wanted");
        Check(preferences.Interests.Count == 0 || preferences.TrendingAlone || open.Exists(o => o.Papers.Count > 0) || ids.Count == 0, "a mail on a quiet day");
        Check(ids.Count > 0 || !open.Exists(o => o.Papers.Count > 0), "silence though something matched");
        Check(Of(SectionKind.Discovery) <= 1, "two discoveries");
        Check(preferences.Interests.Count == 0 || Of(SectionKind.Trending) <= 3, "too much that trends");
        if (preferences.Interests.Sum(i => i.Slots) <= preferences.Size)
            foreach (var (interest, matching) in open)
            {
                var own = issue.Sections.Where(section => section.Interest == interest.Name).Sum(section => section.Entries.Count);
                Check(own >= Math.Min(interest.Slots, matching.Count) || matching.All(ids.Contains), $"slots of {interest.Name} not filled");
            }

        known.UnionWith(ids);
        (issues, quiet) = ids.Count > 0 ? (issues + 1, quiet) : (issues, quiet + 1);
        (papers, discoveries) = (papers + ids.Count, discoveries + Of(SectionKind.Discovery));

        int Of(SectionKind kind) => issue.Sections.Where(section => section.Kind == kind).Sum(section => section.Entries.Count);

        void Check(bool holds, string fault)
        {
            if (!holds)
                Faults.Add($"{reader.Address} {issue.LocalDate:O}: {fault}");
        }
    }

    static Dictionary<string, string?> Settings(string folder) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Storage:DataFolder"] = folder,
        ["Delivering:PickupFolder"] = Directory.CreateDirectory(Path.Combine(folder, "mails")).FullName,
        ["Delivering:From"] = "digest@papers.example",
        ["Gathering:HfDaily:Enabled"] = "false",
        ["Serilog:WriteTo:0:Args:restrictedToMinimumLevel"] = "Fatal",
    };

    sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

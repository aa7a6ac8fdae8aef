using System.Text.Json;
using Digest.Composing;
using Digest.Delivering;
using Digest.Gathering;
using Digest.Papers;
using Digest.Storage;

namespace Digest.Tests;

/// <summary>What the timetable would do: gather, rank, plan, send, prune.</summary>
sealed partial class App
{
    static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);

    int _files;

    public async Task<GatherCounts> GatherAsync(params PaperLine[] papers)
    {
        var file = Path.Combine(Folder, $"papers-{++_files}.jsonl");
        await File.WriteAllLinesAsync(file, papers.Select(paper => JsonSerializer.Serialize(paper, Lines)));
        return await GatherFilesAsync(file);
    }

    public Task<GatherCounts> GatherFilesAsync(params string[] files) => Get<Gatherer>().GatherFilesAsync(files, CancellationToken.None);

    /// <summary>Asks the sources, as the timetable does.</summary>
    public Task<GatherCounts> GatherAsync() => GatherAsync(new GatherOrder());

    public Task<GatherCounts> GatherAsync(GatherOrder order) => Get<Gatherer>().GatherSourcesAsync(order, CancellationToken.None);

    /// <summary>Asks for papers that readers gave as examples; returns how many came.</summary>
    public Task<int> GatherWantedAsync() => Get<WantedPapers>().GatherAsync(CancellationToken.None);

    public Task<WantedStore.Told> WantedAsync() => Get<WantedStore>().TellAsync(CancellationToken.None);

    /// <summary>What the catalogue holds by a key; null for nothing.</summary>
    public async Task<Paper?> PaperAsync(string key) => await Get<PaperStory>().ResolveAsync(key, CancellationToken.None) is { } id
        ? await Get<Catalogue>().FindAsync(id, CancellationToken.None) : null;

    /// <summary>What a source says that has a paper no more.</summary>
    public Task<bool> WithdrawAsync(PaperLine paper) => Get<Catalogue>().WithdrawAsync(PaperId.FromArxiv(paper.Id)!.Value, Now, Now, CancellationToken.None);

    /// <summary>Merges the second paper into the first, as the operator does.</summary>
    public async Task<bool> MergeAsync(PaperLine into, PaperLine from)
    {
        var story = Get<PaperStory>();
        return await Get<PaperUnions>().MergeAsync((await story.ResolveAsync(into.Id, CancellationToken.None))!.Value,
            (await story.ResolveAsync(from.Id, CancellationToken.None))!.Value, Now, CancellationToken.None);
    }

    /// <summary>Prepares today's edition; the clock moves on by two seconds, after which everybody sees it.</summary>
    public async Task<Edition> PrepareEditionAsync()
    {
        var edition = await Get<EditionRun>().RunAsync(null, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(2));
        return edition;
    }

    /// <summary>What the timetable does every ten minutes.</summary>
    public Task PrepareWhatIsDueAsync() => Get<EditionRun>().RunWhenDueAsync(CancellationToken.None);

    public Task<Edition> PrepareEditionAsync(Period period, DateOnly date) => Get<EditionRun>().RunAsync(period, date, CancellationToken.None);

    public Task<Edition?> FindEditionAsync(Period period, DateOnly date) => Get<EditionStore>().FindAsync(period, date, CancellationToken.None);

    /// <summary>Gathers the papers and ranks them.</summary>
    public async Task<Edition> PublishAsync(params PaperLine[] papers)
    {
        await GatherAsync(papers);
        return await PrepareEditionAsync();
    }

    /// <param name="spread">As the service does it; false: as `digest send` does.</param>
    public Task<IssueStore.Planned> PlanAsync(bool spread = false) => Get<IssueRun>().RunAsync(CancellationToken.None, spread);

    public Task<DeliveryCounts> SendAsync(CancellationToken stopping = default) => Get<DeliveryRun>().RunAsync(stopping);

    /// <summary>What a moment later the timetable would do.</summary>
    public async Task<DeliveryCounts> PlanAndSendAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        await PlanAsync();
        return await SendAsync();
    }

    /// <summary>Goes on to an instant and does what is due there.</summary>
    public async Task<DeliveryCounts> AtAsync(DateTimeOffset instant)
    {
        Clock.Set(instant);
        await PlanAsync();
        return await SendAsync();
    }

    /// <summary>The editions that a reader who was told of everything until then has not read, ready to be matched.</summary>
    public Task<EditionReading?> UnreadAsync(DateTimeOffset? coveredUntil, DateTimeOffset? now = null) =>
        Get<EditionShelf>().UnreadAsync(coveredUntil, now ?? Now, CancellationToken.None);

    public Task<int> PruneAsync() => Get<Pruning>().RunAsync(CancellationToken.None);
}

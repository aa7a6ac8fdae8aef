using Digest.Matching;

namespace Digest.Storage;

/// <summary>The papers of the last days, ready to be searched: indexed when somebody first asks, and again in the background
/// once they changed. Meanwhile the older index answers.</summary>
internal sealed class SearchShelf(Catalogue catalogue, MatchingOptions options, TimeProvider time)
{
    /// <summary>Making indexes takes this share of one core at most: a large one is made anew less often.</summary>
    const double Share = 0.05;

    /// <summary>How often it is asked whether papers changed.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    readonly Lock gate = new();
    Task<Made>? made, making;
    DateTimeOffset asked = DateTimeOffset.MinValue;

    /// <summary>What can be searched now. Null when that is not ready within the patience.</summary>
    public async Task<PaperSearch?> ReadyAsync(TimeSpan patience, CancellationToken ct)
    {
        var ready = Current();
        try
        {
            return (await ready.WaitAsync(patience, TimeProvider.System, ct)).Search;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Made for this question alone, of papers first listed in the last so many days; 0 for all.</summary>
    public async Task<PaperSearch> MakeAsync(int days, CancellationToken ct) => new(await catalogue.SinceAsync(Since(days), ct), options);

    /// <summary>The index to use; starts making another where that is due.</summary>
    Task<Made> Current()
    {
        lock (gate)
        {
            if (making is { IsCompleted: true })
                (made, making) = (making.IsCompletedSuccessfully ? making : made, null);
            if (making is null && IsDue())
            {
                asked = time.GetUtcNow();
                making = Task.Run(() => RenewAsync(made?.Result));
            }
            return made ?? making!;
        }
    }

    bool IsDue() => made is null
        || (time.GetUtcNow() - asked is var age && (age < TimeSpan.Zero || (age > Fresh && age > made.Result.Took / Share)));

    async Task<Made> RenewAsync(Made? last)
    {
        var since = Since(options.SearchDays);
        var stamp = await catalogue.StampAsync(since, CancellationToken.None);
        if (stamp == last?.Stamp)
            return last;
        var began = TimeProvider.System.GetTimestamp();
        var search = await MakeAsync(options.SearchDays, CancellationToken.None);
        return new(search, stamp, TimeProvider.System.GetElapsedTime(began));
    }

    DateTimeOffset Since(int days) => days == 0 ? DateTimeOffset.MinValue : time.GetUtcNow().AddDays(-days);

    sealed record Made(PaperSearch Search, string Stamp, TimeSpan Took);
}

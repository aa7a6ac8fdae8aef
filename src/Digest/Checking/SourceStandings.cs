using Digest.Gathering;
using Digest.Storage;

namespace Digest.Checking;

/// <summary>How every source stands: those that are asked, those that papers came from otherwise, and those that are off.</summary>
internal sealed class SourceStandings(Gatherer gatherer, SourceStory story, WantedStore wanted, TimeProvider time)
{
    public async Task<Told> TellAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var told = await story.TellAsync(now, ct);
        var configured = gatherer.Sources.ToDictionary(s => s.Name, s => s.IsVerified, StringComparer.Ordinal);
        return new(now,
            [
                .. configured.Keys.Concat(told.Keys.Except(configured.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                    .Select(name => new Standing(name, configured.ContainsKey(name), configured.TryGetValue(name, out var verified) ? verified : null,
                        told.GetValueOrDefault(name) ?? SourceStory.Told.Nothing)),
            ],
            await wanted.TellAsync(ct), [.. OptionalSource.All.Where(o => !configured.ContainsKey(o.Name))]);
    }

    internal sealed record Told(DateTimeOffset At, IReadOnlyList<Standing> Sources, WantedStore.Told Wanted, IReadOnlyList<OptionalSource> Off);

    /// <param name="IsConfigured">False: its papers were taken in from files, or it is no longer asked.</param>
    /// <param name="IsVerified">Whether it was ever tried against the live service; null for one that is not asked.</param>
    internal sealed record Standing(string Name, bool IsConfigured, bool? IsVerified, SourceStory.Told Told);
}

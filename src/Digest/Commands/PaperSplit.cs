using Digest.Papers;
using Digest.Storage;

namespace Digest.Commands;

/// <summary>Which split is meant by a paper and some of its keys.</summary>
internal static class PaperSplit
{
    /// <returns>A merge to take back, or keys to make a paper of its own of.</returns>
    /// <exception cref="RefusalException">Neither; the message says what there is.</exception>
    public static (PaperStory.Merge? Merge, IReadOnlyList<PaperId> Off) Plan(PaperStory.Told paper, IReadOnlyList<string> typed)
    {
        var id = paper.Paper.Id;
        var standing = paper.Merges.Where(m => m.EndedAt is null && m.Head == id).ToList();
        if (typed.Count == 0)
            return standing switch
            {
                [var only] => (only, []),
                [] => throw new RefusalException($"Nothing was merged into {id}; name the keys that are another work's: {string.Join(", ", paper.Keys.Select(k => k.Name))}"),
                _ => throw new RefusalException($"{standing.Count} papers were merged into {id}; name a key of the one that is another work: "
                    + string.Join(", ", paper.Keys.Where(k => k.Paper != id).Select(k => k.Name))),
            };
        var keys = typed.Select(text => Find(paper, text)).ToList();
        var owners = keys.Select(k => k.Paper).Distinct().ToList();
        if (owners is not [var owner])
            throw new RefusalException($"These keys came with different papers ({string.Join(", ", owners)}): split one at a time.");
        if (owner != id)
            return (standing.FirstOrDefault(m => m.Member == owner)
                ?? throw new RefusalException($"{owner} came with another paper that was merged into {id}: split that first."), []);
        if (paper.Keys.Count(k => k.Paper == id) == keys.Count)
            throw new RefusalException($"These are all keys of {id}: nothing would be left of it.");
        return (null, [.. keys.Select(k => PaperId.Parse(k.Name))]);
    }

    static PaperStory.Key Find(PaperStory.Told paper, string text)
    {
        var key = PaperId.FromAny(text)?.ToString() ?? text.Trim();
        return paper.Keys.FirstOrDefault(k => k.Name == key)
            ?? throw new RefusalException($"{paper.Paper.Id} has no key {key}; it has {string.Join(", ", paper.Keys.Select(k => k.Name))}");
    }
}

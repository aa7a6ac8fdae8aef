using Digest.Matching;

namespace Digest.Composing;

/// <summary>The papers an issue holds so far, and whether another may join them: none twice, and no more than so many about
/// the same thing.</summary>
/// <param name="alike">Papers about one thing, at most.</param>
internal sealed class Picked(NearPapers near, int alike)
{
    readonly HashSet<long> papers = [];

    public int Count => papers.Count;

    public bool Has(long paper) => papers.Contains(paper);

    public void Add(long paper) => papers.Add(paper);

    /// <summary>Whether it would not be one too many of what it is about.</summary>
    public bool Welcomes(long paper) => Like(paper) < alike;

    /// <summary>Whether nothing picked is about the same thing.</summary>
    public bool IsUnlike(long paper) => Like(paper) == 0;

    int Like(long paper)
    {
        var like = 0;
        foreach (var other in near.To(paper))
            if (papers.Contains(other))
                like++;
        return like;
    }
}

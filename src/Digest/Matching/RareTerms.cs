namespace Digest.Matching;

/// <summary>Which terms one text at most says, of very many texts, in 64 MB: told by the terms' hashes, so now and then a
/// rare term passes for a frequent one, never the other way round.</summary>
internal sealed class RareTerms
{
    const int Places = 1 << 24;

    // The text that said it first, from 1; Several once another did.
    const int Several = -1;

    readonly int[] saidBy = new int[Places];

    public static RareTerms Of(IEnumerable<IEnumerable<string>> texts)
    {
        var rare = new RareTerms();
        var text = 0;
        foreach (var terms in texts)
        {
            text++;
            foreach (var term in terms)
            {
                ref var by = ref rare.saidBy[Place(term)];
                by = by == 0 || by == text ? text : Several;
            }
        }
        return rare;
    }

    public bool Contains(string term) => saidBy[Place(term)] != Several;

    // FNV: string.GetHashCode differs from one process to the next, and results must not.
    static int Place(string term)
    {
        var hash = 2166136261u;
        foreach (var c in term)
            hash = unchecked((hash ^ c) * 16777619);
        return (int)((hash ^ (hash >> 24)) & (Places - 1));
    }
}

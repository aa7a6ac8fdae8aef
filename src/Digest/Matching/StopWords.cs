namespace Digest.Matching;

/// <summary>Words that say nothing about a paper.</summary>
internal static class StopWords
{
    /// <summary>Left out everywhere.</summary>
    public static bool Contains(string spelling) => Everywhere.Contains(spelling);

    /// <summary>May stand inside a phrase: chain of thought, sim-to-real. Not "code and data".</summary>
    public static bool IsBridge(string spelling) => Bridges.Contains(spelling);

    /// <summary>Left out of an interest that says anything else: how people ask ("papers about …, please").</summary>
    public static bool IsAsking(string spelling) => Asking.Contains(spelling);

    static readonly HashSet<string> Everywhere = Set(
        "a an and are as at be but by can for from had has have how if in into is it its no not of on or our "
        + "so such than that the their then there these they this to via was we were what when where which "
        + "while who will with");

    static readonly HashSet<string> Bridges = Set("by for from in of on the to with");

    static readonly HashSet<string> Asking = Set(
        "about all also am any anything article articles author authors based concerning deal dealing deals "
        + "describe describes describing especially everything get give i id ill im interest interested "
        + "interesting interests ive latest like literature looking made make making me more my new news paper "
        + "papers please preprint preprints publication publications published recent related relating research "
        + "show some something studies study stuff tell things topic topics using want work works would you");

    static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}

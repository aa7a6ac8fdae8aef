using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What an interest asks for beside its words. Most ask for nothing, and are written and read without JSON.</summary>
internal sealed record InterestCriteria(
    IReadOnlyList<string>? Authors, IReadOnlyList<string>? Categories, IReadOnlyList<ExamplePaper>? Papers,
    IReadOnlyList<string>? Must, IReadOnlyList<string>? MustNot)
{
    public const string None = "{}";

    public static string Written(Interest of) =>
        of.Authors.Count + of.Categories.Count + of.Papers.Count + of.Must.Count + of.MustNot.Count == 0 ? None
            : Rows.ToJson(new InterestCriteria(Some(of.Authors), Some(of.Categories), Some(of.Papers), Some(of.Must), Some(of.MustNot)));

    public static Interest Read(string json, Interest interest)
    {
        if (json == None)
            return interest;
        var told = Rows.FromJson<InterestCriteria>(json);
        return interest with
        {
            Authors = told.Authors ?? [], Categories = told.Categories ?? [], Papers = told.Papers ?? [],
            Must = told.Must ?? [], MustNot = told.MustNot ?? [],
        };
    }

    public static IReadOnlyList<ExamplePaper> PapersIn(string json) => Rows.FromJson<InterestCriteria>(json).Papers ?? [];

    static IReadOnlyList<T>? Some<T>(IReadOnlyList<T> list) => list.Count > 0 ? list : null;
}

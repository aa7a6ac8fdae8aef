using Digest.Papers;

namespace Digest.Composing;

/// <summary>What another taste would have made of an issue.</summary>
/// <param name="Gone">Papers that would not have come, in the issue's order.</param>
/// <param name="Come">Papers that would have come instead.</param>
internal sealed record IssueChange(IReadOnlyList<Paper> Gone, IReadOnlyList<Paper> Come)
{
    public static IssueChange None { get; } = new([], []);

    public bool IsNone => Gone.Count + Come.Count == 0;

    public static IssueChange Between(Issue was, Issue would) => new(Without(was, would), Without(would, was));

    static IReadOnlyList<Paper> Without(Issue issue, Issue other) =>
        [.. Papers(issue).ExceptBy(Papers(other).Select(p => p.Id), p => p.Id)];

    static IEnumerable<Paper> Papers(Issue issue) => issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper.Paper);
}

namespace Digest.Papers;

/// <summary>Sources whose list of the day an edition was made without, though there may be one.</summary>
/// <param name="Late">They answered and did not have it yet.</param>
/// <param name="Failed">They did not answer.</param>
internal sealed record AbsentSources(IReadOnlyList<string> Late, IReadOnlyList<string> Failed)
{
    public static AbsentSources None { get; } = new([], []);

    public bool Any => Late.Count + Failed.Count > 0;

    public static AbsentSources Of(IReadOnlyList<SourceAnswer> answers) =>
        new(Named(answers, SourceState.Late), Named(answers, SourceState.Failed));

    static IReadOnlyList<string> Named(IReadOnlyList<SourceAnswer> answers, SourceState state) =>
        [.. answers.Where(a => a.State == state).Select(a => a.Source)];
}

namespace Digest.Papers;

/// <summary>What is known of a work after a source told of it again; SameWork says which papers are one.</summary>
internal static class PaperMerge
{
    /// <param name="Paper">What is known now. Its Revision is one higher when IsRevised.</param>
    /// <param name="IsRevised">Something that a reader sees changed.</param>
    /// <param name="IsChanged">Anything changed, so that it must be saved.</param>
    internal sealed record Result(Paper Paper, bool IsRevised, bool IsChanged);

    /// <summary>What is known after a source told of a known paper. The newest version's words win; at the same version
    /// the later word of the same source does, so that corrections come through; another source, an older version, a source
    /// that does not count versions where one is counted, and an entry known by title alone only fill what is missing.
    /// Nothing is lost, and the same tellings in any round end the same.</summary>
    public static Result Merge(Paper known, Paper told)
    {
        var newer = told.Version > known.Version;
        var toldWins = SameWork.IsTitleOnly(known) && !SameWork.IsTitleOnly(told) ||
            SameWork.IsTitleOnly(known) == SameWork.IsTitleOnly(told) && (newer || told.Version == known.Version && told.Voice == known.Voice);
        var (first, second) = toldWins ? (told, known) : (known, told);

        var merged = known with
        {
            Title = first.Title,
            Voice = first.Voice,
            Abstract = Either(first.Abstract, second.Abstract),
            OneLine = Either(first.OneLine, second.OneLine),
            Authors = Authors(first, second, newer),
            Categories = [.. known.Categories.Union(told.Categories, StringComparer.Ordinal)],
            Links = Either(first.Links, second.Links),
            PublishedAt = Earlier(known.PublishedAt, told.PublishedAt),
            FirstListedAt = known.FirstListedAt <= told.FirstListedAt ? known.FirstListedAt : told.FirstListedAt,
            Version = Math.Max(known.Version, told.Version),
            WithdrawnAt = newer && toldWins ? told.WithdrawnAt : known.WithdrawnAt ?? told.WithdrawnAt,
            Ids = [.. known.Ids.Union(told.Ids).OrderBy(Rank)],
        };
        var revised = !ReadsTheSame(known, merged);
        var changed = revised || merged.Voice != known.Voice || merged.FirstListedAt != known.FirstListedAt || !merged.Ids.SequenceEqual(known.Ids);
        if (!changed) return new Result(known, IsRevised: false, IsChanged: false);
        return new Result(revised ? merged with { Revision = known.Revision + 1 } : merged, revised, IsChanged: true);
    }

    static string Either(string first, string second) => first.Length > 0 ? first : second;

    static PaperLinks Either(PaperLinks first, PaperLinks second) => new()
    {
        Page = first.Page ?? second.Page,
        Pdf = first.Pdf ?? second.Pdf,
        Code = first.Code ?? second.Code,
        Project = first.Project ?? second.Project,
        Discussion = first.Discussion ?? second.Discussion,
        Thumbnail = first.Thumbnail ?? second.Thumbnail,
        Media = first.Media ?? second.Media,
    };

    // A new version may drop an author; at the same version a part of the list is only a shorter telling of it.
    static IReadOnlyList<string> Authors(Paper first, Paper second, bool newer)
    {
        if (first.Authors.Count == 0) return second.Authors;
        var shorter = !newer && first.Version == second.Version && first.Authors.Count < second.Authors.Count &&
            !first.Authors.Except(second.Authors, StringComparer.Ordinal).Any();
        return shorter ? second.Authors : first.Authors;
    }

    // Of a day and an instant on that day, the instant says more.
    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other)
    {
        if (one is not { } a || other is not { } b) return one ?? other;
        if (a.UtcDateTime.Date == b.UtcDateTime.Date && (IsDay(a) || IsDay(b))) return IsDay(a) ? b : a;
        return a <= b ? a : b;
    }

    static bool IsDay(DateTimeOffset at) => at.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    static int Rank(PaperId id) => id.Scheme switch { PaperId.Arxiv => 0, PaperId.Doi => 1, PaperId.Title => 3, _ => 2 };

    static bool ReadsTheSame(Paper one, Paper other) =>
        one.Title == other.Title && one.Abstract == other.Abstract && one.OneLine == other.OneLine &&
        one.Links == other.Links && one.PublishedAt == other.PublishedAt && one.Version == other.Version &&
        one.WithdrawnAt == other.WithdrawnAt &&
        one.Authors.SequenceEqual(other.Authors, StringComparer.Ordinal) &&
        one.Categories.SequenceEqual(other.Categories, StringComparer.Ordinal);
}

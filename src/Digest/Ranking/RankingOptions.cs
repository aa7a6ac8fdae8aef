using System.ComponentModel.DataAnnotations;

namespace Digest.Ranking;

/// <summary>Section "Ranking": what an edition holds and how it is ordered.</summary>
internal sealed class RankingOptions
{
    /// <summary>Time of day, UTC, at which the day's edition is due. Before noon the daily lists are incomplete.</summary>
    public TimeOnly EditionTime { get; set; } = new(12, 0);

    /// <summary>Days since a paper was first listed, the edition's own day included, for which it can be in an edition.</summary>
    [Range(1, 31, ErrorMessage = "Ranking:WindowDays must be 1 to 31 days.")]
    public int WindowDays { get; set; } = 7;

    /// <summary>After how long a paper's standing counts half. One hour to a month.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "31.00:00:00", ErrorMessage = "Ranking:HalfLife must be 1 hour to 31 days.")]
    public TimeSpan HalfLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many upvotes one comment is worth. 0 to 100.</summary>
    [Range(0.0, 100.0, ErrorMessage = "Ranking:CommentWeight must be 0 to 100 upvotes.")]
    public double CommentWeight { get; set; } = 2;

    /// <summary>How many upvotes the natural logarithm of one plus the stars is worth: stars belong to a repository that
    /// may be much older than the paper, so they count little. 0 to 100.</summary>
    [Range(0.0, 100.0, ErrorMessage = "Ranking:StarWeight must be 0 to 100 upvotes.")]
    public double StarWeight { get; set; } = 0.5;

    /// <summary>What the upvotes of the last 24 hours add at most; a standing at the day's top is 1. 0 to 2.</summary>
    [Range(0.0, 2.0, ErrorMessage = "Ranking:GrowthWeight must be 0 to 2.")]
    public double GrowthWeight { get; set; } = 0.3;

    /// <summary>The standing, 0 to 1, of a paper for which nobody counts anything: below the middle of those that were
    /// chosen by somebody.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:UnknownStanding must be 0 to 1.")]
    public double UnknownStanding { get; set; } = 0.25;
}

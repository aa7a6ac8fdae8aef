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

    /// <summary>After how long a paper's expected end counts half in a day's edition. One hour to a month.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "31.00:00:00", ErrorMessage = "Ranking:HalfLife must be 1 hour to 31 days.")]
    public TimeSpan HalfLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After how long the votes that are still to come are usually half. One hour to a week.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00", ErrorMessage = "Ranking:VoteHalfLife must be 1 hour to 7 days.")]
    public TimeSpan VoteHalfLife { get; set; } = TimeSpan.FromHours(15);

    /// <summary>The share of votes, 0 to 0.9, that come much slower than the others.</summary>
    [Range(0.0, 0.9, ErrorMessage = "Ranking:TailShare must be 0 to 0.9.")]
    public double TailShare { get; set; } = 0.1;

    /// <summary>After how long of those slow votes the ones still to come are half. One hour to two months.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00", ErrorMessage = "Ranking:TailHalfLife must be 1 hour to 60 days.")]
    public TimeSpan TailHalfLife { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How far votes rise over the day's mean at the busiest hour, and fall under it half a day later. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:Rhythm must be 0 to 1.")]
    public double Rhythm { get; set; } = 0.5;

    /// <summary>Time of day, UTC, at which most votes come.</summary>
    public TimeOnly PeakTime { get; set; } = new(14, 0);

    /// <summary>The age at which a gain counts half as evidence of a paper's pace. One hour to a week.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00", ErrorMessage = "Ranking:Memory must be 1 hour to 7 days.")]
    public TimeSpan Memory { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How many votes the prior is worth. 0.01 to 100.</summary>
    [Range(0.01, 100.0, ErrorMessage = "Ranking:PriorWeight must be 0.01 to 100 upvotes.")]
    public double PriorWeight { get; set; } = 0.5;

    /// <summary>Upvotes a paper of a source ends with, until the source has shown what is usual there. 0.1 to 10000.</summary>
    [Range(0.1, 10000.0, ErrorMessage = "Ranking:UsualVotes must be 0.1 to 10000 upvotes.")]
    public double UsualVotes { get; set; } = 15;

    /// <summary>How many upvotes one comment is worth. 0 to 100.</summary>
    [Range(0.0, 100.0, ErrorMessage = "Ranking:CommentWeight must be 0 to 100 upvotes.")]
    public double CommentWeight { get; set; } = 12;

    /// <summary>How many upvotes one new star is worth. 0 to 100.</summary>
    [Range(0.0, 100.0, ErrorMessage = "Ranking:StarWeight must be 0 to 100 upvotes.")]
    public double StarWeight { get; set; } = 0.5;

    /// <summary>How much a new star says of the votes to come, against a vote. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:StarTrust must be 0 to 1.")]
    public double StarTrust { get; set; } = 0.5;

    /// <summary>How far a gain may stand above both its neighbours before the rest of it is taken for a burst. 1 to 100.</summary>
    [Range(1.0, 100.0, ErrorMessage = "Ranking:BurstFactor must be 1 to 100.")]
    public double BurstFactor { get; set; } = 3;

    /// <summary>Upvotes that are never taken for a burst. 0 to 10000.</summary>
    [Range(0.0, 10000.0, ErrorMessage = "Ranking:BurstVotes must be 0 to 10000 upvotes.")]
    public double BurstVotes { get; set; } = 6;

    /// <summary>How much of what a submitter's other papers ended with is expected of the next. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:SubmitterWeight must be 0 to 1.")]
    public double SubmitterWeight { get; set; } = 0.6;

    /// <summary>How much of what the best known author's other papers ended with is expected of the next. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:AuthorWeight must be 0 to 1.")]
    public double AuthorWeight { get; set; } = 0.3;

    /// <summary>How much of what papers of the same venue or categories ended with is expected. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:CategoryWeight must be 0 to 1.")]
    public double CategoryWeight { get; set; } = 0.3;

    /// <summary>Upvotes that are expected of a paper nobody counts, before its place, authors and categories say more. 0 to
    /// 10000.</summary>
    [Range(0.0, 10000.0, ErrorMessage = "Ranking:UnknownVotes must be 0 to 10000 upvotes.")]
    public double UnknownVotes { get; set; } = 4;

    /// <summary>How much votes of the last day beyond the usual lift a paper, as a power of their number. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:RiseWeight must be 0 to 1.")]
    public double RiseWeight { get; set; } = 0.05;

    /// <summary>How far a paper is set back among the first for being like one above it; 1 sets a copy back for good.
    /// 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Ranking:Variety must be 0 to 1.")]
    public double Variety { get; set; } = 0.6;

    /// <summary>How many of the first places are kept apart in that way. 0 to 200.</summary>
    [Range(0, 200, ErrorMessage = "Ranking:VariedPlaces must be 0 to 200.")]
    public int VariedPlaces { get; set; } = 20;
}

using System.Runtime.InteropServices;

namespace Digest.Ranking;

/// <summary>The published trending formula: where a paper's votes will end, and what that is worth today.
///
///     score = (1 + end) × 2^(−days / half-life) × (1 + surplus)^rise
///     end   = votes + pace × remaining(age, hour)
///
/// Nothing is taken from one total: what counts is what grew between snapshots, against what usually grows meanwhile.
///
/// remaining  the share of all votes that usually come after an age. Attention halves every few hours (a small part, the
///            tail, much slower) and has a daily rhythm, so that a quiet night is no bad sign [1, 2]:
///            Σ share × e^(−λ age) × (1 + A λ (λ cos φ − ω sin φ) / (λ² + ω²)), φ the hour of day against its peak,
///            which is the integral of decay × rhythm from that age on. What usually comes between two instants, the
///            exposure, is the difference of two such values
/// pace       votes per exposure, a gamma-Poisson estimate [3]:
///            (k + Σ w gain) / (k / prior + Σ w exposure) over the gains, w halving with their age. A paper with few
///            counts stays near the prior; the more is known, the less the prior weighs. Comments and stars gained are
///            counts of their own, at their own usual rate. As w forgets, a late rise is believed within hours, at any age
/// burst      a gain far above both its neighbours is an event and no pace [4]: beyond what they allow it counts as votes
///            had, not as evidence of more. The newest gain has one neighbour only and is given more room
/// prior      what papers of this source, submitter, these authors and categories ended with, each drawn to the middle
///            while there are few [3]; all there is for a paper nobody counts
/// days       whole days since the day of its list. Within one list freshness therefore says nothing; old giants leave [5, 6]
/// surplus    votes of the last day beyond what the votes before let expect, less two standard deviations. Days and surplus
///            are 0 in the edition of a week or a month, where the end alone counts
///
/// [1] Szabo, Huberman: Predicting the popularity of online content. CACM 53(8), 2010.
/// [2] Bandari, Asur, Huberman: The pulse of news in social media. ICWSM 2012.
/// [3] Gelman et al.: Bayesian Data Analysis, 3rd ed., 2.6 and 5.3 (conjugate rates, partial pooling).
/// [4] Kleinberg: Bursty and hierarchical structure in streams. KDD 2002 (a burst is a change that lasts).
/// [5] Hacker News, news.arc: (points − 1)^0.8 / (hours + 2)^1.8.
/// [6] Reddit, _sorts.pyx: log10(votes) + seconds / 45000.</summary>
internal sealed class TrendingFormula(RankingOptions options)
{
    const double PerHour = 2 * Math.PI / 24;

    /// <summary>A count that nobody expected is still possible: no exposure is less than this.</summary>
    const double LeastExposure = 1e-6;

    /// <summary>A day ago is a snapshot taken so many hours off at most.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24), Off = TimeSpan.FromHours(6);

    /// <summary>What lasted longer is no burst.</summary>
    static readonly TimeSpan LongestBurst = TimeSpan.FromHours(12);

    /// <summary>What an expected end is worth so many days after the day of the list.</summary>
    public double Score(double end, int days, double surplus) =>
        (1 + end) * Math.Pow(2, -days / options.HalfLife.TotalDays) * Math.Pow(1 + surplus, options.RiseWeight);

    /// <summary>Upvotes a paper is expected to end with at a source.</summary>
    public double End(Attention attention, DateTimeOffset at, double prior) => End(attention, Seen(attention, at), prior);

    public double End(Attention attention, Evidence evidence, double prior)
    {
        // Where only comments are counted they stand for upvotes. Stars belong to a repository that may be much older.
        var had = attention.Upvotes?.Count ?? attention.Comments?.Count * options.CommentWeight
            ?? options.StarWeight * Math.Log(1 + (attention.Stars?.Count ?? 0));
        // What came since the newest snapshot is as unknown as what is to come.
        var seen = (attention.Upvotes ?? attention.Comments)?.Until ?? attention.Listed;
        var pace = (options.PriorWeight + evidence.Gained) / (options.PriorWeight / Math.Max(prior, 0.1) + evidence.Exposed);
        return had + pace * Remaining(attention.Listed, seen);
    }

    /// <summary>Upvotes of the last 24 hours beyond what those before let expect; 0 for what is younger.</summary>
    public double Surplus(Attention attention, DateTimeOffset at)
    {
        var listed = attention.Listed;
        if (attention.Upvotes is not { } upvotes || at - listed < Day || upvotes.SnapshotNear(at - Day, Off) is not { } yesterday)
            return 0;
        var calm = Calm(listed, upvotes);
        var came = upvotes.Gains.Zip(calm).Where(g => g.First.From >= yesterday).Sum(g => g.Second);
        var before = upvotes.Count - upvotes.GainedSince(yesterday);
        var left = Remaining(listed, yesterday);
        var usual = before * (left - Remaining(listed, at)) / Math.Max(0.05, Remaining(listed, listed) - left);
        return Math.Max(0, came - usual - 2 * Math.Sqrt(usual + 1));
    }

    /// <summary>The share of a paper's votes that usually comes after an instant.</summary>
    public double Remaining(DateTimeOffset listed, DateTimeOffset at)
    {
        var age = Math.Max(0, (at - listed).TotalHours);
        var phase = PerHour * (at.UtcDateTime.TimeOfDay - options.PeakTime.ToTimeSpan()).TotalHours;
        var (sin, cos) = Math.SinCos(phase);
        return (1 - options.TailShare) * Part(options.VoteHalfLife) + options.TailShare * Part(options.TailHalfLife);

        double Part(TimeSpan halfLife)
        {
            var decay = Math.Log(2) / halfLife.TotalHours;
            var rhythm = options.Rhythm * decay * (decay * cos - PerHour * sin) / (decay * decay + PerHour * PerHour);
            return Math.Exp(-decay * age) * (1 + rhythm);
        }
    }

    /// <summary>What was gained, and how much usually is meanwhile, the newer the weightier.</summary>
    public Evidence Seen(Attention attention, DateTimeOffset at)
    {
        var (gained, exposed) = (0.0, 0.0);
        Weigh(attention.Upvotes, worth: 1, trust: 1);
        Weigh(attention.Comments, options.CommentWeight, trust: 1);
        Weigh(attention.Stars, options.StarWeight, options.StarTrust);
        return new(gained, exposed);

        void Weigh(Course? course, double worth, double trust)
        {
            if (course is null || worth <= 0)
                return;
            var calm = Calm(attention.Listed, course);
            for (var i = 0; i < calm.Length; i++)
            {
                var gain = course.Gains[i];
                var age = at - gain.Until + (gain.Until - gain.From) / 2;
                var weight = trust * Math.Pow(2, -age / options.Memory);
                gained += weight * calm[i];
                exposed += weight * Exposure(attention.Listed, gain) / worth;
            }
        }
    }

    /// <summary>The gains without what stands out from both neighbours.</summary>
    double[] Calm(DateTimeOffset listed, Course course)
    {
        var exposures = course.Gains.Select(g => Exposure(listed, g)).ToArray();
        var calm = new double[exposures.Length];
        for (var i = 0; i < calm.Length; i++)
        {
            calm[i] = course.Gains[i].Count;
            if (calm.Length == 1)
                break;
            if (course.Gains[i].Until - course.Gains[i].From > LongestBurst)
                continue;
            var isNewest = i == calm.Length - 1;
            var around = Math.Max(i > 0 ? Rate(i - 1) : 0, isNewest ? 0 : Rate(i + 1));
            var room = isNewest ? options.BurstFactor * options.BurstFactor : options.BurstFactor;
            calm[i] = Math.Min(calm[i], room * around * exposures[i] + options.BurstVotes);
        }
        return calm;

        double Rate(int i) => course.Gains[i].Count / exposures[i];
    }

    double Exposure(DateTimeOffset listed, Gain gain) =>
        Math.Max(LeastExposure, Remaining(listed, gain.From) - Remaining(listed, gain.Until));
}

/// <summary>What a pace is estimated from, whatever the prior.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Evidence(double Gained, double Exposed);

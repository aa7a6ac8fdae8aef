using System.ComponentModel.DataAnnotations;

namespace Digest.Matching;

/// <summary>Section "Matching": what makes a paper match an interest.</summary>
internal sealed class MatchingOptions
{
    /// <summary>The least score, 0 to 1, of a match, for interests that have no threshold of their own.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Matching:Threshold must be 0 to 1.")]
    public double Threshold { get; set; } = 0.45;

    /// <summary>How many matches an interest has at most, the best ones. 1 to 1000.</summary>
    [Range(1, 1000, ErrorMessage = "Matching:MostMatches must be 1 to 1000.")]
    public int MostMatches { get; set; } = 50;

    /// <summary>How many mentions in the abstract one in the title is worth. 1 to 10.</summary>
    [Range(1.0, 10.0, ErrorMessage = "Matching:TitleWeight must be 1 to 10.")]
    public double TitleWeight { get; set; } = 3;

    /// <summary>BM25's k1: how slowly further mentions stop counting. 0 to 5.</summary>
    [Range(0.0, 5.0, ErrorMessage = "Matching:Saturation must be 0 to 5.")]
    public double Saturation { get; set; } = 1.2;

    /// <summary>BM25's b: how much a longer text must mention a word more often to be as much about it. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Matching:LengthNormalisation must be 0 to 1.")]
    public double LengthNormalisation { get; set; } = 0.75;

    /// <summary>What two neighbouring words found together add, as a share of what they weigh. 0 to 2.</summary>
    [Range(0.0, 2.0, ErrorMessage = "Matching:PhraseWeight must be 0 to 2.")]
    public double PhraseWeight { get; set; } = 0.6;

    /// <summary>Up to this many words an interest is a phrase; with twice as many it is a sentence, whose neighbouring words
    /// mean nothing together. 1 to 20.</summary>
    [Range(1, 20, ErrorMessage = "Matching:PhraseWords must be 1 to 20 words.")]
    public int PhraseWords { get; set; } = 3;

    /// <summary>What share of a short interest's word asks for the very form it is written in, its number aside; the rest
    /// takes any form of the same stem. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Matching:FormWeight must be 0 to 1.")]
    public double FormWeight { get; set; } = 0.3;

    /// <summary>How many days back papers can be looked for, by when they were first listed; 0 for all there are. 0 to 36500.</summary>
    [Range(0, 36500, ErrorMessage = "Matching:SearchDays must be 0 to 36500 days.")]
    public int SearchDays { get; set; } = 90;

    /// <summary>As how many papers the shipped word counts weigh beside the papers at hand: on the first day they say alone
    /// what is rare, in a large collection they hardly matter. 0 to 1000000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Matching:BackgroundPapers must be 0 to 1000000.")]
    public int BackgroundPapers { get; set; } = 300;

    /// <summary>How many papers, the newest the catalogue has, say how rare words are. 100 to 20000.</summary>
    [Range(100, 20_000, ErrorMessage = "Matching:WindowPapers must be 100 to 20000 papers.")]
    public int WindowPapers { get; set; } = 2000;
}

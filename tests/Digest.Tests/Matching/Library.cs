using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Tests.Matching;

/// <summary>Papers invented for the tests: a month's few about many things, most of them with the words every paper has.</summary>
static class Library
{
    const string Usual = "We propose a new learning method and show that the model improves results on several data sets.";

    public static RankedPaper Folding { get; } = Paper(1, "Diffusion Models for Protein Folding",
        "Proteins fold into shapes that a diffusion process can sample.", ["Ada Marsh", "José Ángel Ruiz"], ["q-bio.BM"]);

    public static RankedPaper Images { get; } = Paper(2, "Sharper Images from Diffusion Models",
        "Image synthesis with diffusion models gains from better noise.", ["Bo Lindqvist"], ["cs.CV"]);

    public static RankedPaper Dialogue { get; } = Paper(3, "Patient Dialogue Agents",
        "Agents built on a language model learn to wait for the person they talk with.", ["Yann Petit"], ["cs.CL"]);

    public static RankedPaper Grasping { get; } = Paper(4, "Robots that Grasp Wet Soap",
        "A robot hand with tactile sensing holds what slips.", ["Ada Marsh", "Li van der Berg"], ["cs.RO"]);

    public static RankedPaper Compilers { get; } = Paper(5, "Register Allocation in a C++ Compiler",
        "Graph colouring at the speed of a linear scan.", ["Hana Sato"], ["cs.PL"]);

    public static RankedPaper Multimodal { get; } = Paper(6, "Multimodal Search over Maps",
        "Multimodal queries mix words and sketches.", ["Ivo Brandt"], ["cs.IR"]);

    public static IReadOnlyList<RankedPaper> Papers { get; } =
    [
        Folding, Images, Dialogue, Grasping, Compilers, Multimodal,
        .. Enumerable.Range(7, 14).Select(i => Paper(i, $"Learning Model Number {i}", "A study of a data set.", [], ["cs.LG"])),
    ];

    public static Interest Interest(string text, double? threshold = null, double weight = 1, int slots = 2) =>
        new() { Name = text, Text = text, Threshold = threshold, Weight = weight, Slots = slots };

    public static RankedPaper Paper(
        int id, string title, string about = "", string[]? authors = null, string[]? categories = null)
    {
        var paper = new Paper
        {
            Id = id, Title = title, Abstract = $"{about} {Usual}", Authors = authors ?? [], Categories = categories ?? [],
        };
        return new RankedPaper(paper, id, 1.0 / id, new RankReason(RankReasonKind.New, 0), null);
    }
}

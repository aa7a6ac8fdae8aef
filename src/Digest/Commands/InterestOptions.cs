using System.CommandLine;
using System.Globalization;
using Digest.Matching;
using Digest.Rendering;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;

namespace Digest.Commands;

/// <summary>The options that say what an interest is; those that are not given leave it as it was.</summary>
internal sealed class InterestOptions
{
    readonly Option<string?> name = new("--name") { Description = "What stands above its papers; made from what it says, without it.", HelpName = "NAME" };
    readonly Option<int?> slots = new("--slots") { Description = "Places kept for it in an issue, 0 to 10.", HelpName = "N" };
    readonly Option<double?> weight = Number("--weight", "How much its scores count beside the others', 0.1 to 10; 1 is usual.");
    readonly Option<double?> threshold = Number("--threshold", "The least score of a match, 0 to 1; 'none' takes Matching:Threshold.");
    readonly Option<string[]> authors = Several("--author", "Follow this author; repeat it for more.", "NAME");
    readonly Option<string[]> categories = Several("--category", "Only this category, or all of it where nothing else is said; repeat it for more.", "CODE");
    readonly Option<string[]> papers = Several("--paper", "Papers like this one: an arXiv number, a DOI, a link; repeat it for more.", "PAPER");
    readonly Option<string[]> must = Several("--must", "A word or phrase that must appear; repeat it for more.", "WORDS");
    readonly Option<string[]> mustNot = Several("--must-not", "A word or phrase that must not appear; repeat it for more.", "WORDS");

    public InterestOptions(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Whether any was given.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The interest with what the options say of it, named and checked.</summary>
    /// <param name="interest">Without a name it gets one, from what it says or --name.</param>
    /// <param name="others">The subscriber's other interests.</param>
    /// <exception cref="UsageException">An interest cannot be like that; the message says why.</exception>
    public Interest Apply(ParseResult parsed, Interest interest, IReadOnlyList<Interest> others)
    {
        var changed = interest with
        {
            Slots = parsed.GetValue(slots) ?? interest.Slots,
            Weight = parsed.GetValue(weight) ?? interest.Weight,
            Threshold = parsed.GetValue(threshold) is { } least ? (double.IsNaN(least) ? null : least) : interest.Threshold,
            Authors = Lines(parsed, authors) ?? interest.Authors,
            Categories = Lines(parsed, categories) ?? interest.Categories,
            Papers = Given(parsed, papers) is { } named ? [.. named.Select(Paper).Distinct()] : interest.Papers,
            Must = Lines(parsed, must) ?? interest.Must,
            MustNot = Lines(parsed, mustNot) ?? interest.MustNot,
        };
        changed = changed with
        {
            Name = parsed.GetValue(name)?.Trim() is { Length: > 0 } given ? given
                : interest.Name.Length > 0 ? interest.Name : InterestName.Unused(InterestName.Of(changed), others),
        };
        var faults = InterestRule.Faults(changed).ToList();
        if (faults.Count == 0 && Entered.Fault(changed) is { } fault)
            faults.Add(fault);
        return faults.Count == 0 ? changed : throw new UsageException(string.Join(' ', faults.Select(FaultSentence.InEnglish)));
    }

    IEnumerable<Option> All => [name, slots, weight, threshold, authors, categories, papers, must, mustNot];

    static IReadOnlyList<string>? Lines(ParseResult parsed, Option<string[]> option) =>
        Given(parsed, option) is { } given ? TypedLine.Lines(given) : null;

    /// <summary>An empty one takes away what was there.</summary>
    static IEnumerable<string>? Given(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is { Implicit: false } ? (parsed.GetValue(option) ?? []).Where(text => text.Length > 0) : null;

    static ExamplePaper Paper(string text) => PaperList.Whole(text.Trim())
        ?? throw new UsageException($"--paper “{Pasted.Piece(text)}” names no paper; give an arXiv number, a DOI or a link.");

    static Option<string[]> Several(string name, string description, string what) => new(name) { Description = description, HelpName = what };

    static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            if (name == "--threshold" && text == "none")
                return double.NaN;
            argument.AddError($"{name} \"{text}\" is no number; write it as 0.5.");
            return null;
        },
    };
}

using System.Text.RegularExpressions;
using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>Gathers what may tell which of our mails a report is about. Reads headers by their names, and the words of reports that
/// have the mail only in their text; a few of each kind are enough, whatever a report holds.</summary>
internal static partial class ClueReader
{
    const int MostOfAKind = 20, LongestText = 200_000;

    /// <summary>Headers of what came in that hold the address it came to.</summary>
    static readonly string[] CameTo = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To"];

    static readonly string[] SentFrom = ["Return-Path", "X-Envelope-From", "X-Mail-From", "Sender"];

    static readonly string[] Named = ["Message-ID", "X-Original-Message-ID", "Original-Message-ID", "X-MS-Exchange-Parent-Message-Id"];

    /// <param name="mail">What came in.</param>
    /// <param name="returned">Our mail or its headers, as the report brought them back.</param>
    /// <param name="texts">Words in which our mail may be quoted, headers and all.</param>
    /// <param name="paths">Addresses that fields of the report give.</param>
    /// <param name="ids">Names that fields of the report give.</param>
    public static Clues Read(
        MailPart mail, IEnumerable<MailPart> returned, IEnumerable<string> texts, IEnumerable<string?> paths, IEnumerable<string?> ids)
    {
        var ours = returned.ToList();
        var words = texts.Select(t => t.Length > LongestText ? t[..LongestText] : t).ToList();
        return new(
            Few(Values([mail], CameTo).Concat(Values(ours, SentFrom)).Concat(paths.OfType<string>())
                .Concat(words.SelectMany(w => PathLine().Matches(w).Select(m => m.Groups["it"].Value)))
                .SelectMany(Addresses)),
            Few(Values(ours, ["List-Unsubscribe"]).Concat(words).SelectMany(Tokens)),
            Few(Values(ours, Named).Concat(ids.OfType<string>()).Concat(Values([mail], ["In-Reply-To", "References", "X-Original-Message-ID"]))
                .SelectMany(Ids).Concat(words.SelectMany(w => IdLine().Matches(w).Select(m => m.Groups["it"].Value)))));
    }

    /// <summary>The addresses that a mail came to.</summary>
    public static IEnumerable<string> CameToAddresses(MailPart mail) => Values([mail], CameTo).SelectMany(Addresses);

    /// <summary>The mail addresses in a text.</summary>
    public static IEnumerable<string> Addresses(string text) => AddressWord().Matches(text).Select(m => m.Value.Trim('.'));

    /// <summary>What may be a token of ours in a text.</summary>
    public static IEnumerable<string> Tokens(string text) => TokenWord().Matches(text).Select(m => m.Groups["token"].Value);

    static IEnumerable<string> Ids(string text) =>
        text.Contains('<', StringComparison.Ordinal) ? IdWord().Matches(text).Select(m => m.Groups["it"].Value) : [text.Trim()];

    static IEnumerable<string> Values(IEnumerable<MailPart> mails, string[] names) =>
        from mail in mails
        from header in mail.Headers
        where names.Contains(header.Name, StringComparer.OrdinalIgnoreCase)
        select header.Value.Length > 4000 ? header.Value[..4000] : header.Value;

    static List<string> Few(IEnumerable<string> texts) => [.. texts.Where(t => t.Length > 0 && !t.Any(char.IsControl)).Distinct(StringComparer.Ordinal).Take(MostOfAKind)];

    [GeneratedRegex(@"[^\s<>()\[\]\\,;:""'|]{1,64}@[A-Za-z0-9._-]{1,253}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AddressWord();

    [GeneratedRegex(@"<(?<it>[^<>\s]{3,250})>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdWord();

    [GeneratedRegex(@"(?im)^[>\s]*Message-ID:\s*<(?<it>[^<>\s]{3,250})>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdLine();

    [GeneratedRegex(@"(?im)^[>\s]*Return-Path:\s*<(?<it>[^<>\s]{3,250})>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PathLine();

    // As long as our tokens are; whether one is ours is for the keys to say.
    [GeneratedRegex(@"(^|[^A-Za-z0-9_-])(?<token>[A-Za-z0-9_-]{58})($|[^A-Za-z0-9_-])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenWord();
}

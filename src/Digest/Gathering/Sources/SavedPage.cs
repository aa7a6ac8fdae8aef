using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>The text of a Daily Papers page that somebody saved: a banner with a button, then title and abstract in turn.
/// Two spellings: paragraphs with blank lines between, or lines without, where the button's word is glued to the first
/// title. It has no authors, numbers, links or votes; the order is all it says about attention.</summary>
internal static partial class SavedPage
{
    public const string Source = "page";

    const int LongestLine = 64 * 1024;

    /// <summary>Nothing longer is a title; a block as long where a title belongs goes on with the abstract before.</summary>
    const int LongestTitle = 300;

    /// <summary>Whether a file that begins so is one.</summary>
    public static bool IsOne(string beginning) =>
        beginning.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(20).Any(IsBanner);

    public static async IAsyncEnumerable<Gathered> ReadAsync(
        Stream utf8, string name, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (page, place, last) = (new Reading(now), 0, 0);
        await foreach (var (number, text) in BlocksAsync(utf8, ct))
        {
            last = number;
            if (text is null)
                yield return new SkippedEntry(name, $"line {number}", $"it is longer than {LongestLine} characters");
            else if (page.Take(text) is { } paper)
                yield return Listed(paper, page.Day, ++place, now);
        }
        if (page.Finish() is { } final) yield return Listed(final, page.Day, ++place, now);
        if (place == 0) yield return new SkippedEntry(name, $"line {last}", "the page holds no papers");
    }

    static async IAsyncEnumerable<(int Number, string? Text)> BlocksAsync(
        Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        // A blank line after the first banner says that blocks are paragraphs, which may run over several lines.
        var (paragraphs, afterBanner) = (false, false);
        var (block, first) = (new StringBuilder(), 0);
        await foreach (var (number, line) in TextLines.ReadAsync(utf8, LongestLine, ct))
        {
            var text = line is null ? null : PaperText.Line(line, LongestLine);
            if (afterBanner) (paragraphs, afterBanner) = (text is "", false);
            if (text is { Length: > 0 } && paragraphs && block.Length < LongestLine)
            {
                if (block.Length == 0) first = number;
                block.Append(block.Length > 0 ? " " : "").Append(text);
                continue;
            }
            if (block.Length > 0) yield return (first, block.ToString());
            block.Clear();
            if (text is "") continue;
            if (!paragraphs && text is not null) afterBanner = IsBanner(text);
            yield return (number, text);
        }
        if (block.Length > 0) yield return (first, block.ToString());
    }

    static GatheredPaper Listed((string Title, string Abstract) paper, DateOnly? day, int place, DateTimeOffset now)
    {
        DateTimeOffset? listedAt = day is { } d ? new DateTimeOffset(d, TimeOnly.MinValue, TimeSpan.Zero) : null;
        var title = PaperText.Title(paper.Title);
        var id = PaperId.FromTitle(title);
        return new GatheredPaper(new ListedPaper
        {
            Source = Source,
            SourceId = id.Value,
            ListedAt = listedAt,
            Place = place,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(paper.Abstract),
                FirstListedAt = listedAt ?? now,
                Ids = [id],
            },
        });
    }

    static bool IsBanner(string line) =>
        line.StartsWith("Get trending papers in your email inbox", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the reading of a page stands: in its head, at a title, or at an abstract that may go on.</summary>
    sealed class Reading(DateTimeOffset now)
    {
        bool _banner, _button, _papers;
        string? _title;
        readonly StringBuilder _abstract = new();

        public DateOnly? Day { get; private set; }

        /// <summary>Takes the next block; gives the paper that it shows to be complete.</summary>
        public (string Title, string Abstract)? Take(string block)
        {
            if (!_papers)
            {
                block = PastTheHead(block);
                if (block.Length == 0) return null;
                _papers = true;
            }
            if (_title is null)
            {
                _title = block;
                return null;
            }
            var begins = _abstract.Length > 0 ? block.Length <= LongestTitle : LooksLikeTitle(block);
            if (!begins)
            {
                _abstract.Append(_abstract.Length > 0 ? " " : "").Append(block);
                return null;
            }
            var complete = Finish();
            _title = block;
            return complete;
        }

        public (string Title, string Abstract)? Finish()
        {
            if (_title is null) return null;
            var complete = (_title, _abstract.ToString());
            _abstract.Clear();
            _title = null;
            return complete;
        }

        // The head's blocks are known; the first that is none of them is the first title.
        string PastTheHead(string block)
        {
            if (IsBanner(block)) return Empty(ref _banner);
            if (_banner && !_button && block.StartsWith("Subscribe", StringComparison.Ordinal))
            {
                _button = true;
                block = block["Subscribe".Length..].Trim();
            }
            if (!_banner || Furniture().IsMatch(block)) return "";
            if (DayText().Match(block) is not { Success: true } day) return block;
            Day ??= LatestDay(day.Groups["month"].Value, day.Groups["day"].Value, day.Groups["year"].Value);
            return "";
        }

        static string Empty(ref bool seen)
        {
            seen = true;
            return "";
        }

        // "Mar 12" is the latest such day that is not in the future; the 29th of February may be seven years back.
        DateOnly? LatestDay(string month, string day, string year)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var years = year.Length > 0
                ? [int.Parse(year, CultureInfo.InvariantCulture)]
                : Enumerable.Range(0, 9).Select(n => today.Year - n);
            return years
                .Select(y => DateOnly.TryParseExact($"{month[..3]} {day} {y}", "MMM d yyyy", CultureInfo.InvariantCulture,
                    DateTimeStyles.None, out var date) ? date : (DateOnly?)null)
                .FirstOrDefault(date => date is not null && (year.Length > 0 || date <= today));
        }
    }

    // Where an abstract belongs, a short block that is no sentence is the next title: the paper before has no abstract.
    static bool LooksLikeTitle(string block) =>
        block.Length <= 200 && !block.Contains(". ", StringComparison.Ordinal) && !block.EndsWith('.');

    [GeneratedRegex(
        @"^(new|daily papers|daily|weekly|monthly|trending papers|(daily papers )?by ?AK and the (AI )?research community)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Furniture();

    [GeneratedRegex("""
        ^[-–·]?\s*
        (?<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|
          dec(ember)?)\.?[ ](?<day>[0-9]{1,2})(,?[ ](?<year>[0-9]{4}))?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant |
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayText();
}

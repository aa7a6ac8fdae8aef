using System.Buffers;
using System.Text;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// A text as the analyser reads it: TeX as Unicode where LatexText can say it so and else gone, lower case, compatibility
/// forms and accents resolved (R² is r2, Schrödinger is schrodinger), web addresses gone, Greek letters spelt out. Every character knows where
/// in the text it came from, so that a word can be shown as it was written.
/// </summary>
internal sealed class PlainText
{
    public required string Characters { get; init; }

    /// <summary>The text that origins and ends point into: looks like the one given.</summary>
    public required string Written { get; init; }

    // Null where each character comes from the one in its own place.
    List<int>? Origins { get; init; }
    List<int>? Ends { get; init; }

    /// <summary>Where in <see cref="Written"/> a character of <see cref="Characters"/> came from begins.</summary>
    public int Origin(int at) => Origins is null ? at : Origins[at];

    /// <summary>And where it ends.</summary>
    public int End(int at) => Ends is null ? at + 1 : Ends[at];

    public static PlainText Of(string text)
    {
        var written = Composed(LatexText.ToUnicode(text));
        if (!written.AsSpan().ContainsAnyExcept(Simple) && !written.Contains("http", StringComparison.OrdinalIgnoreCase))
            return new PlainText { Characters = written.ToLowerInvariant(), Written = written };
        var reading = new Reader(written);
        reading.Read();
        return new PlainText
        {
            Characters = reading.Characters.ToString(), Origins = reading.Origins, Ends = reading.Ends, Written = written,
        };
    }

    // What most texts consist of is read as it stands, in lower case.
    static readonly SearchValues<char> Simple = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 128).Select(c => (char)c).Where(c => c is not ('\\' or '{' or '}' or '$' or '^'))));

    // Letters with separate accents become one character each; half of a surrogate pair alone cannot be normalised.
    static string Composed(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var valid = text.EnumerateRunes().Aggregate(new StringBuilder(text.Length), (b, r) => b.Append(r.ToString()));
        return valid.ToString().Normalize(NormalizationForm.FormC);
    }

    sealed class Reader(string text)
    {
        public StringBuilder Characters { get; } = new(text.Length);
        public List<int> Origins { get; } = new(text.Length);
        public List<int> Ends { get; } = new(text.Length);

        public void Read()
        {
            for (var i = 0; i < text.Length;)
            {
                var c = text[i];
                if (c == '\\')
                    i = Command(i);
                else if (c is '{' or '}' or '$' or '^')
                    i++;
                else if (c is 'h' or 'H' && WebAddress(i) is var end and > 0)
                {
                    Add(' ', i, end);
                    i = end;
                }
                else if (char.IsAscii(c))
                    Add(char.ToLowerInvariant(c), i, ++i);
                else
                    i += Rune(i);
            }
        }

        /// <summary>Reads over a command that Unicode has no letter for; returns what follows it.</summary>
        int Command(int start)
        {
            var end = start + 1;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
                end++;
            if (end == start + 1 && end < text.Length)
                end++;
            Add(' ', start, end);
            return end;
        }

        int WebAddress(int start)
        {
            var rest = text.AsSpan(start);
            if (!rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                && !rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                return 0;
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (')' or '}' or ']' or '>'))
                end++;
            return end;
        }

        /// <summary>Adds one character outside ASCII, resolved; returns its length in the text.</summary>
        int Rune(int at)
        {
            var rune = System.Text.Rune.GetRuneAt(text, at);
            if (rune.Value is >= 0xAC00 and <= 0xD7A3) // Korean syllables would fall apart into their letters
            {
                Add(rune.ToString(), at, at + rune.Utf16SequenceLength);
                return rune.Utf16SequenceLength;
            }
            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
            {
                if (part.Value is >= 0x300 and <= 0x36F)
                    continue;
                var lower = System.Text.Rune.ToLowerInvariant(part);
                var greek = lower.Value is >= 0x3B1 and <= 0x3C9 ? GreekNames[lower.Value - 0x3B1] : null;
                Add(greek ?? OtherLetters.GetValueOrDefault(lower.Value) ?? lower.ToString(),
                    at, at + rune.Utf16SequenceLength);
            }
            return rune.Utf16SequenceLength;
        }

        void Add(char c, int from, int to)
        {
            Characters.Append(c);
            Origins.Add(from);
            Ends.Add(to);
        }

        void Add(string s, int from, int to)
        {
            foreach (var c in s)
                Add(c, from, to);
        }

        // Letters that no normalisation form takes apart.
        static readonly Dictionary<int, string> OtherLetters = new()
        {
            ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ı'] = "i", ['’'] = "'",
            ['‘'] = "'", ['−'] = "-", ['‐'] = "-", ['–'] = "-",
        };

        // In the order of Unicode, α to ω; ς is a sigma.
        static readonly string[] GreekNames =
        [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
            "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        ];
    }
}

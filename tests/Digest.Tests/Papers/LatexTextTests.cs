using System.Diagnostics;
using System.Text;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class LatexTextTests
{
    [Theory]
    [InlineData(@"Jos\'e N\'{u}\~nez and {\'E}mile", "José Núñez and Émile")]
    [InlineData(@"G\""odel, G\""{o}del, M{\""u}ller, na\""{\i}ve, na\""\i ve", "Gödel, Gödel, Müller, naïve, naïve")]
    [InlineData(@"\v{S}im\r{u}nek, Fran\c{c}ois, Fran\c cois, Erd\H{o}s, \c{S}u\u{g}", "Šimůnek, François, François, Erdős, Şuğ")]
    [InlineData(@"Wa{\l}\k{e}sa, \O{}rsted, {\O}rsted, Stra\ss e, \AA lesund, H{\aa}kon, \L ukasz", "Wałęsa, Ørsted, Ørsted, Straße, Ålesund, Håkon, Łukasz")]
    [InlineData(@"Ju\=unas \.Zak fa\c{c}ade \`a la \^{\i}le", "Juūnas Żak façade à la île")]
    [InlineData(@"Noether\'s theorem, don\'t, and a \""quoted\"" word", "Noether's theorem, don't, and a \"quoted\" word")] // escaped quotation marks
    public void Accents_become_letters(string latex, string text) => Assert.Equal(text, PaperText.Title(latex));

    [Theory]
    [InlineData(@"$X^{2}$-Nets and $X^2$-nets", "X²-Nets and X²-nets")]
    [InlineData("H$_2$O, CeAg$_2$Ge$_2$, $^{14}$N", "H₂O, CeAg₂Ge₂, ¹⁴N")]
    [InlineData("$10^{-3}$, $x_{i+1}$, $n^{th}$, fb$^-1$", "10⁻³, xᵢ₊₁, nᵗʰ, fb⁻¹")]
    [InlineData("$V_{0.5}$, $E_{und}$ and $p_{(a,b)}$", "V_0.5, E_und and p_((a,b))")] // no such small signs
    [InlineData("$T^{-1/2}$ and $x^{y^2}$", "T^(-1/2) and x^(y²)")]
    [InlineData(@"90$^{\circ}$, $W'$, $\eta^{(\prime)}$, $D^{*0}$", "90°, W′, η⁽′⁾, D*⁰")]
    [InlineData("R^2, π_0, τ^2-Bench, O(10^{-3}), CO_2, F_{max}", "R², π₀, τ²-Bench, O(10⁻³), CO₂, Fₘₐₓ")] // dollars lost on the way
    [InlineData("file_name_2, GPT_4, __init__, a^_^b, x_0.5, snake_{case}", "file_name_2, GPT_4, __init__, a^_^b, x_0.5, snake_case")]
    public void What_is_raised_or_lowered_is_so_where_all_of_it_can_be(string latex, string text) => Assert.Equal(text, PaperText.Title(latex));

    [Theory]
    [InlineData(@"$\alpha$-Stable $\mu$LO over $\Q(\sqrt{5})$", "α-Stable μLO over ℚ(√5)")]
    [InlineData(@"$0 < p\le 1$, $n \to \infty$, $3\times 3$, $a \in \mathbb{R}^n$", "0 < p≤1, n → ∞, 3×3, a ∈ ℝⁿ")]
    [InlineData(@"$\mathcal{O}(n\log n)$ in $\ell_1$ and $\mathfrak g$", "O(n log n) in ℓ₁ and g")]
    [InlineData(@"$\frac{a+b}{2}$, $\tfrac{1}{2}$, $\sqrt{s_{NN}}$", "(a+b)/2, 1/2, √(s_NN)")]
    [InlineData(@"$\bar D$, $\hat{\theta}$, $\tilde{O}(1)$", "D̄, θ̂, Õ(1)")]
    [InlineData(@"\(x \neq y\), \[x\], $$E=mc^2$$, $ \nu= 1/2 $", "x ≠ y, x, E=mc², ν= 1/2")]
    [InlineData(@"$\left( x \right)$ with $p_{\text{data}}$ and $\Delta E=2\,\mathrm{GeV}$", "( x ) with p_data and ΔE=2 GeV")]
    [InlineData(@"Z^0 \to 2\gamma at p\approx0.3", "Z⁰ → 2γ at p≈0.3")] // no dollars at all
    [InlineData("top-$k$, $n$th, $k$NN and $K$-means", "top-k, nth, kNN and K-means")]
    public void Formulas_become_text(string latex, string text) =>
        Assert.Equal(text.Normalize(NormalizationForm.FormC), PaperText.Title(latex));

    [Theory]
    [InlineData(@"\emph{Bold} \textbf{claims} and {\it slanted} \textsc{Caps}", "Bold claims and slanted Caps")]
    [InlineData(@"\underline{\textbf{Fed}}erated \texttt{a\_b} \textcolor{red}{now}", "Federated a_b now")]
    [InlineData("{BERT} and {B}ERT, 1{,}400 and \\'{E}", "BERT and BERT, 1,400 and É")]
    [InlineData("AIME~2024, Fig.~3, but ~25% and 5~10 and https://example.org/~moss", "AIME 2024, Fig. 3, but ~25% and 5~10 and https://example.org/~moss")]
    [InlineData("``Read--write\" and ``said'' and 'tis; ''so''", "“Read–write” and “said” and 'tis; “so”")]
    [InlineData("`Quiet' rivers' beds", "‘Quiet’ rivers' beds")]
    [InlineData("pages 3--5 --- and - well-known --flag a --> b", "pages 3–5 — and - well-known --flag a --> b")]
    [InlineData(@"50\% \& more \_ \# \{x\} 8\,GB vs.\ 9\,GB", "50% & more _ # {x} 8 GB vs. 9 GB")]
    [InlineData(@"\href{https://example.org/a_b}{our page} at \url{https://example.org/c\_d}", "our page at https://example.org/c_d")]
    [InlineData("1.7times faster, {sim}0.3, 360^circ", "1.7× faster, ∼0.3, 360°")] // a mirror took the backslashes
    public void Markup_goes_and_its_words_stay(string latex, string text) => Assert.Equal(text, PaperText.Title(latex));

    [Theory]
    [InlineData("The $1 Million Question")]
    [InlineData("Less than $60 GPUs, or $70 GPUs")]
    [InlineData("From $10-$20 to $5/$6, US$5 and US$6")]
    [InlineData("Set $HOME/$USER and $PATH")]
    [InlineData("Costs of $5 and many other words, $6 too")]
    [InlineData("C:\\temp\\new, \\d+ and \\n")]
    [InlineData("Set {a, b} and {\"key\": 1}")]
    [InlineData("5 o'clock, rock 'n' roll, x > y < z, C++, a/b, #1 & @2")]
    public void What_is_no_LaTeX_stays(string text) => Assert.Equal(text, PaperText.Title(text));

    [Fact]
    public void An_escaped_dollar_is_money() => Assert.Equal("$OneMillion-Bench at $400K", PaperText.Title(@"\$OneMillion-Bench at \$400K"));

    [Theory]
    [InlineData(@"$\foo{x}^2$ is kept whole")]
    [InlineData(@"We call it \ours and \mymethod{X}")]
    [InlineData(@"$\begin{matrix} a & b \end{matrix}$")]
    [InlineData(@"An open $\alpha and {brace")]
    public void What_cannot_be_said_exactly_stays_as_it_was_written(string text) =>
        Assert.Equal(text.Replace(@"\alpha", "α", StringComparison.Ordinal), PaperText.Title(text));

    [Fact]
    public void Names_are_read_too() => Assert.Equal(["Tomáš Vinař", "Wolfgang Plaß"], PaperText.Authors([@"Tom\'a\v{s} Vina\v{r}", @"Wolfgang Pla{\ss}"]));

    [Fact]
    public void Any_text_is_read_without_fail_and_what_was_read_stays()
    {
        string[] parts = ["\\", "{", "}", "$", "^", "_", "'", "`", "\"", "~", "-", " ", "a", "É", "9", ".", "\uD835", "\uDC00", "\\frac", "\\sqrt[3]",
            "\\text{", "\\'", "\\left", "\\mathbb", "\\hat", "\\(", "\\)", "\\begin{x}", "\\c", "\\it ", "https://", "times", "\\bar", "\\log", "circ"];
        var random = new Random(7);
        for (var n = 0; n < 20_000; n++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => parts[random.Next(parts.Length)]));
            var read = LatexText.ToUnicode(text);
            Assert.True(read.Length <= 3 * text.Length + 10, text);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\\text{$")]
    [InlineData("$x^{")]
    [InlineData("\\frac{\\text{")]
    [InlineData("\\(x")]
    [InlineData("`a")]
    [InlineData("$ ")]
    [InlineData("\\'{")]
    public void A_hostile_text_takes_time_in_proportion_to_its_length(string part)
    {
        const int Times = 40_000;
        var opened = string.Concat(Enumerable.Repeat(part, Times));
        var text = opened + new string('}', opened.Count(c => c == '{')) + "\\foo$\\)";
        var clock = Stopwatch.GetTimestamp();
        LatexText.ToUnicode(text);
        Assert.InRange(Stopwatch.GetElapsedTime(clock), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Real_titles_and_abstracts_once_read_read_the_same_again()
    {
        var root = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DIGEST_DATA does not name the folder of recordings.");
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "arxiv", "tex-titles-authors.json")));
        var texts = json.RootElement.EnumerateArray().SelectMany(r => new[] { "Title", "Authors", "abstract" }.Select(f => r.GetProperty(f).GetString()!)).ToList();
        Assert.Equal(378, texts.Count);
        foreach (var text in texts)
        {
            var read = PaperText.Abstract(text);
            Assert.Equal(read, PaperText.Abstract(read));
        }
        // What remains of TeX are its authors' own commands.
        Assert.InRange(texts.Count(t => PaperText.Abstract(t).Contains('\\', StringComparison.Ordinal)), 0, 12);
    }
}

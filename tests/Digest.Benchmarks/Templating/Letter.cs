using System.Globalization;

namespace Digest.Benchmarks.Templating;

sealed record Letter(string Service, string Home, string Day, string UnsubscribeUrl, int Count, IReadOnlyList<Part> Sections)
{
    /// <summary>An issue of so many papers, half of them for the reader. Its texts hold what has to be escaped, and no
    /// apostrophe, backtick or equals sign, which Handlebars escapes and HTML does not ask for.</summary>
    public static Letter Of(int papers) => new(
        "Digest", "https://digest.example/", "Monday, 23 November 2026", "https://digest.example/u/AQIDBAUGBwgJCgsMDQ4PEA", papers,
        [
            new(true, "graphs & <sparse> attention", [.. Enumerable.Range(1, papers / 2).Select(Paper)]),
            new(false, "", [.. Enumerable.Range(papers / 2 + 1, papers - papers / 2).Select(Paper)]),
        ]);

    static Listed Paper(int n) => new(
        n, $"Learning to \"route\" tokens & experts in sparse mixtures, part {n.ToString(CultureInfo.InvariantCulture)}", $"https://digest.example/p/{n}", "en",
        ["Ada Müller", "Grace Okafor", "Renée O. Svärd"], n % 7 != 0,
        "We ask when a router with fewer than <16 experts> is as good as one with many, and find that the answer hangs on how the "
        + "load is balanced: with a loss that counts tokens & not batches, quality stays while the memory falls to a third.",
        "Because you follow sparse attention: mixtures, routing, experts", 40 + n, n % 5,
        [new("PDF", $"https://papers.example/{n}.pdf"), new("Code", $"https://code.example/{n}?tab=readme".Replace('=', '-'))]);
}

sealed record Part(bool ForYou, string Interest, IReadOnlyList<Listed> Entries);

sealed record Listed(
    int Number, string Title, string Url, string Lang, IReadOnlyList<string> Authors, bool HasSummary, string Summary, string Reason,
    int Upvotes, int Comments, IReadOnlyList<Link> Links);

sealed record Link(string Name, string Url);

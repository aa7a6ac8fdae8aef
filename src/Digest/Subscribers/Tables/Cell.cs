namespace Digest.Subscribers.Tables;

/// <summary>
/// What a cell may begin with in a file that people open in a spreadsheet: =, +, -, @ and some blanks make a formula of it, which runs.
/// Such a cell is written with an apostrophe before it, which spreadsheets take for "text"; so is one that has an apostrophe there of
/// its own, so that every cell reads back as it was.
/// </summary>
internal static class Cell
{
    public static string Harmless(string text) => BeginsFormula(text) ? $"'{text}" : text;

    /// <summary>What was meant by a cell; one that nobody made harmless is itself.</summary>
    public static string Meant(string cell) => cell.StartsWith('\'') && BeginsFormula(cell) ? cell[1..] : cell;

    static bool BeginsFormula(string text) => text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];
}

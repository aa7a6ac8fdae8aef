using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace Digest.Subscribers.Tables;

/// <summary>
/// A file of rows with something between the cells, as spreadsheets and other services write them: comma, semicolon, tab or bar,
/// whichever finds the most columns we know in the first line. A quote that is never closed costs its own line and not the rest of
/// the file; no more than one row is held.
/// </summary>
internal static class Table
{
    /// <summary>Lines that one row may have, for the breaks in its cells, and characters of a line.</summary>
    public const int MostLines = 20, LongestLine = 64 * 1024;

    static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The rows; the first holds the names of the columns.</summary>
    public static async IAsyncEnumerable<TableRow> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken ct)
    {
        // Lines that were looked at for the end of a cell, and stand for themselves after all.
        var again = new Stack<string>();
        await using var lines = LinesAsync(text, ct).GetAsyncEnumerator(ct);
        async ValueTask<string?> NextAsync() => again.TryPop(out var line) ? line : await lines.MoveNextAsync() ? lines.Current : null;

        RowReader? reader = null;
        for (var at = 1; await NextAsync() is { } first;)
        {
            if (reader is null && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            {
                at++;
                continue; // a note of one spreadsheet to another; the first line says it, too
            }
            reader ??= new(SeparatorOf(first));
            var record = new List<string> { first };
            var (cells, fault) = reader.Read(first);
            while (fault == Unclosed && record.Count < MostLines && await NextAsync() is { } line)
            {
                record.Add(line);
                (cells, fault) = reader.Read(string.Join('\n', record));
            }
            if (record.Count > 1 && fault is not null)
            {
                foreach (var line in Enumerable.Reverse(record.Skip(1)))
                    again.Push(line);
                record.RemoveRange(1, record.Count - 1);
                fault = Unclosed;
            }
            if (fault is not null || cells.Any(c => c.Length > 0))
                yield return new(at, fault is null ? cells : [], fault);
            at += record.Count;
        }
    }

    const string Unclosed = "a quote is not closed";

    /// <summary>Splits one row after the other.</summary>
    sealed class RowReader
    {
        readonly CsvReaderOptions _how;
        CsvMalformedReason? _wrong;

        // A quote within a cell that does not begin with one is an inch, and kept.
        public RowReader(char separator) => _how = new()
        {
            Separator = separator, HasHeader = false, TrimWhitespace = true, BufferSize = 1024, OnMalformedRecord = row => _wrong = row.Reason,
        };

        public (IReadOnlyList<string> Cells, string? Fault) Read(string record)
        {
            if (record.Length > LongestLine)
                return ([], string.Create(CultureInfo.InvariantCulture, $"the row is longer than {LongestLine} characters"));
            _wrong = null;
            using var reader = CsvReader.FromText(record, _how);
            var cells = reader.Read() ? Enumerable.Range(0, reader.FieldCount).Select(i => Cell.Meant(reader.GetString(i))).ToList() : [];
            return (cells, _wrong switch
            {
                CsvMalformedReason.UnterminatedQuote => Unclosed,
                CsvMalformedReason.TextAfterClosingQuote => "something follows a closing quote; a quote within a cell is written twice",
                _ => null,
            });
        }
    }

    static char SeparatorOf(string header) => Separators.MaxBy(s => (TableColumns.Known(header.Split(s)), header.Count(c => c == s)));

    /// <summary>Lines, cut a little after the longest that is taken, so that a file without any is not held whole.</summary>
    static async IAsyncEnumerable<string> LinesAsync(TextReader text, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new char[16 * 1024];
        var line = new System.Text.StringBuilder();
        var wasReturn = false;
        while (await text.ReadAsync(buffer, ct) is > 0 and var read)
            for (var at = 0; at < read;)
            {
                if (wasReturn && buffer[at] == '\n')
                    at++;
                wasReturn = false;
                var end = buffer.AsSpan(at, read - at).IndexOfAny('\n', '\r');
                var piece = buffer.AsMemory(at, end < 0 ? read - at : end);
                if (line.Length <= LongestLine)
                    line.Append(piece);
                if (end < 0)
                    break;
                wasReturn = buffer[at + end] == '\r';
                at += end + 1;
                yield return line.ToString();
                line.Clear();
            }
        if (line.Length > 0)
            yield return line.ToString();
    }
}

/// <summary>A row as it stands in the file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells, string? Fault);

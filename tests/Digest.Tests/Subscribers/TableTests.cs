using Digest.Subscribers.Tables;
using Xunit;

namespace Digest.Tests.Subscribers;

/// <summary>Tables as spreadsheets and other services write them: which cells stand in which row, on which line, and what is wrong.</summary>
public class TableTests
{
    [Theory]
    [InlineData("address,interests\nada@x.example,tides")]
    [InlineData("address;interests\r\nada@x.example;tides\r\n")]
    [InlineData("address\tinterests\rada@x.example\ttides\r")]
    [InlineData("address|interests\n\"ada@x.example\"|\"tides\"\n\n")]
    [InlineData("sep=;\n\"address\" ; \"interests\"\nada@x.example ; \"tides\"")]
    [InlineData("\uFEFFaddress;interests;;\nada@x.example;tides;;\n;;;\n")]
    public async Task Any_common_dialect_reads_the_same(string table)
    {
        var rows = await ReadAsync(table);
        Assert.Equal((2, (string?)null), (rows.Count, rows[1].Fault));
        var columns = TableColumns.Read(rows[0].Cells);
        Assert.Null(columns.Fault);
        Assert.Equal(("ada@x.example", "tides", ""), (columns.Of(rows[1], Column.Address), columns.Of(rows[1], Column.Interests), columns.Of(rows[1], Column.Zone)));
    }

    [Fact]
    public async Task Cells_may_hold_separators_quotes_and_line_breaks_and_each_row_knows_its_line()
    {
        var rows = await ReadAsync("address,note\na@x.example,\"says \"\"yes\"\",\nand more\"\n\nb@x.example,5\" of rain\nc@x.example,plain");
        Assert.Equal([1, 2, 5, 6], rows.Select(r => r.Line));
        Assert.Equal(["says \"yes\",\nand more", "5\" of rain", "plain"], rows.Skip(1).Select(r => r.Cells[1]));
    }

    [Fact]
    public async Task A_quote_that_is_not_closed_costs_its_own_line_only()
    {
        var rows = await ReadAsync("address,note\na@x.example,\"open\nb@x.example,\"fine\"\nc@x.example,fine\nd@x.example,\"open");
        Assert.Equal([(2, "a quote is not closed"), (3, null), (4, null), (5, "a quote is not closed")], rows.Skip(1).Select(r => (r.Line, r.Fault)));
        var long1 = await ReadAsync("address,note\na@x.example,\"open\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"r{i}@x.example,fine\n")));
        Assert.Equal((52, 1), (long1.Count, long1.Count(r => r.Fault is not null)));
        var odd = await ReadAsync("address,note\n\"a@x.example\"b,fine\nb@x.example,fine");
        Assert.Equal([(2, true), (3, false)], odd.Skip(1).Select(r => (r.Line, r.Fault is not null)));
    }

    [Fact]
    public async Task A_line_without_end_is_not_held_whole()
    {
        using var endless = new StringReader("address\n" + new string('a', 5_000_000) + "\nada@x.example\n");
        var rows = new List<TableRow>();
        await foreach (var row in Table.ReadAsync(endless, default))
            rows.Add(row);
        Assert.Equal([false, true, false], rows.Select(r => r.Fault is not null));
        Assert.Equal("ada@x.example", rows[2].Cells[0]);
    }

    [Fact]
    public void The_first_row_must_name_the_addresses_once()
    {
        Assert.Contains("\"address\"", TableColumns.Read(["ada@x.example", "tides"]).Fault, StringComparison.Ordinal);
        Assert.Contains("two columns are the address", TableColumns.Read(["Email", "address"]).Fault, StringComparison.Ordinal);
        var columns = TableColumns.Read(["E-Mail", "First name", "Time Zone"]);
        Assert.Equal((null, "First name"), (columns.Fault, Assert.Single(columns.Unknown)));
    }

    [Theory]
    [InlineData("tides", "tides")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+tag@x.example", "'+tag@x.example")]
    [InlineData("-x@x.example", "'-x@x.example")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''+1", "'''+1")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_is_made_harmless_and_read_back_as_it_was(string text, string cell)
    {
        Assert.Equal(cell, Cell.Harmless(text));
        Assert.Equal(text, Cell.Meant(cell));
    }

    static async Task<List<TableRow>> ReadAsync(string table)
    {
        using var text = new StringReader(table);
        var rows = new List<TableRow>();
        await foreach (var row in Table.ReadAsync(text, default))
            rows.Add(row);
        return rows;
    }
}

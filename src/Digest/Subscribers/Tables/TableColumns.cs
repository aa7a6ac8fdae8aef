namespace Digest.Subscribers.Tables;

/// <summary>Which columns a table has, by the names in its first row, whatever their order and case.</summary>
internal sealed class TableColumns
{
    static readonly Dictionary<string, Column> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["address"] = Column.Address, ["email"] = Column.Address, ["e-mail"] = Column.Address, ["mail"] = Column.Address,
        ["email address"] = Column.Address, ["e-mail address"] = Column.Address, ["e-mail-adresse"] = Column.Address,
        ["interests"] = Column.Interests, ["interest"] = Column.Interests, ["topics"] = Column.Interests,
        ["interests_exact"] = Column.Exact,
        ["name"] = Column.Name,
        ["time"] = Column.Time,
        ["zone"] = Column.Zone, ["timezone"] = Column.Zone, ["time zone"] = Column.Zone,
        ["weekdays"] = Column.Weekdays, ["days"] = Column.Weekdays,
        ["locale"] = Column.Locale, ["language"] = Column.Locale,
        ["size"] = Column.Size,
        ["trending"] = Column.Trending,
        ["quiet_days"] = Column.QuietDays,
        ["state"] = Column.State, ["status"] = Column.State,
        ["joined"] = Column.Joined, ["last_letter"] = Column.LastLetter,
    };

    readonly Dictionary<Column, int> _at = [];

    TableColumns() { }

    /// <summary>Names that mean nothing here; their cells are left out.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>What is wrong with the first row; null when nothing is.</summary>
    public string? Fault { get; private set; }

    public static int Known(IEnumerable<string> names) => names.Count(n => Names.ContainsKey(Plain(n)));

    public static TableColumns Read(IReadOnlyList<string> header)
    {
        var columns = new TableColumns { Unknown = [.. header.Where(n => n.Trim().Length > 0 && !Names.ContainsKey(Plain(n)))] };
        foreach (var (at, name) in header.Index())
            if (Names.TryGetValue(Plain(name), out var column) && !columns._at.TryAdd(column, at))
                columns.Fault ??= $"two columns are the {Word(column)}; leave one of them";
        if (!columns.Has(Column.Address))
            columns.Fault = "the first row names the columns, and one of them is \"address\"; this one has none";
        return columns;
    }

    public bool Has(Column column) => _at.ContainsKey(column);

    /// <summary>What stands in a row's cell, trimmed; empty where the row is shorter or there is no such column.</summary>
    public string Of(TableRow row, Column column) => _at.TryGetValue(column, out var at) && at < row.Cells.Count ? row.Cells[at].Trim() : "";

    /// <summary>As the column is named in what we write.</summary>
    public static string Word(Column column) => column switch
    {
        Column.Exact => "interests_exact",
        Column.QuietDays => "quiet_days",
        Column.LastLetter => "last_letter",
        _ => column.ToString().ToLowerInvariant(),
    };

    static string Plain(string name) => name.Trim(' ', '"', '\uFEFF');
}

internal enum Column
{
    Address,

    /// <summary>As typed at sign-up.</summary>
    Interests,

    /// <summary>In JSON, for what a typed line cannot say; goes before <see cref="Interests"/>.</summary>
    Exact,

    /// <summary>Known, so that nobody is asked to delete it, and not kept: letters address nobody by name.</summary>
    Name,
    Time,
    Zone,
    Weekdays,
    Locale,
    Size,
    Trending,
    QuietDays,
    State,
    Joined,
    LastLetter,
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Tables;

namespace Digest;

/// <summary>Writes everybody into a table, as importing reads it; a page at a time, so that memory does not grow with their number.</summary>
internal sealed class Exporting(ExportStore store, PersonStory story, TimeProvider time)
{
    const int Page = 500;

    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The columns, in their order.</summary>
    static readonly Column[] Columns =
    [
        Column.Address, Column.Interests, Column.Time, Column.Zone, Column.Weekdays, Column.Locale, Column.Size, Column.Trending, Column.QuietDays,
        Column.State, Column.Joined, Column.LastLetter, Column.Exact,
    ];

    /// <summary>Comma-separated, in UTF-8; nothing in it is a formula.</summary>
    /// <returns>How many were written.</returns>
    public async Task<long> WriteCsvAsync(TextWriter to, SubscriberState? state, CancellationToken ct)
    {
        var count = 0L;
        await using var csv = CsvWriter.Create(to, new() { Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns.Select(TableColumns.Word)], ct);
        await foreach (var exported in AllAsync(state, ct))
        {
            var cells = Cells(exported);
            await csv.WriteRecordAsync([.. Columns.Select(c => Cell.Harmless(cells[c]))], ct);
            count++;
        }
        return count;
    }

    /// <summary>One array; the names of the table's columns are the names of the fields.</summary>
    public async Task<long> WriteJsonAsync(Stream to, SubscriberState? state, CancellationToken ct)
    {
        var count = 0L;
        await using var json = new Utf8JsonWriter(to, Readable);
        json.WriteStartArray();
        await foreach (var exported in AllAsync(state, ct))
        {
            var cells = Cells(exported);
            json.WriteStartObject();
            foreach (var column in Columns.Where(c => cells[c].Length > 0))
                json.WriteString(TableColumns.Word(column), cells[column]);
            json.WriteEndObject();
            if (++count % Page == 0)
                await json.FlushAsync(ct);
        }
        json.WriteEndArray();
        return count;
    }

    /// <summary>All that is kept about one person, as <see cref="PersonStory"/> tells it.</summary>
    /// <param name="asTable">A line for each field: table, row (from 1), field, value. JSON otherwise.</param>
    /// <returns>How many people: one.</returns>
    public async Task<long> WritePersonAsync(Stream to, Subscriber person, bool asTable, CancellationToken ct)
    {
        var told = await story.TellAsync(person.Id, ct);
        if (!asTable)
        {
            await using var json = new Utf8JsonWriter(to, Readable);
            told.WriteTo(json);
            return 1;
        }
        await using var text = new StreamWriter(to, new System.Text.UTF8Encoding(false), leaveOpen: true);
        await using var csv = CsvWriter.Create(text, new() { Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
        await csv.WriteRecordAsync(["table", "row", "field", "value"], ct);
        foreach (var (table, rows) in told)
            foreach (var (at, row) in (rows as JsonArray ?? [rows!.DeepClone()]).Index())
                foreach (var (field, value) in row!.AsObject())
                    await csv.WriteRecordAsync([table, (at + 1).ToString(CultureInfo.InvariantCulture), field, Cell.Harmless(Plain(value))], ct);
        return 1;
    }

    static string Plain(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.TryGetValue<string>(out var said) => said,
        _ => value.ToJsonString(new() { Encoder = Readable.Encoder }),
    };

    async IAsyncEnumerable<Exported> AllAsync(SubscriberState? state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (long after = 0; await store.PageAsync(state, after, Page, ct) is { Count: > 0 } page; after = page[^1].Subscriber.Id)
            foreach (var exported in page)
                yield return exported;
    }

    Dictionary<Column, string> Cells(Exported exported)
    {
        var (preferences, delivery) = (exported.Subscriber.Preferences, exported.Subscriber.Preferences.Delivery);
        var (typed, exact) = WrittenInterests.Write(preferences.Interests);
        return new()
        {
            [Column.Address] = exported.Subscriber.Address.Text,
            [Column.Interests] = typed,
            [Column.Exact] = exact,
            [Column.Time] = delivery.Time.ToString("HH:mm", CultureInfo.InvariantCulture),
            [Column.Zone] = delivery.Zone,
            [Column.Weekdays] = WeekdayNames.Write(delivery.Days),
            [Column.Locale] = preferences.Locale,
            [Column.Size] = preferences.Size.ToString(CultureInfo.InvariantCulture),
            [Column.Trending] = preferences.TrendingAlone ? "yes" : "",
            [Column.QuietDays] = string.Join("; ", delivery.Quiet.From(delivery.DateAt(time.GetUtcNow())).Lines),
            [Column.State] = exported.Subscriber.State.ToString().ToLowerInvariant(),
            [Column.Joined] = Written(exported.Subscriber.ConfirmedAt ?? exported.Subscriber.CreatedAt),
            [Column.LastLetter] = exported.LastLetter is { } at ? Written(at) : "",
        };
    }

    static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

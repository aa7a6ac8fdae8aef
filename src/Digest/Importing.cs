using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Digest.Gathering;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Tables;
using Digest.Matching;

namespace Digest;

/// <summary>Takes people over who agreed elsewhere, from a table: active at once, by the operator's word, which is kept as evidence.
/// Each batch is written whole, so that the same command run again after a crash does the rest.</summary>
internal sealed class Importing(ImportStore store, AllowedDomains allowed, KeyRing keys, Renderer renderer, TimeProvider time)
{
    const int Batch = 250;

    /// <param name="note">Where and how they agreed.</param>
    /// <param name="file">What the table is called.</param>
    /// <param name="tell">Called for each row that was not taken, in the order of the lines.</param>
    public async Task<ImportCounts> ReadAsync(Stream table, string note, string file, bool dryRun, Action<RowTold> tell, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var consent = new Consent(now, "added", "import", $"{note} (from {file}, {now:yyyy-MM-dd HH:mm:ss}Z)");
        var (counts, waiting, lines) = (new ImportCounts(), new List<(int Line, Subscriber? Person, RowTold? Told)>(), new Dictionary<string, int>(StringComparer.Ordinal));
        TableColumns? columns = null;
        await foreach (var row in Table.ReadAsync(await TextOfAsync(table, ct), ct))
            if (columns is null)
            {
                columns = TableColumns.Read(row.Cells);
                counts.UnknownColumns = columns.Unknown;
                if ((row.Fault ?? columns.Fault) is { } fault)
                {
                    tell(new(row.Line, "", "", fault, IsFault: true));
                    counts.Faulty++;
                    return counts;
                }
            }
            else
            {
                var (person, told) = Read(row, columns, now);
                // Only as much of the hash is held as tells a hundred million apart.
                if (person is { } twice && !lines.TryAdd(twice.AddressHash[..20], row.Line))
                    (person, told) = (null, Skipped(row, twice, string.Create(CultureInfo.InvariantCulture, $"stands on line {lines[twice.AddressHash[..20]]} already")));
                waiting.Add((row.Line, person, told));
                if (waiting.Count == Batch)
                    await TakeAsync(waiting, consent, dryRun, counts, tell, ct);
            }
        await TakeAsync(waiting, consent, dryRun, counts, tell, ct);
        if (columns is null)
        {
            // What was to be piped in did not come.
            tell(new(1, "", "", "the table is empty: its first line has the names of its columns, address among them", IsFault: true));
            counts.Faulty++;
        }
        return counts;
    }

    async Task TakeAsync(
        List<(int Line, Subscriber? Person, RowTold? Told)> waiting, Consent consent, bool dryRun, ImportCounts counts, Action<RowTold> tell, CancellationToken ct)
    {
        var people = waiting.Select(w => w.Person).OfType<Subscriber>().ToList();
        var taken = new Queue<Taken>(dryRun ? await store.LookAsync(people, ct) : await store.AddAsync(people, consent, ct));
        foreach (var (line, person, fault) in waiting)
        {
            var told = person is null ? fault : Reason(taken.Dequeue()) is { } why ? new RowTold(line, person.Address.Text, "", why, IsFault: false) : null;
            if (told is null)
                counts.Imported++;
            else if (told.IsFault)
                counts.Faulty++;
            else
                counts.Skipped++;
            if (told is not null)
                tell(told);
        }
        waiting.Clear();
    }

    (Subscriber?, RowTold?) Read(TableRow row, TableColumns columns, DateTimeOffset now)
    {
        RowTold Wrong(Column column, string says) => new(row.Line, "", TableColumns.Word(column), says, IsFault: true);

        if (row.Fault is not null)
            return (null, new(row.Line, "", "", row.Fault, IsFault: true));
        var (person, fault) = PersonRow.Read(row, columns, renderer.Locale, tag => LanguageChoice.Find(renderer.Current.Locales, tag), DateOnly.FromDateTime(now.UtcDateTime));
        if (person is null)
            return (null, Wrong(fault!.Column, fault.Kind is { } kind ? FaultSentence.InEnglish(kind) : fault.Says));
        if (allowed.FaultOf(person.Address) is { } elsewhere)
            return (null, new(row.Line, person.Address.Text, "", $"is not taken: {FaultSentence.InEnglish(elsewhere)}", IsFault: false));
        var exact = columns.Of(row, Column.Exact);
        var (interests, why) = exact.Length > 0 ? WrittenInterests.Read(exact) : Typed(columns.Of(row, Column.Interests));
        if (why is not null)
            return (null, Wrong(exact.Length > 0 ? Column.Exact : Column.Interests, why));
        var subscriber = new Subscriber
        {
            Address = person.Address,
            AddressHash = keys.Hash(person.Address.Identity),
            State = person.State,
            Preferences = person.Preferences with { Interests = interests },
            CreatedAt = now,
            ConfirmedAt = now,
            NextIssueAt = person.State == SubscriberState.Active ? person.Preferences.Delivery.NextAfter(now).DueAt : null,
        };
        // Who left or never agreed where the table comes from did not agree to this either.
        return person.State is SubscriberState.Active or SubscriberState.Paused ? (subscriber, null)
            : (null, Skipped(row, subscriber, $"the column state says \"{Papers.PaperText.Line(columns.Of(row, Column.State), 40)}\""));
    }

    static (IReadOnlyList<Interest>, string?) Typed(string line)
    {
        var read = Entered.Read(line);
        return (read.Interests, read.Faults is [var fault, ..] ? FaultSentence.InEnglish(fault) : null);
    }

    static RowTold Skipped(TableRow row, Subscriber person, string why) => new(row.Line, person.Address.Text, "", why, IsFault: false);

    static string? Reason(Taken taken) => taken switch
    {
        Taken.Added => null,
        Taken.Here => "is a subscriber already",
        Taken.Pending => "asked at the page and has yet to confirm",
        Taken.Left => "has left, which only they can take back, at the page",
        Taken.Never => "must not be mailed: its owner said never",
        Taken.Complained => "must not be mailed: its reader complained",
        Taken.Erased => "was erased, and is not mailed again unless they ask for it at the page",
        _ => "is not mailed: mails there came back",
    };

    /// <summary>The text in whatever charset it is, without its byte-order mark.</summary>
    static async Task<TextReader> TextOfAsync(Stream table, CancellationToken ct)
    {
        var pipe = PipeReader.Create(table, new(leaveOpen: true, bufferSize: Charset.Beginning));
        var beginning = (await pipe.ReadAtLeastAsync(Charset.Beginning, ct)).Buffer;
        var (encoding, mark) = Charset.Of(System.Buffers.BuffersExtensions.ToArray(beginning), null);
        pipe.AdvanceTo(beginning.GetPosition(mark));
        return new StreamReader(Charset.ToUtf8(pipe.AsStream(), encoding), Encoding.UTF8);
    }
}

/// <summary>What became of the rows of a table.</summary>
internal sealed class ImportCounts
{
    public int Imported { get; set; }

    /// <summary>Known in some way that only their owner can change, or twice in the file.</summary>
    public int Skipped { get; set; }

    public int Faulty { get; set; }

    public IReadOnlyList<string> UnknownColumns { get; set; } = [];
}

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Address">Empty where the row could not be read.</param>
/// <param name="Column">Empty where it is about the row as a whole.</param>
/// <param name="IsFault">The row is wrong; else it is skipped for what is known of the address.</param>
internal sealed record RowTold(int Line, string Address, string Column, string Reason, bool IsFault);

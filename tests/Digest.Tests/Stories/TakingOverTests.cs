using System.Text;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>People who agreed elsewhere come in by a table, and everybody goes out by one.</summary>
public sealed class TakingOverTests : IAsyncLifetime
{
    App _app = null!;

    public async ValueTask InitializeAsync() => _app = await App.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Who_is_imported_reads_at_their_own_next_hour_and_is_asked_nothing()
    {
        var (counts, told) = await _app.ImportAsync("email;interests;zone;time;days;size;language\nada@reader.example;tides; Kites ;Europe/Berlin;7:05;mon,wed;5;de\nbo@reader.example;;;;;;\n"
            .Replace("tides; Kites ", "\"tides; Kites\"", StringComparison.Ordinal));
        Assert.Empty(told);
        Assert.Equal((2, 0, 0), (counts.Imported, counts.Skipped, counts.Faulty));
        var ada = await _app.FindAsync("ada@reader.example");
        Assert.Equal(["tides", "Kites"], ada.Preferences.Interests.Select(i => i.Name));
        Assert.Equal((SubscriberState.Active, 5, "de", "Europe/Berlin", new TimeOnly(7, 5), Weekdays.Monday | Weekdays.Wednesday),
            (ada.State, ada.Preferences.Size, ada.Preferences.Locale, ada.Preferences.Delivery.Zone, ada.Preferences.Delivery.Time, ada.Preferences.Delivery.Days));
        Assert.Equal(ada.Preferences.Delivery.NextAfter(_app.Now).DueAt, ada.NextIssueAt);
        Assert.True(ada.NextIssueAt > _app.Now);
        Assert.Equal([$"the fair's list (from fair.csv, {_app.Now:yyyy-MM-dd HH:mm:ss}Z)"], await _app.AgreedAsync("ada@reader.example"));

        await _app.PlanAndSendAsync();
        Assert.Empty(_app.Mails);
    }

    [Fact]
    public async Task Nothing_happens_to_anybody_who_is_known_in_whatever_way_and_each_is_told_by_line()
    {
        await _app.AddAsync("here@reader.example");
        await _app.SubscribeAsync("pending@reader.example");
        await _app.BecomeReaderAsync("left@reader.example");
        await _app.LeaveByPageAsync(_app.MailsTo("left@reader.example")[^1]);
        await _app.AddAsync("erased@reader.example");
        await _app.EraseAsync("erased@reader.example");
        await _app.BecomeReaderAsync("never@reader.example");
        await _app.LeaveByPageAsync(_app.MailsTo("never@reader.example")[0]);
        await _app.PlanAndSendAsync();
        var before = await _app.ExportAsync();

        const string Table = """
            address
            HERE@reader.example
            pending@reader.example
            left@reader.example
            erased@reader.example
            never@reader.example
            nobody at all
            new@reader.example
            New@Reader.example
            """;
        var dry = await _app.ImportAsync(Table, dryRun: true);
        Assert.Equal(before, await _app.ExportAsync());
        var (counts, told) = await _app.ImportAsync(Table);
        Assert.Equal(dry.Told, told);
        Assert.Equal((1, 6, 1), (counts.Imported, counts.Skipped, counts.Faulty));
        Assert.Equal(
        [
            (2, "is a subscriber already"), (3, "asked at the page and has yet to confirm"), (4, "has left, which only they can take back, at the page"),
            (5, "was erased, and is not mailed again unless they ask for it at the page"), (6, "must not be mailed: its owner said never"),
            (7, "an address looks like name@example.org"), (9, "stands on line 8 already"),
        ], told.Select(t => (t.Line, t.Reason)));
        Assert.Equal("address", Assert.Single(told, t => t.IsFault).Column);

        var after = await _app.ExportAsync();
        Assert.StartsWith(before, after, StringComparison.Ordinal);
        Assert.Equal(0, (await _app.ImportAsync(Table)).Counts.Imported);
        Assert.Equal(after, await _app.ExportAsync());
    }

    [Fact]
    public async Task A_bad_cell_is_told_by_line_and_column_and_the_rest_goes_on()
    {
        var (counts, told) = await _app.ImportAsync("""
            address,interests,time,zone,weekdays,size,locale,quiet_days,state
            a@reader.example,tides,25:00,,,,,,
            b@reader.example,tides,,Mars,,,,,
            c@reader.example,tides,,,someday,,,,
            d@reader.example,tides,,,,51,,,
            e@reader.example,tides,,,,,xx,,
            f@reader.example,tides,,,,,,tomorrow,
            g@reader.example,the,,,,,,,
            h@reader.example,tides,,,,,,,unsubscribed
            i@reader.example,tides,9.30,europe/berlin,"mon;fri",5,de-AT,2020-01-01..2020-01-05; 2026-12-24,subscribed
            """);
        Assert.Equal(["time", "zone", "weekdays", "size", "locale", "quiet_days", "interests", ""], told.Select(t => t.Column));
        Assert.Equal(Enumerable.Range(2, 8), told.Select(t => t.Line));
        Assert.Equal((1, 1, 7), (counts.Imported, counts.Skipped, counts.Faulty));
        Assert.Equal("de", (await _app.FindAsync("i@reader.example")).Preferences.Locale);
    }

    [Fact]
    public async Task Charsets_are_told_by_the_bytes()
    {
        await _app.ImportAsync([.. Encoding.Latin1.GetBytes("address;interests\na@reader.example;caf\u00e9 maps\n")]);
        await _app.ImportAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("address;interests\nb@reader.example;café maps\n")]);
        await _app.ImportAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("address\tinterests\r\nc@reader.example\tcafé maps\r\n")]);
        Assert.Equal(Enumerable.Repeat("café maps", 3), (await _app.EverybodyAsync()).Select(s => s.Preferences.Interests[0].Name));
    }

    [Fact]
    public async Task Broken_off_in_the_middle_the_same_command_again_does_the_rest()
    {
        var table = Encoding.UTF8.GetBytes("address\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"r{i}@reader.example\n")) + "broken\n");
        await Assert.ThrowsAsync<IOException>(() => _app.ImportAsync([.. table.Take(9_000), .. "x\nbroken\n"u8], tell: _ => throw new IOException("the power went")));
        Assert.InRange((await _app.EverybodyAsync()).Count, 250, 500);
        var (counts, _) = await _app.ImportAsync(table);
        Assert.Equal((700, 1), (counts.Imported + counts.Skipped, counts.Faulty));
        Assert.Equal(700, (await _app.EverybodyAsync()).Count);
        Assert.Equal(["added"], await _app.ConsentsAsync("r3@reader.example"));
    }

    [Fact]
    public async Task Import_reads_its_own_export_back_to_the_same()
    {
        var spring = DeliveryTime.TryCreate("Asia/Tokyo", new(6, 45), Weekdays.Workdays, out var at) ? at : throw new InvalidOperationException();
        await _app.AddAsync("+formula@reader.example", new Preferences
        {
            Delivery = spring.Without(QuietDays.Of("2026-12-24..2026-12-26\n2027-01-01")), Size = 7, TrendingAlone = true, Locale = "de",
            Interests = InterestLine.Read("=tide tables; author:\"Ada Marsh\" cat:cs.RO +soap -survey; arXiv:2606.00001"),
        });
        await _app.AddAsync("plain@reader.example", "kites; \"deep, blue\" water");
        var weighed = await _app.AddAsync("weighed@reader.example", "tides");
        await _app.ChangeInterestAsync("weighed@reader.example",
            weighed.Preferences.Interests[0] with { Id = (await _app.FindAsync("weighed@reader.example")).Preferences.Interests[0].Id, Weight = 2.5, Slots = 0, Threshold = 0.4 });
        await _app.AddAsync("resting@reader.example", "");
        await _app.PauseAsync("resting@reader.example");
        await _app.AddAsync("gone@reader.example");
        await _app.RemoveAsync("gone@reader.example");
        var table = await _app.ExportAsync();
        Assert.DoesNotContain(table.Split(['\n', ',']), cell => cell.Trim('"', '\r') is ['=' or '+' or '-' or '@', ..]);

        await using var other = await App.StartAsync();
        var (counts, told) = await other.ImportAsync(table);
        Assert.Equal((4, 1, 0), (counts.Imported, counts.Skipped, counts.Faulty));
        Assert.Contains("left", Assert.Single(told).Reason, StringComparison.Ordinal);
        Assert.Equal((await _app.EverybodyAsync()).Where(s => s.State != SubscriberState.Left).Select(Chosen), (await other.EverybodyAsync()).Select(Chosen));
        Assert.Equal(await _app.ExportAsync(SubscriberState.Active), await other.ExportAsync(SubscriberState.Active));
    }

    static string Chosen(Subscriber reader) => $"{reader.Address} {reader.State} " + System.Text.Json.JsonSerializer.Serialize(
        reader.Preferences with { Interests = [.. reader.Preferences.Interests.Select(i => i with { Id = 0 })] });
}

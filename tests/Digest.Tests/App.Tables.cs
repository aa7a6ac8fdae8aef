using System.Text;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>People in and out by tables.</summary>
sealed partial class App
{
    public Task<(ImportCounts Counts, IReadOnlyList<RowTold> Told)> ImportAsync(string table, bool dryRun = false) =>
        ImportAsync(Encoding.UTF8.GetBytes(table), dryRun);

    public async Task<(ImportCounts Counts, IReadOnlyList<RowTold> Told)> ImportAsync(byte[] table, bool dryRun = false, Action<RowTold>? tell = null)
    {
        var told = new List<RowTold>();
        var counts = await Get<Importing>().ReadAsync(new MemoryStream(table), "the fair's list", "fair.csv", dryRun, tell ?? told.Add, CancellationToken.None);
        return (counts, told);
    }

    public async Task<string> ExportAsync(SubscriberState? state = null)
    {
        using var text = new StringWriter();
        await Get<Exporting>().WriteCsvAsync(text, state, CancellationToken.None);
        return text.ToString();
    }

    /// <summary>Everybody, as the program knows them.</summary>
    public Task<IReadOnlyList<Subscriber>> EverybodyAsync() => Get<SubscriberStore>().PageAsync(0, 10_000, CancellationToken.None);

    public async Task<InterestChange> ChangeInterestAsync(string address, Interest to) =>
        await Get<InterestStore>().ReplaceAsync((await FindAsync(address)).Id, to, Now, CancellationToken.None);

    public Task<bool> QuietAsync(Subscriber reader, QuietDays days) => Get<PreferenceStore>().SetQuietAsync(reader.Id, days, Now, CancellationToken.None);
}

using Digest.Delivering;
using Digest.Gathering;
using Digest.Ranking;
using Digest.Rendering;
using Digest.Scheduling;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>Looks at everything that alarms are about.</summary>
internal sealed class Lookout(
    Checkup checkup, Gatherer gatherer, SourceStory story, Symptoms symptoms, IMailTransport transport, Beat beat, LiveTemplates templates, RankingOptions ranking,
    StorageOptions storage, TimeProvider time)
{
    /// <summary>Tells machines apart that share a database.</summary>
    public static string Node { get; } = Environment.MachineName;

    public async Task<Observation> LookAsync(CancellationToken ct)
    {
        templates.Refresh();
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var told = await story.TellAsync(now, ct);
        return new(
            now, Node, [.. gatherer.Sources.Select(s => (s.Name, told.GetValueOrDefault(s.Name) ?? SourceStory.Told.Nothing))], transport.Standings,
            await symptoms.ReadAsync(now, today, ct), RoomOf(storage.DataFolder), await beat.StateAsync(ct), templates.Fault,
            new(today, ranking.EditionTime, TimeSpan.Zero)) { Faults = checkup.Faults };
    }

    /// <summary>Null where the system does not say.</summary>
    public static Room? RoomOf(string folder)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(folder));
            return new(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

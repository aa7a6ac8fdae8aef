using System.Globalization;
using Digest.Storage;

namespace Digest.Checking;

/// <summary>What the machine itself has to offer: zones, room, and a folder that can be written.</summary>
internal sealed class MachineCheck(StorageOptions storage, CheckingOptions options)
{
    const long Megabyte = 1024 * 1024;

    /// <summary>Of regions with and without a change in the year; a machine without zone data knows none.</summary>
    static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];

    public IReadOnlyList<Finding> Look() => [Zone(), .. Folder()];

    static Finding Zone() => Zones.FirstOrDefault(z => !TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)) is { } missing
        ? Finding.Fault("time zones", $"This machine does not know the time zone {missing}.", "The timetable cannot run in it.", "Install its time zone data: apt install tzdata.")
        : Finding.Ok("time zones", "Time zone data is here.");

    IEnumerable<Finding> Folder()
    {
        var folder = Path.GetFullPath(storage.DataFolder);
        string? why = null;
        long free = 0;
        try
        {
            Directory.CreateDirectory(folder);
            using (File.Create(Path.Combine(folder, $".doctor.{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose))
                free = new DriveInfo(folder).AvailableFreeSpace / Megabyte;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            why = fault.Message;
        }
        yield return why is null ? Finding.Ok("data folder", $"{folder} can be written.") : Finding.Fault("data folder", $"{folder} cannot be written: {why}",
            "Nothing can be kept, and nothing starts.", $"Let the user {Environment.UserName} write there, or name another folder in Storage:DataFolder.");
        if (why is not null)
            yield break;
        var room = string.Create(CultureInfo.InvariantCulture, $"{folder} has {free} MiB free");
        yield return free >= options.LeastFreeMegabytes ? Finding.Ok("disk", room + ".") : Finding.Fault("disk",
            string.Create(CultureInfo.InvariantCulture, $"{room}, less than Checking:LeastFreeMegabytes ({options.LeastFreeMegabytes})."),
            "A full disk stops planning and sending.", "Make room, move Storage:DataFolder to a larger disk, or lower Storage:KeepDays.");
    }
}

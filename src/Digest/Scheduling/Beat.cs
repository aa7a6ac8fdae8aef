using Quartz;

namespace Digest.Scheduling;

/// <summary>Whether the timetable runs in this process; in a command, and in tests, it does not and need not.</summary>
internal sealed class Beat(ISchedulerFactory? factory)
{
    /// <summary>"running"; "stopped" where it should run; null where it should not.</summary>
    public async Task<string?> StateAsync(CancellationToken ct)
    {
        if (factory is null)
            return null;
        try
        {
            return await (await factory.GetScheduler(ct)).GetStatus(ct) == SchedulerStatus.Running ? "running" : "stopped";
        }
        catch (SchedulerException)
        {
            // A factory does not hand out what was shut down: the service stops, and its dialogues take their time.
            return "stopped";
        }
    }
}

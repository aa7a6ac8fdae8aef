using Digest.Checking;
using Digest.Delivering;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>All that is looked at to see whether something is wrong, at one instant.</summary>
/// <param name="Node">This machine's name.</param>
/// <param name="Sources">Those that are asked, with what their log says.</param>
/// <param name="Timetable">"running", "stopped", or null where none should run.</param>
/// <param name="EditionDue">When today's edition is due.</param>
internal sealed record Observation(
    DateTimeOffset At, string Node, IReadOnlyList<(string Name, SourceStory.Told Told)> Sources, IReadOnlyList<RelayStanding> Relays, Symptoms.Read Symptoms,
    Room? Room, string? Timetable, string? TemplatesFault, DateTimeOffset EditionDue)
{
    /// <summary>What the doctor found that nothing else tells of; null when he was not there yet.</summary>
    public IReadOnlyList<Finding>? Faults { get; init; } = [];
}

/// <summary>Bytes free where the data folder is, and of that disk in all.</summary>
internal sealed record Room(long Free, long Total);

/// <summary>Something that is wrong now.</summary>
/// <param name="Kind">One of <see cref="Digest.Rendering.AlarmModel.Kinds"/>.</param>
/// <param name="Subject">Which source or relay; else empty.</param>
/// <param name="Node">The machine, for what is its own; empty for what all see alike.</param>
/// <param name="Detail">What is known of it.</param>
/// <param name="For">How long it must have stood before anybody is told.</param>
internal sealed record Condition(string Kind, string Subject, string Node, string Detail, TimeSpan For);

using System.Globalization;
using Digest.Gathering;
using Digest.Storage;

namespace Digest.Checking;

/// <summary>Each source: what the log says of it, and one question to it now.</summary>
internal sealed class SourceCheck(IEnumerable<IPaperSource> sources, SourceStory story, PoliteHttp http, ClockCheck clock, CheckingOptions options, TimeProvider time)
{
    /// <summary>Two days without a list happen at a weekend; the third is trouble.</summary>
    static readonly TimeSpan Long = TimeSpan.FromDays(3);

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var told = await story.TellAsync(now, ct);
        var findings = new List<Finding>();
        foreach (var source in sources)
            findings.Add(await LookAsync(source, told.GetValueOrDefault(source.Name) ?? SourceStory.Told.Nothing, now, ct));
        clock.Note(http.LastDate, "a source");
        return findings.Count > 0 ? findings : [Finding.Warning("sources", "No source is on.", "There is nothing to send.", "Switch one on in the section Gathering.")];
    }

    async Task<Finding> LookAsync(IPaperSource source, SourceStory.Told told, DateTimeOffset now, CancellationToken ct)
    {
        var about = $"source {source.Name}";
        if (await AskAsync(source, now, ct) is { } why)
            return Finding.Fault(about, $"It does not answer: {why}. {Last(told)}", "Its papers are missing from issues until it does, and issues say so.",
                $"Look whether its address in the section Gathering is right and this machine reaches it; digest sources tells its story.");
        return told.LastAnsweredAt is { } at && now - at > Long
            ? Finding.Warning(about, $"It answers now. {Last(told)}", "Since then nothing of it was taken in.", "See that serve runs, or that gather is run every few hours.")
            : Finding.Ok(about, $"It answers. {Last(told)}");
    }

    /// <returns>Why there was no answer; null when there was one.</returns>
    async Task<string?> AskAsync(IPaperSource source, DateTimeOffset now, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Wait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        // Yesterday's list is there by now, and its beginning is enough.
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        string? skipped = null;
        try
        {
            await foreach (var one in source.GatherAsync(new GatherRange(day, day, now), either.Token))
            {
                if (one is not SkippedEntry skip)
                    return null;
                skipped ??= $"{skip.Reason} ({skip.File})";
            }
            return skipped;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {options.Wait.TotalSeconds:0.#} s");
        }
    }

    static string Last(SourceStory.Told told) => told.LastAnsweredAt is { } at
        ? $"It was last taken in at {at.ToMinute()}." : "It was never taken in.";
}

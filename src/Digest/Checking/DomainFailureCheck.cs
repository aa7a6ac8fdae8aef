using System.Globalization;
using Digest.Storage;

namespace Digest.Checking;

/// <summary>Domains whose mail servers said of many readers at once that they are gone.</summary>
internal sealed class DomainFailureCheck(BounceStore bounces, TimeProvider time)
{
    static readonly TimeSpan Lately = TimeSpan.FromDays(2);

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken ct) =>
    [
        .. (await bounces.BrakedAsync(time.GetUtcNow() - Lately, ct)).Select(d => Finding.Warning($"readers at {d.Domain}",
            string.Create(CultureInfo.InvariantCulture,
                $"{d.Gone} readers were said to be gone within a day, {d.At.UtcDateTime:yyyy-MM-dd} (UTC), to whom letters had come before."),
            "That is taken for the domain's own fault: they are mailed on, and who is said to be gone on another day again is mailed no more.",
            "If you know people there, tell them that their mail is broken. If they are gone indeed, nothing needs to be done.")),
    ];
}

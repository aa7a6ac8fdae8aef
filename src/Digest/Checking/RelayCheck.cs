using System.Globalization;
using Digest.Delivering;

namespace Digest.Checking;

/// <summary>Each relay, by the same dialogue as `digest smtp test`, which ends before the text of a mail.</summary>
internal sealed class RelayCheck(RelayTrial trial, DeliveringOptions options, CheckingOptions checking, TimeProvider time)
{
    /// <summary>A large issue, with room.</summary>
    const long LargestMail = 100 * 1024;

    static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken ct)
    {
        if (options.PickupFolder is { Length: > 0 } folder)
            return [Finding.Note("relay", $"Delivering:PickupFolder is set: mails are written to {folder}.",
                "No relay is asked, and nobody gets a mail unless another program takes them from there.")];
        return [.. (await trial.RunAsync(null, null, ct, checking.Wait)).SelectMany(Judge)];
    }

    IEnumerable<Finding> Judge(RelayTrial.Tried tried)
    {
        var about = $"relay {tried.Relay}";
        if (!tried.Works)
        {
            yield return Finding.Fault(about, $"It does not work: {tried.Fault} (in phase {tried.Phase}).", "Mails wait, and expire in the end.", tried.Advice!);
            yield break;
        }
        yield return Finding.Ok(about, $"It works: {tried.Did}.");
        if (tried.Offered.FirstOrDefault(o => o.StartsWith("SIZE ", StringComparison.OrdinalIgnoreCase)) is { } size
            && long.TryParse(size.AsSpan(5), CultureInfo.InvariantCulture, out var most) && most is > 0 and < LargestMail)
            yield return Finding.Fault(about, string.Create(CultureInfo.InvariantCulture, $"It takes mails up to {most} bytes only."), "Large issues are refused.",
                "Ask its operator for at least 102400 bytes (Postfix: message_size_limit), or use another relay.");
        if (tried.Security is { } tls && tls.Ends - time.GetUtcNow() < Soon)
            yield return Finding.Warning(about, $"Its certificate runs out on {tls.Ends.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.",
                "Nothing is sent through it after that.", "Have its operator renew it.");
    }
}

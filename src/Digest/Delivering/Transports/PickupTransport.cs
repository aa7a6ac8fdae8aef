using System.Security.Cryptography;

namespace Digest.Delivering.Transports;

/// <summary>Writes each mail as an .eml file into a folder that another program picks up, or a person looks into. It cannot
/// tell the final dot, so the hand-over is recorded before the file appears; the file's name comes from its bytes, so that a
/// mail written twice is one file.</summary>
internal sealed class PickupTransport(string folder, int writers) : IMailTransport
{
    public Readiness Readiness => Readiness.Now;

    public int Dialogues => writers;

    public IReadOnlyList<RelayStanding> Standings => [];

    public async Task<DeliveryOutcome> SendAsync(
        MailEnvelope envelope, ReadOnlyMemory<byte> message, Func<string?, CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(message.Span)[..12]) + ".eml";
        var aside = Path.Combine(folder, "." + name);
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await file.WriteAsync(message, ct);
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(OutcomeKind.RelayDown, "body", $"the pickup folder cannot be written: {fault.Message}");
        }
        await beforeFinalDot(null, ct);
        try
        {
            File.Move(aside, Path.Combine(folder, name), overwrite: true);
            return new(OutcomeKind.Accepted, "final_dot", $"written as {name}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(OutcomeKind.TryLater, "body", $"the file could not be put in place: {fault.Message}");
        }
    }

    public ValueTask DisposeAsync() => default;
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Bounces;

/// <summary>
/// The address by which a letter can be answered with "no more", for mail programs that know no other button. What is advertised must
/// answer: it stands in letters only once a test mail sent there was seen to arrive here, and no longer when the settings change.
/// </summary>
internal sealed class LeaveRoute(BouncesOptions options, RouteStore store, KeyRing keys, TimeProvider time)
{
    static readonly TimeSpan TrialLasts = TimeSpan.FromDays(1);

    volatile string? _advertised;

    /// <summary>What letters planned now name; null while there is nothing that was tested. As it was at the last <see cref="RefreshAsync"/>.</summary>
    public string? Advertised => _advertised;

    /// <summary>Empty where none is set.</summary>
    public string Address => options.UnsubscribeAddress;

    public async Task RefreshAsync(CancellationToken ct) => _advertised = await TestedAtAsync(ct) is null ? null : Address;

    /// <summary>When mail was last seen to arrive, as things are set now; null when not.</summary>
    public async Task<DateTimeOffset?> TestedAtAsync(CancellationToken ct) =>
        Address.Length > 0 && await store.FindAsync(ct) is { } seen && seen.Settings == Settings ? seen.At : null;

    /// <summary>Begins a test: what its subject is to hold, and what it is known by.</summary>
    public (string Token, int Trial) BeginTrial()
    {
        var trial = unchecked((int)time.GetUtcNow().ToUnixTimeMilliseconds());
        return (new SubscriptionToken(TokenPurpose.Route, 0, Settings, trial, time.GetUtcNow() + TrialLasts).Sign(keys, keys.CurrentId), trial);
    }

    public async Task<bool> HasArrivedAsync(int trial, CancellationToken ct) => await store.FindAsync(ct) is { } seen && seen.Trial == trial && seen.Settings == Settings;

    /// <summary>Writes down that a test mail arrived; false where the token is another.</summary>
    public async Task<bool> HearTrialAsync(string tokenText, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!SubscriptionToken.TryRead(tokenText, keys, out var token) || token.Purpose != TokenPurpose.Route || !(token.ExpiresAt > now))
            return false;
        await store.NoteAsync(token.Object, token.TokenVersion, now, ct);
        return true;
    }

    /// <summary>Of everything that decides whether mail to the address comes in.</summary>
    long Settings => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{options.UnsubscribeAddress}\n{options.Lmtp}\n{options.Maildir}"))));
}

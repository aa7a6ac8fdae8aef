using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>
/// Says when the box was shown, signed, so that a form filled in faster than a person can is told apart without a cookie and
/// without anything stored. Where work is asked for, the browser finds a number that makes
/// SHA-256(stamp + ":" + number) begin with so many zero bits, and each stamp is good once.
/// </summary>
internal sealed class FormStamp(KeyRing keys, SignUpOptions options, TimeProvider time)
{
    const int TimeLength = 8, SaltLength = 8, MacLength = 16;

    const int SweepEvery = 1000;

    /// <summary>A page left open for longer is shown afresh.</summary>
    static readonly TimeSpan Good = TimeSpan.FromHours(24);

    readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public int WorkBits => options.WorkBits;

    public string New()
    {
        Span<byte> bytes = stackalloc byte[TimeLength + SaltLength + MacLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(bytes.Slice(TimeLength, SaltLength));
        Mac(bytes[..(TimeLength + SaltLength)]).CopyTo(bytes[(TimeLength + SaltLength)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="number">What the browser found; not looked at when no work is asked for.</param>
    public StampState Read(string? stamp, string? number)
    {
        Span<byte> bytes = stackalloc byte[TimeLength + SaltLength + MacLength];
        if (stamp?.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.IsValid(stamp) || !Base64Url.TryDecodeFromChars(stamp, bytes, out var length)
            || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(Mac(bytes[..(TimeLength + SaltLength)]), bytes[(TimeLength + SaltLength)..]))
            return StampState.Unknown;
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        if (age < TimeSpan.FromSeconds(-60) || age > Good)
            return StampState.Unknown;
        if (age < TimeSpan.FromSeconds(options.LeastSeconds))
            return StampState.TooSoon;
        return options.WorkBits == 0 || (IsWorked(stamp, number ?? "") && IsFresh(stamp)) ? StampState.Good : StampState.NoWork;
    }

    bool IsWorked(string stamp, string number)
    {
        if (number.Length is 0 or > 20)
            return false;
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{stamp}:{number}"));
        return BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt32BigEndian(hash)) >= options.WorkBits;
    }

    bool IsFresh(string stamp)
    {
        var now = time.GetUtcNow();
        if (_used.Count % SweepEvery == SweepEvery - 1)
            foreach (var (old, _) in _used.Where(u => now - u.Value > Good).ToList())
                _used.TryRemove(old, out _);
        return _used.TryAdd(stamp, now);
    }

    // Its first byte tells it apart from every link that is signed with the same keys.
    Span<byte> Mac(ReadOnlySpan<byte> signed) => keys.Sign(keys.CurrentId, [(byte)'F', .. signed]).AsSpan(0, MacLength);
}

internal enum StampState
{
    Good,

    /// <summary>Filled in faster than a person can.</summary>
    TooSoon,

    /// <summary>None, none of ours, or a day old.</summary>
    Unknown,

    /// <summary>The work that was asked for was not done, or was used before.</summary>
    NoWork,
}

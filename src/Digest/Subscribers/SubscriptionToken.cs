using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Digest.Subscribers;

/// <summary>
/// What a link in a mail may do: a purpose for one subscriber, signed, with nothing stored. Its text is base64url of
/// version, key number, purpose, subscriber, object, token version, expiry and HMAC-SHA-256 cut to 128 bits.
/// </summary>
/// <param name="Object">What it is about (a sign-up's number, a paper's); 0 when the purpose says it all.</param>
/// <param name="TokenVersion">The subscriber's at the time of signing; a link of an older one is worthless.</param>
/// <param name="ExpiresAt">Null: never, as unsubscribing must not.</param>
internal sealed record SubscriptionToken(
    TokenPurpose Purpose, long Subscriber, long Object, int TokenVersion, DateTimeOffset? ExpiresAt)
{
    const byte Format = 1;
    const int SignedLength = 3 + 8 + 8 + 4 + 4, MacLength = 16;

    /// <summary>How long every token's text is.</summary>
    public const int TextLength = 58;

    public string Sign(KeyRing keys, int keyId)
    {
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        bytes[0] = Format;
        bytes[1] = (byte)keyId;
        bytes[2] = (byte)Purpose;
        BinaryPrimitives.WriteInt64BigEndian(bytes[3..], Subscriber);
        BinaryPrimitives.WriteInt64BigEndian(bytes[11..], Object);
        BinaryPrimitives.WriteInt32BigEndian(bytes[19..], TokenVersion);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[23..], Minutes(ExpiresAt));
        var mac = keys.Sign(keyId, bytes[..SignedLength])
            ?? throw new InvalidOperationException($"There is no key {keyId} to sign a link with.");
        mac.AsSpan(0, MacLength).CopyTo(bytes[SignedLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token back; false for whatever this service did not sign. Expiry and token version are for the
    /// caller to judge, who can say which it is.</summary>
    public static bool TryRead(string? text, KeyRing keys, [NotNullWhen(true)] out SubscriptionToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        // Asked first whether it is valid: the decoder throws on a sign that base64url does not know.
        if (text is not { Length: TextLength } || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != bytes.Length || bytes[0] != Format)
            return false;
        var mac = keys.Sign(bytes[1], bytes[..SignedLength]);
        if (mac is null || !CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, MacLength), bytes[SignedLength..]))
            return false;
        var minutes = BinaryPrimitives.ReadUInt32BigEndian(bytes[23..]);
        token = new(
            (TokenPurpose)bytes[2],
            BinaryPrimitives.ReadInt64BigEndian(bytes[3..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[11..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[19..]),
            minutes == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(minutes * 60L));
        return true;
    }

    static uint Minutes(DateTimeOffset? instant) =>
        instant is { } at ? checked((uint)((at.ToUnixTimeSeconds() + 59) / 60)) : 0;
}

internal enum TokenPurpose : byte
{
    Confirm = 1,
    Unsubscribe = 2,
    /// <summary>Never mail again: the subscriber's address, or with a move for the object the one that it asked.</summary>
    NeverMail = 3,

    /// <summary>Saying more, less or never of a paper, which is the object, and of others.</summary>
    Tune = 4,

    /// <summary>Reading an issue on the web; the object is the number of its day.</summary>
    Issue = 5,

    /// <summary>Reading what was sent as a feed.</summary>
    Feed = 6,

    /// <summary>Seeing and changing all that a subscriber chose.</summary>
    Preferences = 7,

    /// <summary>Having letters come to a new address, by its owner; the object is the move.</summary>
    MoveHere = 8,

    /// <summary>Letting letters go to a new address, by the owner of the present one; the object is the move.</summary>
    MoveAway = 9,

    /// <summary>None of a subscriber's: the mail by which the way back to us is tested; the object is the settings it is tested with.</summary>
    Route = 10,
}

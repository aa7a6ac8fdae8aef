using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Digest.Subscribers;

namespace Digest.Web.Admin;

/// <summary>
/// What an operator's browser carries: until when it is good and a mark of the token it was given for, signed by the service's own
/// keys, so that nothing is stored and a change of the token ends it. And the stamp that goes with its forms, which no other site knows.
/// </summary>
internal sealed class OperatorSession(KeyRing keys, AdminOptions options, TimeProvider time)
{
    const int KeyLength = 1, TimeLength = 8, SaltLength = 8, SignedLength = KeyLength + TimeLength + SaltLength, MacLength = 32;

    public static readonly TimeSpan Good = TimeSpan.FromHours(12);

    /// <summary>Compared in the same time whatever was typed.</summary>
    public bool IsToken(string typed) => options.Token.Length > 0
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(typed)), SHA256.HashData(Encoding.UTF8.GetBytes(options.Token)));

    public string New()
    {
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        bytes[0] = checked((byte)keys.CurrentId);
        BinaryPrimitives.WriteInt64BigEndian(bytes[KeyLength..], (time.GetUtcNow() + Good).ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(bytes.Slice(KeyLength + TimeLength, SaltLength));
        Mac(bytes[..SignedLength])!.CopyTo(bytes[SignedLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    public bool IsGood(string? session)
    {
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        return options.Token.Length > 0 && session?.Length == Base64Url.GetEncodedLength(bytes.Length) && Base64Url.IsValid(session)
            && Base64Url.TryDecodeFromChars(session, bytes, out var length) && length == bytes.Length
            && Mac(bytes[..SignedLength]) is { } mac && CryptographicOperations.FixedTimeEquals(mac, bytes[SignedLength..])
            && BinaryPrimitives.ReadInt64BigEndian(bytes[KeyLength..]) > time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <param name="who">The session itself, or who the proxy says it is.</param>
    public string Stamp(string who) => Stamp(who, Day(time.GetUtcNow()), keys.CurrentId);

    /// <summary>A page that was left open over midnight, or over a change of keys, still posts.</summary>
    public bool IsStamp(string? stamp, string who) => stamp is { Length: > 0 } && new[] { 0, -1 }.Any(days =>
        keys.Links.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Stamp(who, Day(time.GetUtcNow().AddDays(days)), key.Id)),
            Encoding.UTF8.GetBytes(stamp))));

    string Stamp(string who, int day, int key) => Base64Url.EncodeToString(
        keys.Sign(key, [(byte)'P', .. SHA256.HashData(Encoding.UTF8.GetBytes(who)), .. BitConverter.GetBytes(day)])!.AsSpan(0, 16));

    // Its first byte tells it apart from everything else that is signed with the same keys.
    byte[]? Mac(ReadOnlySpan<byte> signed) =>
        keys.Sign(signed[0], [(byte)'A', .. signed, .. SHA256.HashData(Encoding.UTF8.GetBytes(options.Token))]);

    static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
}

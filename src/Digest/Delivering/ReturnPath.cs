using System.Buffers.Binary;
using System.Security.Cryptography;
using Digest.Mailing;
using Digest.Subscribers;

namespace Digest.Delivering;

/// <summary>
/// The envelope's sender: with Delivering:ReturnPath one address for each mail (VERP), so that a report tells by where it comes which
/// mail it is about, and nobody can make such an address but us. Without it, From. A code is letters and digits of one case, as not
/// every server on the way keeps them apart: key number, delivery's number and 80 bits of HMAC in base32.
/// </summary>
internal sealed class ReturnPath(DeliveringOptions options, MailHeaders headers, KeyRing keys)
{
    const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    const int SignedLength = 1 + 6, MacLength = 10, CodeLength = ((SignedLength + MacLength) * 8 + 4) / 5;

    /// <summary>What is signed starts with this, which no link's text does.</summary>
    static ReadOnlySpan<byte> Purpose => "return path"u8;

    readonly MailAddress? _base = MailAddress.TryParse(options.ReturnPath, out var address, out _) ? address : null;

    /// <summary>Longest local part of Delivering:ReturnPath: with a code behind it, it must fit into 64 (RFC 5321 section 4.5.3.1.1).</summary>
    public const int LongestLocal = 64 - 1 - CodeLength;

    /// <summary>The domain that receivers hold SPF to; null without a Delivering:ReturnPath.</summary>
    public string? Domain => _base?.Domain;

    public string For(Delivery delivery)
    {
        if (_base is null)
            return headers.From.ToString();
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        Fill(bytes, delivery.KeyId, delivery.Id);
        Sign(delivery.KeyId, bytes[..SignedLength], bytes[SignedLength..]);
        return $"{_base.Local}+{Base32(bytes)}@{_base.Domain}";
    }

    /// <summary>The delivery an address was made for; null for whatever we did not make. Its base is not asked for: it may have been
    /// another one then.</summary>
    public long? Read(string address)
    {
        var at = address.LastIndexOf('@');
        var plus = at < 0 ? -1 : address.LastIndexOf('+', at);
        Span<byte> bytes = stackalloc byte[SignedLength + MacLength];
        if (plus < 0 || at - plus - 1 != CodeLength || !TryBytes(address.AsSpan(plus + 1, CodeLength), bytes))
            return null;
        Span<byte> mac = stackalloc byte[MacLength];
        return Sign(bytes[0], bytes[..SignedLength], mac) && CryptographicOperations.FixedTimeEquals(mac, bytes[SignedLength..])
            ? BinaryPrimitives.ReadInt64BigEndian([0, 0, .. bytes[1..SignedLength]]) : null;
    }

    static void Fill(Span<byte> bytes, int keyId, long delivery)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, delivery);
        bytes[0] = (byte)keyId;
        number[2..].CopyTo(bytes[1..]);
    }

    bool Sign(int keyId, ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        if (keys.Sign(keyId, [.. Purpose, .. signed]) is not { } whole)
            return false;
        whole.AsSpan(0, MacLength).CopyTo(mac);
        return true;
    }

    static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[CodeLength];
        int held = 0, bits = 0, written = 0;
        foreach (var b in bytes)
        {
            held = ((held << 8) | b) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5)
                text[written++] = Alphabet[(held >> (bits - 5)) & 31];
        }
        if (bits > 0)
            text[written] = Alphabet[(held << (5 - bits)) & 31];
        return new(text);
    }

    static bool TryBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int held = 0, bits = 0, written = 0;
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                return false;
            held = ((held << 5) | value) & 0xFFFF;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[written++] = (byte)(held >> bits);
        }
        return true;
    }
}

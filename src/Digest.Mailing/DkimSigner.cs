using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Digest.Mailing;

/// <summary>Signs one mail at a time, in buffers that it keeps for the next.</summary>
sealed class DkimSigner(RSA rsa, string domain, string selector, byte[][] unsigned) : IDisposable
{
    const int Width = 76, LongestName = 100; // the writer has none beyond 70

    // Named once more than they occur, so that none can be added on the way without breaking the signature.
    static readonly byte[][] Seals =
    [
        .. new[] { "from", "to", "cc", "subject", "date", "message-id", "reply-to", "mime-version", "content-type" }.Select(Encoding.ASCII.GetBytes),
    ];

    readonly byte[] who = Encoding.ASCII.GetBytes($"d={domain};");
    readonly byte[] where = Encoding.ASCII.GetBytes($"s={selector};");
    readonly ArrayBufferWriter<byte> hashed = new(4096);
    readonly ArrayBufferWriter<byte> field = new(1024);
    readonly List<Range> headers = new(32);
    readonly byte[] signature = new byte[rsa.KeySize / 8];
    readonly byte[] base64 = new byte[Base64.GetMaxEncodedToUtf8Length(rsa.KeySize / 8)];
    int column;

    /// <summary>As <see cref="DkimKey.Sign"/> says.</summary>
    public void Sign(ReadOnlySpan<byte> message, DateTimeOffset at, IBufferWriter<byte> output)
    {
        hashed.ResetWrittenCount();
        field.ResetWrittenCount();
        var end = message.IndexOf("\r\n\r\n"u8);
        var body = end < 0 ? [] : message[(end + 4)..];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes], text = stackalloc byte[64];

        field.Write("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;"u8);
        column = Width; // a new line first
        Add(who, isInList: false);
        Add(where, isInList: false);
        "t="u8.CopyTo(text);
        at.ToUnixTimeSeconds().TryFormat(text[2..], out var digits, default, CultureInfo.InvariantCulture);
        text[2 + digits] = (byte)';';
        Add(text[..(3 + digits)], isInList: false);
        AddHeaders(end < 0 ? message : message[..(end + 2)]);
        DkimCanonical.BodyHash(body, hash);
        "bh="u8.CopyTo(text);
        Base64.EncodeToUtf8(hash, text[3..], out _, out var length);
        text[3 + length] = (byte)';';
        Add(text[..(4 + length)], isInList: false);
        field.Write("\r\n\tb="u8);

        // The header that carries the signature is the last that it covers, without a line end (section 3.7).
        DkimCanonical.Header(field.WrittenSpan, hashed);
        SHA256.HashData(hashed.WrittenSpan[..^2], hash);
        rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        output.Write(field.WrittenSpan);
        Base64.EncodeToUtf8(signature, base64, out _, out length);
        for (var done = 0; done < length; done += Width - 1)
        {
            output.Write("\r\n\t"u8);
            output.Write(base64.AsSpan(done, Math.Min(Width - 1, length - done)));
        }

        output.Write("\r\n"u8);
    }

    public void Dispose() => rsa.Dispose();

    /// <summary>The relaxed form of all headers that are signed, and their names in the order of signing: h=.</summary>
    void AddHeaders(ReadOnlySpan<byte> source)
    {
        headers.Clear();
        for (var at = 0; at < source.Length;)
        {
            var length = 0;
            do
                length += source[(at + length)..].IndexOf("\r\n"u8) is >= 0 and var next ? next + 2 : source.Length - at - length;
            while (at + length < source.Length && source[at + length] is (byte)' ' or (byte)'\t');
            headers.Add(at..(at + length));
            at += length;
        }

        // A name that occurs twice is hashed from the bottom up (section 5.4.2), so all are.
        var label = "h="u8;
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            var header = source[headers[i]];
            var name = header[..Math.Max(0, header.IndexOf((byte)':'))].TrimEnd(" \t"u8);
            if (name.Length is 0 or > LongestName || IsUnsigned(name))
                continue;
            DkimCanonical.Header(header, hashed);
            AddName(label, name, isLast: false);
            label = default;
        }

        var last = Array.FindLastIndex(Seals, seal => !IsUnsigned(seal)); // From is always among them
        for (var i = 0; i <= last; i++)
        {
            if (IsUnsigned(Seals[i]))
                continue;
            AddName(label, Seals[i], i == last);
            label = default;
        }
    }

    void AddName(ReadOnlySpan<byte> label, ReadOnlySpan<byte> name, bool isLast)
    {
        Span<byte> piece = stackalloc byte[label.Length + LongestName + 1];
        label.CopyTo(piece);
        Ascii.ToLower(name, piece[label.Length..], out var length);
        piece[label.Length + length] = (byte)(isLast ? ';' : ':');
        Add(piece[..(label.Length + length + 1)], isInList: label.IsEmpty);
    }

    bool IsUnsigned(ReadOnlySpan<byte> name)
    {
        foreach (var other in unsigned)
            if (Ascii.EqualsIgnoreCase(name, other))
                return true;
        return false;
    }

    /// <summary>A piece that is not broken, after a blank or a fold; within a list, after nothing or a fold.</summary>
    void Add(ReadOnlySpan<byte> piece, bool isInList)
    {
        if (column + (isInList ? 0 : 1) + piece.Length > Width)
        {
            field.Write("\r\n\t"u8);
            column = 1;
        }
        else if (!isInList)
        {
            field.Write(" "u8);
            column++;
        }

        field.Write(piece);
        column += piece.Length;
    }
}

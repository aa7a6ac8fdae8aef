using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Digest.Mailing;

/// <summary>
/// A key that signs mails for a domain (RFC 6376: rsa-sha256, relaxed/relaxed; RFC 8301: 2048 bits and more are made, 1024 to 4096
/// taken). Signing is a pure function of message and instant. Any number of mails may be signed at once.
/// </summary>
public sealed class DkimKey : IDisposable
{
    const int LeastBits = 1024, MostBits = 4096, Width = 76;

    // Named once more than they occur, so that none can be added on the way without breaking the signature.
    static readonly HashSet<string> Sealed = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    };

    readonly RSAParameters key;
    readonly HashSet<string> unsigned;

    // An instance signs one mail at a time.
    readonly ConcurrentBag<RSA> idle = [];

    DkimKey(string domain, string selector, RSA rsa, IEnumerable<string> unsigned)
    {
        Domain = domain;
        Selector = selector;
        key = rsa.ExportParameters(includePrivateParameters: true);
        Record = $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}";
        this.unsigned = new(unsigned, StringComparer.OrdinalIgnoreCase);
        idle.Add(rsa);
    }

    /// <summary>Who signs ("d="), as A-labels in lower case.</summary>
    public string Domain { get; }

    /// <summary>Under which name the public key stands in the DNS ("s=").</summary>
    public string Selector { get; }

    /// <summary>Where the public key is published: the name of its TXT record.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>What that record says.</summary>
    public string Record { get; }

    /// <summary>Makes a private key.</summary>
    /// <returns>The key as PEM (PKCS#8).</returns>
    public static string NewPem(int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>Reads a key, or says in plain words why it is none.</summary>
    /// <param name="domain">A domain name, in letters or A-labels.</param>
    /// <param name="selector">One or more labels of letters, digits and hyphens.</param>
    /// <param name="pem">An unencrypted RSA private key, PKCS#8 or PKCS#1.</param>
    /// <param name="unsigned">Headers that are left out of the signature because a relay writes them anew; From is always in.</param>
    public static bool TryRead(string domain, string selector, string pem, IEnumerable<string> unsigned, out DkimKey? key, out string? why)
    {
        key = null;
        why = null;
        if (!MailAddress.TryParse($"dkim@{domain}", out var address, out _))
            why = $"'{domain}' is not a domain name";
        else if (!MailAddress.TryParse($"dkim@{selector}.{address!.Domain}", out var name, out _) || !Ascii.IsValid(selector))
            why = $"'{selector}' is not a selector; it is letters, digits and hyphens, such as 'mail2026'";
        else if (ReadRsa(pem, out why) is { } rsa)
            key = new DkimKey(address.Domain, name!.Domain[..^(address.Domain.Length + 1)], rsa, unsigned.Where(h => !h.Equals("From", StringComparison.OrdinalIgnoreCase)));
        return key is not null;
    }

    /// <summary>Writes the DKIM-Signature header of a message, to stand before its very bytes.</summary>
    /// <param name="message">The final bytes: CRLF lines, headers, an empty line, the body.</param>
    /// <param name="at">The time of signing ("t=").</param>
    public void Sign(ReadOnlySpan<byte> message, DateTimeOffset at, IBufferWriter<byte> output)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        var hashed = new ArrayBufferWriter<byte>(4096);
        var names = Headers(end < 0 ? message : message[..(end + 2)], hashed);
        var field = Encoding.ASCII.GetBytes(Field(names, DkimCanonical.BodyHash(end < 0 ? [] : message[(end + 4)..]), at));
        DkimCanonical.Header(field, hashed);
        output.Write(field);
        // The header that carries the signature is the last that it covers, without a line end (section 3.7).
        foreach (var line in Convert.ToBase64String(Sign(hashed.WrittenSpan[..^2])).Chunk(Width - 1))
            output.Write(Encoding.ASCII.GetBytes($"\r\n\t{new string(line)}"));
        output.Write("\r\n"u8);
    }

    public void Dispose()
    {
        while (idle.TryTake(out var rsa))
            rsa.Dispose();
    }

    /// <summary>The relaxed form of all headers that are signed, and their names in the order of signing.</summary>
    List<string> Headers(ReadOnlySpan<byte> headers, ArrayBufferWriter<byte> hashed)
    {
        var names = new List<string>();
        var seals = Sealed.Where(name => !unsigned.Contains(name)).ToList();
        // A name that occurs twice is hashed from the bottom up (section 5.4.2), so all are.
        var starts = new List<Range>();
        for (var at = 0; at < headers.Length;)
        {
            var length = 0;
            do
                length += headers[(at + length)..].IndexOf("\r\n"u8) is >= 0 and var next ? next + 2 : headers.Length - at - length;
            while (at + length < headers.Length && headers[at + length] is (byte)' ' or (byte)'\t');
            starts.Add(at..(at + length));
            at += length;
        }
        for (var i = starts.Count - 1; i >= 0; i--)
        {
            var field = headers[starts[i]];
            var name = Encoding.ASCII.GetString(field[..Math.Max(0, field.IndexOf((byte)':'))]).TrimEnd();
            if (name.Length == 0 || unsigned.Contains(name))
                continue;
            DkimCanonical.Header(field, hashed);
            names.Add(name.ToLowerInvariant());
        }
        names.AddRange(seals.Select(name => name.ToLowerInvariant()));
        return names;
    }

    /// <summary>The field up to its "b=", folded.</summary>
    string Field(IReadOnlyList<string> names, byte[] bodyHash, DateTimeOffset at)
    {
        var field = new StringBuilder("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;");
        var column = Width; // a new line first
        foreach (var tag in (string[])[$"d={Domain};", $"s={Selector};", string.Create(CultureInfo.InvariantCulture, $"t={at.ToUnixTimeSeconds()};")])
            Add(" " + tag);
        for (var i = 0; i < names.Count; i++)
            Add((i == 0 ? " h=" : "") + names[i] + (i == names.Count - 1 ? ";" : ":"));
        Add($" bh={Convert.ToBase64String(bodyHash)};");
        return field.Append("\r\n\tb=").ToString();

        void Add(string piece)
        {
            if (column + piece.Length > Width)
            {
                field.Append("\r\n\t");
                (column, piece) = (1, piece.TrimStart());
            }
            field.Append(piece);
            column += piece.Length;
        }
    }

    byte[] Sign(ReadOnlySpan<byte> hashed)
    {
        if (!idle.TryTake(out var rsa))
            rsa = RSA.Create(key);
        try
        {
            return rsa.SignData(hashed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            idle.Add(rsa);
        }
    }

    static RSA? ReadRsa(string pem, out string? why)
    {
        why = null;
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            if (rsa.KeySize is < LeastBits or > MostBits)
                why = string.Create(CultureInfo.InvariantCulture, $"the key has {rsa.KeySize} bits; {LeastBits} to {MostBits} can be checked by receivers, 2048 is usual");
            else
                rsa.ExportParameters(includePrivateParameters: true);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            why = "it holds no unencrypted RSA private key in PEM form";
        }
        if (why is null)
            return rsa;
        rsa.Dispose();
        return null;
    }
}

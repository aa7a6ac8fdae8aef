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
    const int LeastBits = 1024, MostBits = 4096;

    readonly RSAParameters key;
    readonly byte[][] unsigned;

    // One signs one mail at a time.
    readonly ConcurrentBag<DkimSigner> idle = [];

    DkimKey(string domain, string selector, RSA rsa, IEnumerable<string> unsigned)
    {
        Domain = domain;
        Selector = selector;
        key = rsa.ExportParameters(includePrivateParameters: true);
        Record = $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}";
        this.unsigned = [.. unsigned.Select(Encoding.UTF8.GetBytes)];
        idle.Add(new DkimSigner(rsa, domain, selector, this.unsigned));
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
        if (!idle.TryTake(out var signer))
            signer = new DkimSigner(RSA.Create(key), Domain, Selector, unsigned);
        try
        {
            signer.Sign(message, at, output);
        }
        finally
        {
            idle.Add(signer);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var signer))
            signer.Dispose();
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

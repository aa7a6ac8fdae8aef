using System.Text;

namespace Digest.Mailing;

/// <summary>Bytes to text: by the byte order mark, the name given, else UTF-8, else windows-1252. Never throws.</summary>
static class Charsets
{
    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        else if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (Named(charset) is { } named)
            return named.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1252.GetString(bytes);
        }
    }

    /// <summary>Null for the names that say too little (us-ascii is often a lie) and the unknown ones.</summary>
    static Encoding? Named(string? charset)
    {
        var name = charset?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(name) || name is "us-ascii" or "utf-8" or "utf8" or "ascii")
            return null;
        if (name is "iso-8859-1" or "latin1")
            return Windows1252; // as browsers read it
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

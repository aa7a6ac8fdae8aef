using System.Globalization;

namespace Digest.Mailing;

/// <summary>What the relay offered in its EHLO reply; nothing is used that was not offered.</summary>
sealed record SmtpExtensions
{
    public static readonly SmtpExtensions None = new();

    public bool StartTls { get; private init; }

    public bool Pipelining { get; private init; }

    public bool EightBitMime { get; private init; }

    public bool SmtpUtf8 { get; private init; }

    public bool Dsn { get; private init; }

    public bool Size { get; private init; }

    /// <summary>Bytes; 0 says that there is no fixed limit (RFC 1870 section 4).</summary>
    public long SizeLimit { get; private init; }

    public IReadOnlyList<string> AuthMechanisms { get; private init; } = [];

    public static SmtpExtensions Read(RawReply reply)
    {
        var offered = None;
        foreach (var line in reply.Lines.Skip(1)) // the first names the server
        {
            // "AUTH=LOGIN" is how some old servers still write it.
            var words = line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            offered = (words.FirstOrDefault() ?? "").ToUpperInvariant() switch
            {
                "STARTTLS" => offered with { StartTls = true },
                "PIPELINING" => offered with { Pipelining = true },
                "8BITMIME" => offered with { EightBitMime = true },
                "SMTPUTF8" => offered with { SmtpUtf8 = true },
                "DSN" => offered with { Dsn = true },
                "AUTH" => offered with
                {
                    AuthMechanisms = [.. offered.AuthMechanisms, .. words.Skip(1).Select(word => word.ToUpperInvariant())],
                },
                "SIZE" => offered with
                {
                    Size = true,
                    SizeLimit = long.TryParse(words.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0,
                },
                _ => offered,
            };
        }

        return offered;
    }
}

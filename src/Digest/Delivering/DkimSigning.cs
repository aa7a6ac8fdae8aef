using System.Buffers;
using Digest.Mailing;

namespace Digest.Delivering;

/// <summary>Signs mails with the key whose domain is nearest to that of From; without such a key nothing is signed, and the relay
/// may do it.</summary>
internal sealed class DkimSigning : IDisposable
{
    readonly DkimKey? _key;

    /// <exception cref="InvalidDataException">The key cannot be read.</exception>
    public DkimSigning(DeliveringOptions options, MailHeaders headers)
    {
        var near = options.Dkim.Where(k => IsOf(headers.From.Domain, k.Domain)).MaxBy(k => k.Domain.Length);
        if (near is not null && !TryRead(near, out _key, out var why))
            throw new InvalidDataException($"The key of {near.Domain} cannot sign: {why}.");
    }

    /// <summary>Why a list of keys is not usable; empty when it is.</summary>
    public static IEnumerable<string> Faults(DeliveringOptions options)
    {
        for (var n = 0; n < options.Dkim.Count; n++)
        {
            var key = options.Dkim[n];
            if (key.Domain.Length == 0 || key.Selector.Length == 0 || key.KeyFile.Length == 0)
                yield return $"Delivering:Dkim:{n} needs Domain, Selector and KeyFile; digest dkim new makes a key.";
            else if (options.Dkim.Take(n).Any(k => k.Domain.Equals(key.Domain, StringComparison.OrdinalIgnoreCase)))
                yield return $"Delivering:Dkim:{n}:Domain is {key.Domain} a second time; a domain signs with one key.";
            else if (Fault(key) is { } fault)
                yield return $"Delivering:Dkim:{n} cannot sign: {fault}.";
        }
        if (options.Dkim.Count > 0 && MailAddress.TryParse(options.From, out var from, out _) && !options.Dkim.Any(k => IsOf(from!.Domain, k.Domain)))
            yield return $"Delivering:Dkim has no key for {from!.Domain}, the domain of Delivering:From, or one above it.";
    }

    /// <summary>Whether there is a key for From.</summary>
    public bool Signs => _key is not null;

    /// <summary>Who signs; null without a key.</summary>
    public string? Domain => _key?.Domain;

    /// <summary>Where the key's public half should be published, and what the record should say; null without a key.</summary>
    public string? RecordName => _key?.RecordName;

    public string? Record => _key?.Record;

    /// <summary>Appends the message, its signature before it.</summary>
    /// <param name="at">Fixed when the mail was planned, so that a retry is the same bytes.</param>
    public void Write(MailMessage message, DateTimeOffset at, IBufferWriter<byte> output)
    {
        if (_key is null)
        {
            message.WriteTo(output);
            return;
        }
        var unsigned = MailBuffers.Rent();
        message.WriteTo(unsigned);
        _key.Sign(unsigned.WrittenSpan, at, output);
        output.Write(unsigned.WrittenSpan);
        MailBuffers.Return(unsigned);
    }

    public void Dispose() => _key?.Dispose();

    /// <summary>A new key, written to a file that only its owner can read and that was not there before.</summary>
    /// <exception cref="IOException">The file is there, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">Domain or selector is none.</exception>
    public static DkimKey New(string domain, string selector, string file)
    {
        var pem = DkimKey.NewPem();
        if (!DkimKey.TryRead(domain, selector, pem, [], out var key, out var why))
            throw new InvalidDataException($"No key was made: {why}.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(pem);
        return key!;
    }

    static bool IsOf(string domain, string above) =>
        domain.Equals(above, StringComparison.OrdinalIgnoreCase) || domain.EndsWith("." + above, StringComparison.OrdinalIgnoreCase);

    static string? Fault(DkimOptions options)
    {
        if (!TryRead(options, out var key, out var why))
            return why;
        key!.Dispose();
        return null;
    }

    static bool TryRead(DkimOptions options, out DkimKey? key, out string? why)
    {
        key = null;
        string pem;
        try
        {
            pem = File.ReadAllText(options.KeyFile);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            why = $"KeyFile cannot be read: {fault.Message.TrimEnd('.')}";
            return false;
        }
        return DkimKey.TryRead(options.Domain, options.Selector, pem, options.Unsigned, out key, out why);
    }
}

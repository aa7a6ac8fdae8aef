using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Digest.Mailing;
using Digest.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digest.Bounces;

/// <summary>A door for the mail server beside us, by LMTP (RFC 2033): what it delivers is read at once, as `bounces ingest` reads it. It is told
/// to try again while nothing can be written down, so that nothing is lost; and nothing is ever answered by mail.</summary>
internal sealed partial class LmtpPort(BouncesOptions options, BounceIntake intake, ILogger<LmtpPort> log) : IHostedService
{
    /// <summary>Mail servers open some twenty connections to one destination.</summary>
    const int MostConnections = 50;

    /// <summary>Our letters come back whole, with what was written around them; only the beginning is kept.</summary>
    const int LargestMail = 50 * 1024 * 1024;

    MailReceiver? _receiver;
    string? _path;

    /// <summary>Where it listens; null while it does not.</summary>
    public EndPoint? At => _receiver?.At;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Lmtp.Length == 0)
            return Task.CompletedTask;
        if (!TryRead(options.Lmtp, out var at))
            throw new InvalidDataException($"Bounces:Lmtp is \"{options.Lmtp}\"."); // told before the start
        _path = (at as UnixDomainSocketEndPoint)?.ToString();
        try
        {
            if (_path is not null)
                RemoveStale(_path);
            _receiver = MailReceiver.Start(at, new()
            {
                HostName = "digest", IsLmtp = true, IsStrict = false, LargestMail = LargestMail, Kept = Inbox.LongestMail, MostConnections = MostConnections,
            }, TakeAsync);
            // Who may reach the folder may deliver, whatever the user of the mail server is called.
            if (_path is not null && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(_path, (UnixFileMode)0b110_110_110);
        }
        catch (Exception fault) when (fault is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException("Bounces", typeof(BouncesOptions), [$"Bounces:Lmtp cannot be listened on at {options.Lmtp}: {fault.Message}"]);
        }
        LogListening(options.Lmtp);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_receiver is null)
            return;
        await _receiver.DisposeAsync();
        if (_path is not null)
            File.Delete(_path);
        _receiver = null;
    }

    /// <summary>"127.0.0.1:2424", "[::1]:2424", or the absolute path of a unix socket, perhaps with "unix:" before it.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out EndPoint? at)
    {
        var path = text.StartsWith("unix:", StringComparison.Ordinal) ? text[5..] : text;
        at = Path.IsPathRooted(path) && path.Length <= 100 ? new UnixDomainSocketEndPoint(path)
            : IPEndPoint.TryParse(text, out var port) && text.EndsWith(":" + port.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) ? port
            : null;
        return at is not null;
    }

    async ValueTask<string> TakeAsync(TakenMail mail, CancellationToken ct)
    {
        try
        {
            await intake.ReadAsync(AsDelivered(mail), ct);
            return "250 2.0.0 read";
        }
        catch (Exception fault) when (fault is DbException or StorageException or IOException or TimeoutException or ObjectDisposedException)
        {
            LogLater(fault.Message);
            return "451 4.3.0 it cannot be written down now; try again later";
        }
    }

    /// <summary>With whom it came to before it, as a mail server writes it who delivers.</summary>
    static byte[] AsDelivered(TakenMail mail) =>
        [.. Encoding.UTF8.GetBytes(string.Concat(mail.Recipients.Take(20).Select(r => $"Delivered-To: {r}\r\n"))), .. mail.Source];

    /// <summary>What a killed process left behind keeps nobody from listening.</summary>
    static void RemoveStale(string path)
    {
        if (!File.Exists(path))
            return;
        if (new FileInfo(path).Length > 0)
            throw new IOException("there is a file of that name, which is no socket."); // a call to it is refused as well
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        throw new IOException("somebody else listens there.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail that comes back is taken by LMTP at {At}")]
    partial void LogListening(string at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail that came by LMTP is to be brought again later: {Reason}")]
    partial void LogLater(string reason);
}

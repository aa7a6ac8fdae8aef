using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Digest.Mailing;

/// <summary>Everything before the first mail: addresses, greeting, EHLO, TLS, AUTH. Ends in a wire ready for MAIL, or in
/// the result that says which phase failed.</summary>
sealed class SmtpOpening(SmtpRelay relay, TimeProvider time)
{
    SmtpWire? wire;

    public SmtpExtensions Offered { get; private set; } = SmtpExtensions.None;

    public async Task<(SmtpWire? Wire, SmtpResult? Failure)> RunAsync(CancellationToken ct)
    {
        try
        {
            var failure = await ConnectAsync(ct)
                ?? (relay.Tls == TlsMode.Implicit ? await ProtectAsync(ct) : null)
                ?? await GreetAsync(ct)
                ?? await EhloAsync(ct)
                ?? (relay.Tls == TlsMode.StartTls ? await StartTlsAsync(ct) : null)
                ?? (relay.UserName is not null ? await AuthenticateAsync(ct) : null);
            if (failure is null)
                return (wire, null);
            if (wire is not null)
                await wire.DisposeAsync();
            return (null, failure);
        }
        catch
        {
            if (wire is not null)
                await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>All addresses, IPv6 first; each gets its share of the time left, so that a dead one does not eat it all.</summary>
    async Task<SmtpResult?> ConnectAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(relay.Timeouts.Connect, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(relay.Host, either.Token);
        }
        catch (SocketException e)
        {
            return SmtpResult.Broken(SmtpPhase.Connect, $"the relay's name {relay.Host} was not found: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SmtpResult.Broken(SmtpPhase.Connect, $"the name {relay.Host} was not resolved within {SmtpWire.Words(relay.Timeouts.Connect)}");
        }

        var faults = new List<string>();
        addresses = [.. addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6 ? 0 : 1)];
        for (var i = 0; i < addresses.Length; i++)
        {
            var left = relay.Timeouts.Connect - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                break;
            var fault = await TryAsync(addresses[i], left / (addresses.Length - i), ct);
            if (fault is null)
                return null;
            faults.Add($"{addresses[i]}: {fault}");
        }

        return SmtpResult.Broken(SmtpPhase.Connect, faults.Count > 0
            ? $"no connection to {relay}: {string.Join("; ", faults)}"
            : $"no connection to {relay} within {SmtpWire.Words(relay.Timeouts.Connect)}");
    }

    async Task<string?> TryAsync(IPAddress address, TimeSpan share, CancellationToken ct)
    {
        // Without NoDelay the final dot waits for the acknowledgement of the body: 40 ms a mail.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(share, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, relay.Port), either.Token);
            wire = new SmtpWire(socket, new NetworkStream(socket, ownsSocket: true), relay, time, secure: false);
            return null;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            ct.ThrowIfCancellationRequested();
            return $"no answer within {SmtpWire.Words(share)}";
        }
    }

    async Task<SmtpResult?> ProtectAsync(CancellationToken ct)
    {
        var (secure, failure) = await SmtpTls.ProtectAsync(wire!, relay, time, ct);
        wire = secure ?? wire;
        return failure;
    }

    async Task<SmtpResult?> GreetAsync(CancellationToken ct)
    {
        var greeting = await wire!.ReadAsync(SmtpPhase.Greeting, ct);
        return greeting.IsPositive ? null : Unexpected(greeting);
    }

    async Task<SmtpResult?> EhloAsync(CancellationToken ct)
    {
        var ehlo = await wire!.AskAsync(SmtpPhase.Ehlo, $"EHLO {relay.ClientName}\r\n", ct);
        if (ehlo.IsPositive)
        {
            Offered = SmtpExtensions.Read(ehlo.Raw!);
            return null;
        }

        // HELO has no extensions: no fallback where TLS or AUTH is asked for.
        if (ehlo.Reply is not { Code: >= 500 } || relay.Tls == TlsMode.StartTls || relay.UserName is not null)
            return Unexpected(ehlo);
        Offered = SmtpExtensions.None;
        var helo = await wire.AskAsync(SmtpPhase.Ehlo, $"HELO {relay.ClientName}\r\n", ct);
        return helo.IsPositive ? null : Unexpected(helo);
    }

    async Task<SmtpResult?> StartTlsAsync(CancellationToken ct)
    {
        if (!Offered.StartTls)
            return SmtpResult.Broken(SmtpPhase.Tls, "the relay does not offer STARTTLS, and plain text was not asked for");
        var start = await wire!.AskAsync(SmtpPhase.Tls, "STARTTLS\r\n", ct);
        if (!start.IsPositive)
            return Unexpected(start);
        // What was offered in plain text may have been altered on the way: ask again.
        return await ProtectAsync(ct) ?? await EhloAsync(ct);
    }

    async Task<SmtpResult?> AuthenticateAsync(CancellationToken ct)
    {
        if (!wire!.IsSecure && !(wire.Socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address)))
            return SmtpResult.Broken(SmtpPhase.Auth, "the password is not sent over an unprotected connection");
        string user = relay.UserName!, password = relay.Password ?? "";
        if (user.Contains('\0', StringComparison.Ordinal) || password.Contains('\0', StringComparison.Ordinal))
            return SmtpResult.Broken(SmtpPhase.Auth, "the user name or password holds a NUL");

        // RFC 4616 and the LOGIN of old; both send what the server asks to be base64.
        string[] secrets = [Base64($"\0{user}\0{password}"), Base64(user), Base64(password), password];
        SmtpStep step;
        if (Offered.AuthMechanisms.Contains("PLAIN", StringComparer.Ordinal))
            step = await ConverseAsync(["AUTH PLAIN", secrets[0]], ct);
        else if (Offered.AuthMechanisms.Contains("LOGIN", StringComparer.Ordinal))
            step = await ConverseAsync(["AUTH LOGIN", secrets[1], secrets[2]], ct);
        else
            return SmtpResult.Broken(SmtpPhase.Auth, "the relay offers neither AUTH PLAIN nor AUTH LOGIN");
        return step.IsPositive ? null : Masked(Unexpected(step), secrets);
    }

    async Task<SmtpStep> ConverseAsync(string[] lines, CancellationToken ct)
    {
        var step = default(SmtpStep);
        foreach (var line in lines)
        {
            step = await wire!.AskAsync(SmtpPhase.Auth, line + "\r\n", ct);
            if (!step.IsIntermediate)
                break;
        }

        return step;
    }

    /// <summary>A refusal as it is; a reply that has no place here (2yz for 3yz, 1yz) as a fault.</summary>
    static SmtpResult Unexpected(SmtpStep step) => step.Reply is { IsRefusal: false } odd
        ? SmtpResult.Broken(step.Result.Phase, $"an answer that does not fit: {odd}")
        : step.Result;

    /// <summary>Some servers repeat the line they refuse.</summary>
    static SmtpResult Masked(SmtpResult result, string[] secrets)
    {
        if (result.Reply is not { } reply)
            return result;
        var text = secrets.Where(secret => secret.Length > 3)
            .Aggregate(reply.Text, (t, secret) => t.Replace(secret, "***", StringComparison.Ordinal));
        return result with { Reply = reply with { Text = text } };
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

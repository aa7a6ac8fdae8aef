using System.Net;
using System.Net.Sockets;

namespace Digest.Mailing;

/// <summary>Everything before the first mail: addresses, greeting, EHLO, TLS, AUTH. Ends in a wire ready for MAIL, or in
/// the result that says which phase failed.</summary>
sealed class SmtpOpening(SmtpRelay relay, TimeProvider time)
{
    SmtpWire? wire;

    public SmtpExtensions Offered { get; private set; } = SmtpExtensions.None;

    public async Task<(SmtpWire? Wire, SmtpResult? Failure)> RunAsync(CancellationToken ct)
    {
        string? token = null;
        try
        {
            var failure = await TokenAsync(t => token = t, ct)
                ?? await ConnectAsync(ct)
                ?? (relay.Tls == TlsMode.Implicit ? await ProtectAsync(ct) : null)
                ?? await GreetAsync(ct)
                ?? await EhloAsync(ct)
                ?? (relay.Tls == TlsMode.StartTls ? await StartTlsAsync(ct) : null)
                ?? (relay.UserName is not null ? await SmtpAuth.RunAsync(wire!, relay, Offered, token, ct) : null);
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

    /// <summary>Before the connection is made: the relay need not wait for whoever gives tokens.</summary>
    async Task<SmtpResult?> TokenAsync(Action<string> take, CancellationToken ct)
    {
        if (relay.UserName is null || relay.AccessToken is not { } ask)
            return null;
        var (token, fault) = await ask(ct);
        if (token is not null && !SmtpAuth.IsToken(token))
            (token, fault) = (null, "what was given as a token is none: letters, digits and -._~+/= on one line");
        if (token is null)
            return SmtpResult.Broken(SmtpPhase.Auth, fault ?? "there is no token");
        take(token);
        return null;
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
            new SmtpTrace(relay).Connected($"{address}:{relay.Port}");
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
        return greeting.IsPositive ? null : greeting.Unexpected;
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
            return ehlo.Unexpected;
        Offered = SmtpExtensions.None;
        var helo = await wire.AskAsync(SmtpPhase.Ehlo, $"HELO {relay.ClientName}\r\n", ct);
        return helo.IsPositive ? null : helo.Unexpected;
    }

    async Task<SmtpResult?> StartTlsAsync(CancellationToken ct)
    {
        if (!Offered.StartTls)
            return SmtpResult.Broken(SmtpPhase.Tls, "the relay does not offer STARTTLS, and plain text was not asked for");
        var start = await wire!.AskAsync(SmtpPhase.Tls, "STARTTLS\r\n", ct);
        if (!start.IsPositive)
            return start.Unexpected;
        // What was offered in plain text may have been altered on the way: ask again.
        return await ProtectAsync(ct) ?? await EhloAsync(ct);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Digest.Rendering;
using Digest.Subscribers;
using Digest.Web.Admin;

namespace Digest.Checking;

/// <summary>Looks at the public address as a reader's mail program would: is it there, is it us, does one click leave.</summary>
internal sealed class PublicUrlCheck(SiteOptions site, KeyRing keys, NameLookup names, ClockCheck clock, AdminOptions admin, CheckingOptions options)
{
    const string Url = "public address", OneClick = "one-click", Operators = "operators' pages";

    const string Proxy = "Check the proxy in front of the service: what comes to this address has to reach Web:Listen as it is.";

    /// <summary>What `/health/live` tells beside being alive: which installation answers, by its keys' fingerprint.</summary>
    public const string InstanceHeader = "Digest-Instance";

    public async Task<IReadOnlyList<Finding>> LookAsync(bool offline, CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (site.Root.IsLoopback)
            findings.Add(Finding.Fault(Url, $"Web:PublicUrl is {site.PublicUrl}, which nobody but this machine can open.",
                "The links in every mail would be dead, and serve does not start.", "Set Web:PublicUrl to the address your subscribers reach."));
        if (!site.IsHttps)
            findings.Add(Finding.Warning(Url, $"Web:PublicUrl is {site.PublicUrl}, which is not https.",
                "Mails carry no one-click unsubscribing (RFC 8058), which large providers ask for, and links can be read on the way.",
                "Put a proxy with a certificate in front of the service, and set Web:PublicUrl to its https address."));
        if (offline)
            return findings;
        try
        {
            using var http = Client();
            findings.Add(await LiveAsync(http, ct));
            if (findings[^1].Level == Level.Ok)
                findings.Add(await OneClickAsync(http, ct));
            if (admin.ProxyHeader.Length > 0)
                findings.Add(await ForgedAsync(http, ct));
        }
        catch (HttpRequestException fault) when (fault.InnerException is NameLookupException silent)
        {
            findings.Add(Finding.Warning(Url, $"{site.Root} was not asked: {silent.Message.TrimEnd('.')}.", "Whether readers can open it is not known.", NameLookup.Advice));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or CryptographicException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            findings.Add(Finding.Fault(Url, $"{site.Root} is not reached: {fault.GetBaseException().Message.TrimEnd('.')}.", "Nobody can confirm, read or leave.",
                "Check that the name points here in the DNS, that the proxy runs with a valid certificate, and that serve runs."));
        }
        return findings;
    }

    HttpClient Client()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = ConnectAsync };
        if (options.TrustFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        return new(handler) { Timeout = options.Wait };
    }

    /// <summary>Comes from outside with the header by which the proxy says who has logged in.</summary>
    async Task<Finding> ForgedAsync(HttpClient http, CancellationToken ct)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Root, "admin"));
        question.Headers.TryAddWithoutValidation(admin.ProxyHeader, "digest doctor");
        using var answer = await http.SendAsync(question, ct);
        return answer.StatusCode != HttpStatusCode.OK ? Finding.Ok(Operators, $"{question.RequestUri} does not let in whoever sends {admin.ProxyHeader} from outside.")
            : Finding.Fault(Operators, $"{question.RequestUri} lets in whoever sends {admin.ProxyHeader} from outside.", "Anybody can see and change every subscription.",
                "Let the proxy take that header away from all that comes in, and set it itself after its own login; docs/installing.md has the lines.");
    }

    async Task<Finding> LiveAsync(HttpClient http, CancellationToken ct)
    {
        var address = new Uri(site.Root, "health/live");
        using var answer = await http.GetAsync(address, ct);
        clock.Note(answer.Headers.Date, $"{address.Host}", isOwn: true);
        if (Redirect(answer) is { } to)
            return Finding.Fault(Url, $"{address} redirects to {to}.", "One-click unsubscribing does not follow redirects.",
                "Set Web:PublicUrl to the address at which the redirect ends.");
        var instance = answer.Headers.TryGetValues(InstanceHeader, out var values) ? values.FirstOrDefault() : null;
        if (answer.StatusCode != HttpStatusCode.OK || instance is null)
            return Finding.Fault(Url, $"{address} is answered by another server ({(int)answer.StatusCode}).", "The links in mails lead there.", Proxy);
        return instance == keys.Fingerprint ? Finding.Ok(Url, $"{site.Root} is answered by this service.")
            : Finding.Fault(Url, $"{address} is answered by another installation of Digest (its keys are {instance}, ours {keys.Fingerprint}).",
                "It does not know the links of our mails.", Proxy);
    }

    async Task<Finding> OneClickAsync(HttpClient http, CancellationToken ct)
    {
        // No such token: the endpoint answers as ever, and nobody leaves.
        var address = new Uri(site.Root, "unsubscribe/doctor");
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var answer = await http.PostAsync(address, form, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.StatusCode == HttpStatusCode.OK && text.StartsWith("Unsubscribed.", StringComparison.Ordinal)
            ? Finding.Ok(OneClick, "A post to the unsubscribe address is answered as mail programs want it.")
            : Finding.Fault(OneClick, $"A post to {address} is answered {(int)answer.StatusCode}{(Redirect(answer) is { } to ? $", redirecting to {to}" : "")}.",
                "The unsubscribe button of mail programs does not work, and readers press \"spam\" instead.",
                "Let the proxy pass POST requests under /unsubscribe/ on, without a redirect, login or challenge.");
    }

    static Uri? Redirect(HttpResponseMessage answer) => (int)answer.StatusCode is >= 300 and < 400 ? answer.Headers.Location : null;

    // With a name server of one's own choice, the world's view is looked at and not this machine's.
    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (options.DnsServer.Length == 0)
                await socket.ConnectAsync(context.DnsEndPoint, ct);
            else if (await names.AddressesAsync(context.DnsEndPoint.Host, ct) is { Count: > 0 } addresses)
                await socket.ConnectAsync([.. addresses], context.DnsEndPoint.Port, ct);
            else
                throw new IOException($"{context.DnsEndPoint.Host} has no address in the DNS");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

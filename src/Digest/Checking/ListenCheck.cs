using System.Net;
using System.Net.Sockets;
using Digest.Subscribers;
using Digest.Web;

namespace Digest.Checking;

/// <summary>Whether the pages can listen where they should, or already do.</summary>
internal sealed class ListenCheck(WebOptions web, KeyRing keys, CheckingOptions options)
{
    const string About = "pages", Means = "serve does not start.";

    public async Task<Finding> LookAsync(CancellationToken ct)
    {
        var at = IPEndPoint.Parse(web.Listen);
        if (at.Port == 0)
            return Finding.Note(About, $"Web:Listen is {web.Listen}: any port that is free.", "A proxy cannot be told which.");
        try
        {
            using var listener = new TcpListener(at);
            listener.Start();
            return Finding.Ok(About, $"{web.Listen} is free for the pages; serve does not run here now.");
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await IsOursAsync(at, ct) ? Finding.Ok(About, $"serve runs, and listens on {web.Listen}.")
                : Finding.Fault(About, $"Web:Listen is {web.Listen}, where another program listens.", Means,
                    "Stop that program, or set Web:Listen to another port, for the proxy too.");
        }
        catch (SocketException fault)
        {
            return Finding.Fault(About, $"Web:Listen is {web.Listen}, which cannot be listened on: {fault.Message.TrimEnd('.')}.", Means,
                "Set Web:Listen to an address of this machine, and a port of 1024 and above.");
        }
    }

    async Task<bool> IsOursAsync(IPEndPoint at, CancellationToken ct)
    {
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = options.Wait };
            using var answer = await http.GetAsync(SelfCheck.Address(at, "/health/live"), ct);
            return answer.Headers.TryGetValues(PublicUrlCheck.InstanceHeader, out var values) && values.Contains(keys.Fingerprint, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false; // whatever it is, it is not the service
        }
    }
}

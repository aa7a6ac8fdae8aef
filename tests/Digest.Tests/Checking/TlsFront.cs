using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Digest.Tests.Checking;

/// <summary>TLS on loopback before a port that speaks plainly, as a proxy before the pages, or a relay's port 465.</summary>
sealed class TlsFront : IAsyncDisposable
{
    readonly TcpListener _listener;
    readonly CancellationTokenSource _stopping = new();
    readonly X509Certificate2 _certificate;
    readonly Func<int> _behind;
    readonly Task _accepting;

    public TlsFront(int port, X509Certificate2 certificate, Func<int> behind)
    {
        (_certificate, _behind) = (certificate, behind);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A certificate that trusts itself.</summary>
    public static X509Certificate2 Certificate(string name, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "papers.example")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(until.AddYears(-1), until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
        _certificate.Dispose();
    }

    async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    async Task PassAsync(TcpClient caller)
    {
        try
        {
            using var from = caller;
            await using var tls = new SslStream(from.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
            using var to = new TcpClient();
            await to.ConnectAsync(IPAddress.Loopback, _behind(), _stopping.Token);
            await using var plain = to.GetStream();
            await Task.WhenAny(tls.CopyToAsync(plain, _stopping.Token), plain.CopyToAsync(tls, _stopping.Token));
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // One of the two has left.
        }
    }
}

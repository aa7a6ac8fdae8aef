using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Digest.Mailing;

/// <summary>The receiving end of SMTP or LMTP: listens, and holds a conversation with whoever connects.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    /// <summary>An answer that closes the connection without a word.</summary>
    public const string Drop = "(drop)";

    readonly Socket listener;
    readonly ReceivingTerms terms;
    readonly MailTaker take;
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentDictionary<Task, bool> sessions = new();
    readonly Task accepting;
    int connections;

    MailReceiver(Socket listener, ReceivingTerms terms, MailTaker take)
    {
        (this.listener, this.terms, this.take) = (listener, terms, take);
        At = listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public EndPoint At { get; }

    /// <summary>Connections taken so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <exception cref="SocketException">It cannot listen there.</exception>
    public static MailReceiver Start(EndPoint at, ReceivingTerms terms, MailTaker take)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, at is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen();
            return new(socket, terms, take);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, closes every connection and waits for the last to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(sessions.Keys);
        stopping.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                continue; // the caller was gone before it was taken
            }

            Interlocked.Increment(ref connections);
            var session = ServeAsync(socket);
            sessions[session] = true;
            _ = session.ContinueWith(done => sessions.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        await Task.Yield(); // the accept loop goes on
        if (socket.ProtocolType == ProtocolType.Tcp)
            socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (sessions.Count > terms.MostConnections)
                await stream.WriteAsync("421 4.3.2 too many connections\r\n"u8.ToArray(), stopping.Token);
            else
                await new ReceivingSession(stream, terms, take).RunAsync(stopping.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The peer left or the listener stops: either way this conversation is over, and what was kept is kept.
        }
    }
}

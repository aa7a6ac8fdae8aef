using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Digest.Demo;

/// <summary>
/// A small real SMTP server on loopback that puts what it takes into a <see cref="Mailbox"/>: the far end of the demo,
/// and of the tests, which may script its answers. As strict as a careful receiver: a bare CR or LF is refused.
/// </summary>
internal sealed class MailboxListener : IAsyncDisposable
{
    /// <summary>Scripted answer: close the connection without a word. At "." the mail is not kept.</summary>
    public const string Drop = "(drop)";

    /// <summary>Scripted answer at ".": keep the mail, then close without a reply, as when the reply is lost.</summary>
    public const string KeepAndDrop = "(keep and drop)";

    const int MostConnections = 200;

    readonly TcpListener listener;
    readonly Mailbox mailbox;
    readonly Func<string, string?>? script;
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentDictionary<Task, bool> sessions = new();
    readonly Task accepting;
    int connections;

    MailboxListener(Mailbox mailbox, int port, Func<string, string?>? script)
    {
        this.mailbox = mailbox;
        this.script = script;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections taken so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="mailbox">Where the mails go.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="script">Asked at each step with "" for the greeting, the command line, or "." for the end of a
    /// message; null answers as usual. May be called from several connections at once.</param>
    public static MailboxListener Start(Mailbox mailbox, int port = 0, Func<string, string?>? script = null) => new(mailbox, port, script);

    /// <summary>Stops listening, closes every connection and waits for the last to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        await stopping.CancelAsync();
        listener.Stop();
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
                socket = await listener.AcceptSocketAsync(stopping.Token);
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
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (sessions.Count > MostConnections)
                await stream.WriteAsync("421 4.3.2 too many connections\r\n"u8.ToArray(), stopping.Token);
            else
                await new MailboxSession(stream, mailbox, script).RunAsync(stopping.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The peer left or the listener stops: either way this conversation is over, and what was kept is kept.
        }
    }
}

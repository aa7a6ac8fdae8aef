using System.Net;
using Digest.Mailing;

namespace Digest.Demo;

/// <summary>
/// A small real SMTP server on loopback that puts what it takes into a <see cref="Mailbox"/>: the far end of the demo,
/// and of the tests, which may script its answers. As strict as a careful receiver: a bare CR or LF is refused.
/// </summary>
internal sealed class MailboxListener : IAsyncDisposable
{
    /// <summary>Scripted answer: close the connection without a word. At "." the mail is not kept.</summary>
    public const string Drop = MailReceiver.Drop;

    /// <summary>Scripted answer at ".": keep the mail, then close without a reply, as when the reply is lost.</summary>
    public const string KeepAndDrop = "(keep and drop)";

    readonly MailReceiver receiver;

    MailboxListener(MailReceiver receiver) => this.receiver = receiver;

    public int Port => ((IPEndPoint)receiver.At).Port;

    /// <summary>Connections taken so far.</summary>
    public int Connections => receiver.Connections;

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="mailbox">Where the mails go.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="script">Asked at each step with "" for the greeting, the command line, or "." for the end of a
    /// message; null answers as usual. May be called from several connections at once.</param>
    public static MailboxListener Start(Mailbox mailbox, int port = 0, Func<string, string?>? script = null) =>
        new(MailReceiver.Start(new IPEndPoint(IPAddress.Loopback, port), new() { Script = script }, (mail, _) =>
        {
            var answer = script?.Invoke(".") ?? "250 2.0.0 kept";
            if (answer is ['2', ..] or KeepAndDrop)
                foreach (var recipient in mail.Recipients)
                    mailbox.Add(mail.From, recipient, mail.Source);
            return ValueTask.FromResult(answer == KeepAndDrop ? Drop : answer);
        }));

    /// <summary>Stops listening, closes every connection and waits for the last to end.</summary>
    public ValueTask DisposeAsync() => receiver.DisposeAsync();
}

using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Digest.Demo;

/// <summary>One SMTP conversation, from greeting to QUIT.</summary>
internal sealed class MailboxSession(Stream stream, Mailbox mailbox, Func<string, string?>? script)
{
    const int LongestCommand = 2048, LongestLine = 64 * 1024, LargestMail = 10 * 1024 * 1024, MostRecipients = 100;

    readonly PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    readonly PipeWriter writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    readonly List<string> recipients = [];
    string? sender;
    bool greeted;

    public async Task RunAsync(CancellationToken ct)
    {
        if (!await AnswerAsync(script?.Invoke("") ?? "220 mailbox.localhost ESMTP ready", ct))
            return;
        while (await LineAsync(LongestCommand, ct) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
            if (script?.Invoke(line) is { } scripted)
            {
                // A refused command changes nothing; an accepted one is taken below as usual.
                if (scripted is not ['2', ..] and not ['3', ..])
                {
                    if (!await AnswerAsync(scripted, ct))
                        return;
                    continue;
                }
            }
            else
            {
                scripted = null;
            }

            var word = line.Split(' ')[0].ToUpperInvariant();
            var reply = Reply(word, line);
            if (!await AnswerAsync(reply[0] is '2' or '3' ? scripted ?? reply : reply, ct) || word == "QUIT")
                return;
            if (reply.StartsWith("354", StringComparison.Ordinal) && !await MessageAsync(ct))
                return;
        }
    }

    string Reply(string word, string line)
    {
        switch (word)
        {
            case "EHLO" or "HELO":
                Reset();
                greeted = true;
                return word == "HELO"
                    ? "250 mailbox.localhost"
                    : $"250-mailbox.localhost\r\n250-SIZE {LargestMail.ToString(CultureInfo.InvariantCulture)}\r\n" +
                        "250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8";
            case "MAIL" when greeted && sender is null:
                sender = Path(line, "MAIL FROM:");
                return sender is null ? "501 5.5.4 MAIL FROM:<address>" : "250 2.1.0 sender taken";
            case "RCPT" when sender is not null:
                if (Path(line, "RCPT TO:") is not { Length: > 0 } recipient)
                    return "501 5.5.4 RCPT TO:<address>";
                if (recipients.Count == MostRecipients)
                    return "452 4.5.3 too many recipients";
                recipients.Add(recipient);
                return "250 2.1.5 recipient taken";
            case "DATA" when recipients.Count > 0:
                return "354 end with a dot on a line of its own";
            case "RSET":
                Reset();
                return "250 2.0.0 forgotten";
            case "NOOP":
                return "250 2.0.0 still here";
            case "QUIT":
                return "221 2.0.0 goodbye";
            case "MAIL" or "RCPT" or "DATA":
                return "503 5.5.1 not now";
            default:
                return "500 5.5.2 unknown command";
        }
    }

    static string? Path(string line, string prefix)
    {
        if (!line.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = line[prefix.Length..].TrimStart(' ');
        var close = rest.IndexOf('>', StringComparison.Ordinal);
        return rest.StartsWith('<') && close > 0 ? rest[1..close] : null;
    }

    /// <summary>Takes the message up to the dot. What is too large or malformed is read to its end and refused.</summary>
    async Task<bool> MessageAsync(CancellationToken ct)
    {
        var source = new ArrayBufferWriter<byte>();
        string? refusal = null;
        while (true)
        {
            if (await LineAsync(LongestLine, ct) is not { } line)
                return false;
            if (line.AsSpan().SequenceEqual(".\r\n"u8))
                break;
            if (!line.AsSpan().EndsWith("\r\n"u8) || line.AsSpan(0, line.Length - 2).Contains((byte)'\r'))
                refusal ??= "550 5.6.0 bare CR or LF in the message";
            if (source.WrittenCount + line.Length > LargestMail)
                refusal ??= "552 5.3.4 the message is too large";
            if (refusal is null)
                source.Write(line.AsSpan(line[0] == '.' ? 1 : 0));
        }

        var answer = script?.Invoke(".") ?? refusal ?? "250 2.0.0 kept";
        if (refusal is null && (answer[0] == '2' || answer == MailboxListener.KeepAndDrop))
            foreach (var recipient in recipients)
                mailbox.Add(sender!, recipient, source.WrittenSpan.ToArray());
        Reset();
        return await AnswerAsync(answer, ct);
    }

    void Reset()
    {
        sender = null;
        recipients.Clear();
    }

    /// <summary>False when the conversation ends with this answer.</summary>
    async Task<bool> AnswerAsync(string reply, CancellationToken ct)
    {
        if (reply is MailboxListener.Drop or MailboxListener.KeepAndDrop)
            return false;
        Encoding.UTF8.GetBytes(reply + "\r\n", writer);
        await writer.FlushAsync(ct);
        return !reply.StartsWith("421", StringComparison.Ordinal);
    }

    /// <summary>One line with its end; null when the peer left, or sent a line that is too long to be meant well.</summary>
    async Task<byte[]?> LineAsync(int longest, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, read.Buffer.GetPosition(1, end)).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            var tooLong = read.Buffer.Length > longest;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || tooLong)
                return null;
        }
    }
}

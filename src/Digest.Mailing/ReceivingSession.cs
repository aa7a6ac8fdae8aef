using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Digest.Mailing;

/// <summary>One conversation of SMTP or LMTP, from greeting to QUIT.</summary>
internal sealed class ReceivingSession(Stream stream, ReceivingTerms terms, MailTaker take)
{
    const int LongestCommand = 2048, LongestLine = 64 * 1024, MostRecipients = 100;

    readonly PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    readonly PipeWriter writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    readonly List<string> recipients = [];
    string? sender;
    bool greeted;

    public async Task RunAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await TalkAsync(deadline, ct);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && (terms.IsLmtp || !ct.IsCancellationRequested))
        {
            // Whoever waits is told why; whoever does not read is not waited for.
            var why = ct.IsCancellationRequested ? "421 4.3.2 closing down\r\n"u8.ToArray() : "421 4.4.2 that took too long\r\n"u8.ToArray();
            await stream.WriteAsync(why, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task TalkAsync(CancellationTokenSource deadline, CancellationToken ct)
    {
        deadline.CancelAfter(terms.Patience);
        if (!await AnswerAsync(terms.Script?.Invoke("") ?? $"220 {terms.HostName} {(terms.IsLmtp ? "LMTP" : "ESMTP")} ready", deadline.Token))
            return;
        while (await LineAsync(LongestCommand, deadline.Token) is { } bytes)
        {
            if (!IsWhole(bytes))
            {
                await AnswerAsync("500 5.5.2 the line is too long", deadline.Token);
                return; // what follows may be anything
            }
            var line = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
            var scripted = terms.Script?.Invoke(line);
            // A refused command changes nothing; an accepted one is taken below as usual.
            if (scripted is not null && scripted is not ['2' or '3', ..])
            {
                if (!await AnswerAsync(scripted, deadline.Token))
                    return;
            }
            else
            {
                var word = line.Split(' ')[0].ToUpperInvariant();
                var reply = Reply(word, line);
                if (!await AnswerAsync(reply[0] is '2' or '3' ? scripted ?? reply : reply, deadline.Token) || word == "QUIT")
                    return;
                if (reply.StartsWith("354", StringComparison.Ordinal) && !await MessageAsync(deadline, ct))
                    return;
            }
            deadline.CancelAfter(terms.Patience);
        }
    }

    string Reply(string word, string line)
    {
        switch (word)
        {
            case "LHLO" when terms.IsLmtp:
            case "EHLO" or "HELO" when !terms.IsLmtp:
                Reset();
                greeted = true;
                return word == "HELO"
                    ? $"250 {terms.HostName}"
                    : $"250-{terms.HostName}\r\n250-SIZE {terms.LargestMail.ToString(CultureInfo.InvariantCulture)}\r\n" +
                        "250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8";
            case "MAIL" when greeted && sender is null:
                if (Path(line, "MAIL FROM:") is not { } from)
                    return "501 5.5.4 MAIL FROM:<address>";
                if (Size(line) > terms.LargestMail)
                    return "552 5.3.4 the message is too large";
                sender = from;
                return "250 2.1.0 sender taken";
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

    /// <summary>What the sender announces (RFC 1870); 0 when nothing.</summary>
    static long Size(string line) => line.Split(' ').Where(p => p.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase))
        .Select(p => long.TryParse(p.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).FirstOrDefault();

    /// <summary>Takes the message up to the dot. What is too large or malformed is read to its end and refused.</summary>
    async Task<bool> MessageAsync(CancellationTokenSource deadline, CancellationToken ct)
    {
        deadline.CancelAfter(terms.Patience);
        var source = new ArrayBufferWriter<byte>();
        var (length, beginsLine, endedWell, afterReturn) = (0L, true, true, false);
        string? refusal = null;
        while (true)
        {
            if (await LineAsync(LongestLine, deadline.Token) is not { } line)
                return false;
            // The end is CR LF . CR LF and nothing like it, or a second mail could be smuggled in.
            if (beginsLine && endedWell && line.AsSpan().SequenceEqual(".\r\n"u8))
                break;
            var text = beginsLine && line[0] == '.' ? line.AsSpan(1) : line;
            endedWell = line.AsSpan().EndsWith("\r\n"u8) || (afterReturn && line.Length == 1);
            if (terms.IsStrict && ((IsWhole(line) && !endedWell) || line.AsSpan(0, Math.Max(0, line.Length - 2)).Contains((byte)'\r')))
                refusal ??= "550 5.6.0 bare CR or LF in the message";
            length += line.Length;
            if (length > terms.LargestMail)
                refusal ??= "552 5.3.4 the message is too large";
            if (refusal is null && source.WrittenCount < terms.Kept)
                source.Write(text[..Math.Min(text.Length, terms.Kept - source.WrittenCount)]);
            // A line longer than what is held at once comes in pieces.
            (beginsLine, afterReturn) = (IsWhole(line), line is [.., (byte)'\r']);
        }

        deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        var answer = refusal ?? await take(new(sender!, [.. recipients], source.WrittenSpan.ToArray()), ct);
        deadline.CancelAfter(terms.Patience);
        var replies = terms.IsLmtp ? recipients.Count : 1;
        Reset();
        for (var i = 0; i < replies; i++)
            if (!await AnswerAsync(answer, deadline.Token))
                return false;
        return true;
    }

    void Reset()
    {
        sender = null;
        recipients.Clear();
    }

    /// <summary>False when the conversation ends with this answer.</summary>
    async Task<bool> AnswerAsync(string reply, CancellationToken ct)
    {
        if (reply is MailReceiver.Drop)
            return false;
        Encoding.UTF8.GetBytes(reply + "\r\n", writer);
        await writer.FlushAsync(ct);
        return !reply.StartsWith("421", StringComparison.Ordinal);
    }

    static bool IsWhole(byte[] line) => line is [.., (byte)'\n'];

    /// <summary>One line with its end, or as much of one as is held at once; null when the peer left.</summary>
    async Task<byte[]?> LineAsync(int longest, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var end = read.Buffer.PositionOf((byte)'\n') is { } at ? read.Buffer.GetPosition(1, at) : read.Buffer.Length > longest ? read.Buffer.End : (SequencePosition?)null;
            if (end is { } upTo)
            {
                var line = read.Buffer.Slice(0, upTo).ToArray();
                reader.AdvanceTo(upTo);
                return line;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }
}

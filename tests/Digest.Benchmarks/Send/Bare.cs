using System.Buffers;
using Digest.Mailing;

namespace Digest.Benchmarks.Send;

/// <summary>The dialogue alone: one mail's bytes over and over, signed anew each time or not at all.</summary>
static class Bare
{
    public static async Task<TimeSpan> SendAsync(SmtpRelay relay, int connections, int mails, ReadOnlyMemory<byte> bytes, DkimKey? key)
    {
        if (!MailAddress.TryParse("reader@example.org", out var recipient, out var why))
            throw new InvalidOperationException(why?.Kind.ToString());
        var left = mails;
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var opened = await SmtpConnection.OpenAsync(relay, TimeProvider.System, default);
            var connection = opened.Connection ?? throw new InvalidOperationException(opened.Failure!.ToString());
            var signed = new ArrayBufferWriter<byte>(bytes.Length + 2048);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var message = bytes;
                if (key is not null)
                {
                    signed.ResetWrittenCount();
                    key.Sign(bytes.Span, DateTimeOffset.UnixEpoch, signed);
                    signed.Write(bytes.Span);
                    message = signed.WrittenMemory;
                }
                var result = await connection.SendAsync("digest@example.org", recipient!, message, _ => default, default);
                if (!result.Accepted)
                    throw new InvalidOperationException(result.ToString());
            }
            await connection.QuitAsync(default);
        })));
        return TimeProvider.System.GetElapsedTime(began);
    }
}

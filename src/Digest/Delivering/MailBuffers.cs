using System.Buffers;
using System.Collections.Concurrent;

namespace Digest.Delivering;

/// <summary>Buffers that mails are written into, used again: one is larger than all else that a mail allocates.</summary>
internal static class MailBuffers
{
    const int Usual = 64 * 1024, Largest = 1024 * 1024;

    static readonly ConcurrentBag<ArrayBufferWriter<byte>> Free = [];

    public static ArrayBufferWriter<byte> Rent() => Free.TryTake(out var buffer) ? buffer : new(Usual);

    /// <summary>Only when nobody reads it any more.</summary>
    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        if (buffer.Capacity <= Largest)
            Free.Add(buffer);
    }
}

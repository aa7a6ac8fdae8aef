namespace Digest.Mailing;

/// <summary>Base64 as it arrives: anything outside the alphabet is skipped, missing padding forgiven.</summary>
static class LooseBase64
{
    public static byte[] Decode(ReadOnlySpan<byte> content)
    {
        var output = new byte[(content.Length / 4 * 3) + 3];
        int written = 0, bits = 0, held = 0;
        foreach (var b in content)
        {
            if (b == '=')
            {
                // Padding ends a group; some senders concatenate padded pieces.
                (bits, held) = (0, 0);
                continue;
            }

            var value = b switch
            {
                >= (byte)'A' and <= (byte)'Z' => b - 'A',
                >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
                (byte)'+' or (byte)'-' => 62,
                (byte)'/' or (byte)'_' => 63,
                _ => -1,
            };
            if (value < 0)
                continue;
            held = ((held << 6) | value) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                output[written++] = (byte)(held >> bits);
            }
        }

        return output[..written];
    }
}

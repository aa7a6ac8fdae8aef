using System.Text;

namespace Digest.Mailing;

/// <summary>The header block at the start of a mail or part, unfolded and decoded.</summary>
static class HeaderReader
{
    const int MostHeaders = 1000, LongestValue = 64 * 1024;

    public static List<MailHeader> Read(ReadOnlySpan<byte> source, out int bodyStart)
    {
        var headers = new List<MailHeader>();
        string? name = null;
        var value = new StringBuilder();
        var at = 0;
        while (at < source.Length)
        {
            var length = source[at..].IndexOf((byte)'\n');
            var line = (length < 0 ? source[at..] : source.Slice(at, length)).TrimEnd((byte)'\r');
            var next = length < 0 ? source.Length : at + length + 1;
            if (line.IsEmpty)
            {
                at = next;
                break;
            }

            var colon = line.IndexOf((byte)':');
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (value.Length < LongestValue)
                    value.Append(Charsets.Decode(line, null));
            }
            else if (colon > 0 && !line[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            {
                Close();
                name = Encoding.ASCII.GetString(line[..colon].TrimEnd(" \t"u8));
                value.Append(Charsets.Decode(line[(colon + 1)..], null));
            }
            else if (headers.Count == 0 && name is null && !line.StartsWith("From "u8))
            {
                break; // no headers at all: everything is body
            }

            at = next;
        }

        Close();
        bodyStart = at;
        return headers;

        void Close()
        {
            if (name is not null && headers.Count < MostHeaders)
            {
                if (value.Length > LongestValue)
                    value.Length = LongestValue;
                headers.Add(new MailHeader(name, EncodedWordReader.Decode(value.ToString().Trim())));
            }

            value.Clear();
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;

namespace Digest.Gathering.Sources;

/// <summary>A text's lines with their numbers, none held longer than its turn and none longer than a limit.</summary>
internal static class TextLines
{
    /// <param name="longest">In UTF-16 units; the text of a longer line is null.</param>
    public static async IAsyncEnumerable<(int Number, string? Text)> ReadAsync(
        Stream utf8, int longest, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(utf8, Encoding.UTF8, leaveOpen: true);
        var chars = new char[16 * 1024];
        var line = new Line(longest);
        var number = 1;
        int count;
        while ((count = await reader.ReadAsync(chars, ct)) > 0)
        {
            var rest = chars.AsMemory(0, count);
            int end;
            while ((end = rest.Span.IndexOf('\n')) >= 0)
            {
                line.Append(rest.Span[..end]);
                yield return (number++, line.Take());
                rest = rest[(end + 1)..];
            }
            line.Append(rest.Span);
        }
        if (!line.IsEmpty) yield return (number, line.Take());
    }

    sealed class Line(int longest)
    {
        readonly StringBuilder _text = new();
        bool _overflowed;

        public bool IsEmpty => _text.Length == 0 && !_overflowed;

        public void Append(ReadOnlySpan<char> chars)
        {
            _overflowed |= _text.Length + chars.Length > longest;
            if (!_overflowed) _text.Append(chars);
        }

        public string? Take()
        {
            var text = _overflowed ? null : _text.ToString().TrimEnd('\r');
            _text.Clear();
            _overflowed = false;
            return text;
        }
    }
}

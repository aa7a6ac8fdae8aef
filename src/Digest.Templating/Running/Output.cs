using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Digest.Templating.Running;

/// <summary>UTF-8 that grows in a rented buffer, up to a limit; indents lines while an indent is set.</summary>
/// <param name="limit">Bytes.</param>
/// <param name="charged">Is charged for what it grows: a render may hold many, one within another.</param>
/// <param name="expected">How long it became the last time, so that it need not grow.</param>
internal sealed class Output(int limit, RenderContext? charged = null, int expected = 0) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(expected + (expected / 8), 4096, 256 * 1024));
    private int _length;
    private bool _afterNewLine;

    /// <summary>Written before every further line that what is written begins; null for none.</summary>
    public string? Indent { get; set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public string Text => Encoding.UTF8.GetString(Written);

    public void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Indent is not null)
        {
            WriteText(Encoding.UTF8.GetString(utf8), false);
            return;
        }

        _afterNewLine = false;
        utf8.CopyTo(Reserve(utf8.Length));
        _length += utf8.Length;
    }

    public void WriteText(ReadOnlySpan<char> text, bool escape)
    {
        if (Indent is null || (!_afterNewLine && !text.Contains('\n')))
        {
            WriteLine(text, escape);
            return;
        }

        while (!text.IsEmpty)
        {
            if (_afterNewLine) WriteLine(Indent, false);
            var end = text.IndexOf('\n');
            WriteLine(end < 0 ? text : text[..(end + 1)], escape);
            _afterNewLine = end >= 0;
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }

    private void WriteLine(ReadOnlySpan<char> text, bool escape)
    {
        _afterNewLine = false;
        while (escape && text.IndexOfAny(Special) is >= 0 and var special)
        {
            Encode(text[..special]);
            var entity = Entity(text[special]);
            entity.CopyTo(Reserve(entity.Length));
            _length += entity.Length;
            text = text[(special + 1)..];
        }

        Encode(text);
    }

    private void Encode(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        var free = Reserve(3L * text.Length is var most && _length + most > limit
            ? Encoding.UTF8.GetByteCount(text)
            : (int)most);
        Utf8.FromUtf16(text, free, out _, out var written); // Half a surrogate pair becomes U+FFFD.
        _length += written;
    }

    public static ReadOnlySpan<byte> Entity(char special) => special switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        _ => "&#39;"u8,
    };

    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Special.Contains(c)) escaped.Append(Encoding.ASCII.GetString(Entity(c)));
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    public Span<byte> Reserve(int size)
    {
        if (_length + (long)size > limit) throw new Fault($"The output is longer than the limit of {limit} bytes");
        if (_length + size > _buffer.Length) Grow(size);
        return _buffer.AsSpan(_length);
    }

    private void Grow(int size)
    {
        var wanted = Math.Max(_length + size, _buffer.Length * 2);
        charged?.Charge(wanted);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    public void Advance(int size) => _length += size;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }
}

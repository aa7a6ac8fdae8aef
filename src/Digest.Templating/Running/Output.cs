using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Digest.Templating.Running;

/// <summary>UTF-8 that grows in a buffer, up to a limit; indents lines while an indent is set.</summary>
internal sealed class Output : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");
    private readonly int _limit;
    private readonly RenderContext? _charged;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _length;
    private bool _afterNewLine;

    /// <param name="limit">Bytes.</param>
    /// <param name="expected">How long it became the last time, so that it need not grow.</param>
    /// <param name="charged">Is charged for what it grows: a render may hold many, one within another.</param>
    public Output(int limit, int expected = 0, RenderContext? charged = null)
    {
        (_limit, _charged) = (limit, charged);
        Take(ArrayPool<byte>.Shared.Rent(Math.Clamp(expected + (expected / 8), 4096, 256 * 1024)));
    }

    /// <summary>Writes where the result is wanted, as long as there is room.</summary>
    public Output(int limit, ArraySegment<byte> lent)
    {
        (_limit, _buffer, _start, _end, IsLent) = (limit, lent.Array!, lent.Offset, lent.Offset + lent.Count, true);
    }

    /// <summary>What is written stands in the buffer that was lent.</summary>
    public bool IsLent { get; private set; }

    /// <summary>Written before every further line that what is written begins; null for none.</summary>
    public string? Indent { get; set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(_start, _length);

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
        var free = Reserve(3L * text.Length is var most && _length + most > _limit
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
        if (_length + (long)size > _limit) throw new Fault($"The output is longer than the limit of {_limit} bytes");
        var at = _start + _length;
        if (at + size > _end)
        {
            Grow(size);
            at = _length;
        }

        return _buffer.AsSpan(at, _end - at);
    }

    public void Advance(int size) => _length += size;

    public void Dispose()
    {
        if (!IsLent) ArrayPool<byte>.Shared.Return(_buffer);
        Take([]);
        _length = 0;
    }

    private void Grow(int size)
    {
        var wanted = Math.Max(_length + size, (_end - _start) * 2);
        _charged?.Charge(wanted);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        Written.CopyTo(larger);
        if (!IsLent) ArrayPool<byte>.Shared.Return(_buffer);
        Take(larger);
    }

    [MemberNotNull(nameof(_buffer))]
    private void Take(byte[] buffer) => (_buffer, _start, _end, IsLent) = (buffer, 0, buffer.Length, false);
}

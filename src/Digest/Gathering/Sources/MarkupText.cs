using System.Net;

namespace Digest.Gathering.Sources;

/// <summary>XML as people write it, made such that a parser reads it: HTML's entities, which XML does not know, become their
/// characters and a lone ampersand an escaped one, both of which would otherwise end the reading there. What stands in CDATA
/// is left as it is, and so is everything that is right.</summary>
internal sealed class MarkupText(TextReader text) : TextReader
{
    /// <summary>The longest of HTML 4's entities are eight letters; numbers may have zeros in front.</summary>
    const int LongestEntity = 16;

    const string CData = "<![CDATA[", CDataEnd = "]]>";

    readonly char[] _buffer = new char[16 * 1024];
    int _at, _filled;
    bool _ended, _begun, _inCData;
    string _replacement = "";

    /// <summary>Whether it begins as a web page does.</summary>
    public bool IsPage()
    {
        Fill();
        var beginning = _buffer.AsSpan(_at, _filled - _at);
        return beginning.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) ||
            beginning.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    public override int Read() => Read(_one, 0, 1) == 0 ? -1 : _one[0];

    readonly char[] _one = new char[1];

    public override int Read(char[] buffer, int index, int count)
    {
        var written = 0;
        while (written < count)
        {
            if (_replacement.Length > 0)
            {
                var taken = Math.Min(_replacement.Length, count - written);
                _replacement.CopyTo(0, buffer, index + written, taken);
                (_replacement, written) = (_replacement[taken..], written + taken);
                continue;
            }
            if (!Fill()) break;
            var ahead = _buffer.AsSpan(_at, _filled - _at);
            if (ahead[0] == '&' && !_inCData)
            {
                _replacement = Entity(ahead, out var length);
                _at += length;
                continue;
            }
            if (ahead.StartsWith(CData, StringComparison.Ordinal)) _inCData = true;
            else if (ahead.StartsWith(CDataEnd, StringComparison.Ordinal)) _inCData = false;
            // What follows is plain up to the next sign; near the end of the buffer a sign might not be whole yet.
            var run = ahead[1..].IndexOfAny('&', '<', ']') + 1;
            if (run == 0) run = ahead.Length;
            run = Math.Min(run, count - written);
            ahead[..run].CopyTo(buffer.AsSpan(index + written));
            (_at, written) = (_at + run, written + run);
        }
        return written;
    }

    // Bodies are in memory and files beside us: there is nothing to wait for.
    public override Task<int> ReadAsync(char[] buffer, int index, int count) => Task.FromResult(Read(buffer, index, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }

    static string Entity(ReadOnlySpan<char> ahead, out int length)
    {
        length = 1;
        var end = ahead[..Math.Min(ahead.Length, LongestEntity)].IndexOf(';');
        if (end < 2) return "&amp;";
        var entity = ahead[..(end + 1)].ToString();
        var name = entity[1..^1];
        if (name[0] == '#' ? IsNumber(name[1..]) : name is "amp" or "lt" or "gt" or "quot" or "apos")
        {
            length = entity.Length;
            return entity;
        }
        var character = name.All(char.IsAsciiLetterOrDigit) ? WebUtility.HtmlDecode(entity) : entity;
        if (character == entity) return "&amp;";
        length = entity.Length;
        return character;
    }

    static bool IsNumber(string digits) =>
        digits.Length > 1 && digits[0] is 'x' ? digits[1..].All(char.IsAsciiHexDigit)
        : digits.Length > 0 && digits.All(char.IsAsciiDigit);

    // True while there is something; as long as there is more, enough of it to see a whole sign.
    bool Fill()
    {
        if (_filled - _at < LongestEntity * 2 && !_ended)
        {
            _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
            (_at, _filled) = (0, _filled - _at);
            while (_filled < _buffer.Length && !_ended)
            {
                var read = text.Read(_buffer, _filled, _buffer.Length - _filled);
                _filled += read;
                _ended = read == 0;
            }
        }
        if (!_begun)
        {
            // A declaration is one only at the very beginning, which editors and scripts do not always leave free.
            while (_at < _filled && (char.IsWhiteSpace(_buffer[_at]) || _buffer[_at] is '\uFEFF' or '\0')) _at++;
            if (_at == _filled && !_ended) return Fill();
            _begun = true;
        }
        return _at < _filled;
    }
}

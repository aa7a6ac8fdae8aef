using System.Buffers;
using System.Text.Unicode;

namespace Digest.Benchmarks.Templating;

/// <summary>The letter as one would write it by hand, for nothing but speed: what a template engine is measured against.</summary>
sealed class HandWritten
{
    static readonly SearchValues<char> Special = SearchValues.Create("&<>\"");
    byte[] _buffer = new byte[64 * 1024];
    int _length;

    public ReadOnlyMemory<byte> Write(Letter letter)
    {
        _length = 0;
        Head(letter);
        for (var s = 0; s < letter.Sections.Count; s++)
        {
            var section = letter.Sections[s];
            Section(section);
            for (var e = 0; e < section.Entries.Count; e++)
                Entry(section.Entries[e]);
        }
        Foot(letter);
        return _buffer.AsMemory(0, _length);
    }

    void Head(Letter letter)
    {
        Raw("""""
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>
            """""u8);
        Escaped(letter.Service);
        Raw("""""
            : 
            """""u8);
        Escaped(letter.Day);
        Raw("""""
            </title>
            <style>
            @media (max-width: 480px) {
              .gap { padding-left: 18px !important; padding-right: 18px !important; }
              .number { width: 26px !important; }
            }
            @media (prefers-color-scheme: dark) {
              .desk { background-color: #171411 !important; }
              .sheet { background-color: #211d19 !important; }
              .ink { color: #ebe3d5 !important; }
              .soft { color: #b6ab9b !important; }
              .mark { color: #ee9f8b !important; }
            }
            </style>
            </head>
            <body class="desk" style="margin:0;padding:0;background-color:#ede5d6">
            <table role="presentation" class="sheet" style="width:100%;border-collapse:collapse;background-color:#fffcf5"><tbody>
            <tr><td class="gap" style="padding:30px 36px 14px;text-align:center">
            <p style="margin:0;font-family:Georgia,'Times New Roman',serif;font-size:38px;line-height:44px"><a class="ink" href="
            """""u8);
        Escaped(letter.Home);
        Raw("""""
            " style="color:#2a231c;text-decoration:none">
            """""u8);
        Escaped(letter.Service);
        Raw("""""
            </a></p>
            <p class="soft" style="margin:0;font-family:'Helvetica Neue',Helvetica,Arial,sans-serif;font-size:14px;line-height:20px;color:#655a4d">
            """""u8);
        Number(letter.Count);
        Raw("""""
             papers</p>
            </td></tr>
            <tr><td class="gap ink" style="padding:24px 36px 0;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:25px;color:#2a231c">
            <h1 style="margin:0;font-size:26px;line-height:34px;font-weight:normal">
            """""u8);
        Escaped(letter.Day);
        Raw("""""
            </h1>
            </td></tr>

            """""u8);
    }

    void Section(Part section)
    {
        Raw("""""
            <tr><td class="gap" style="padding:30px 36px 0">
            <h2 class="rule ink" style="margin:0;padding:0 0 7px;border-bottom:1px solid #cbbfac;font-family:Georgia,'Times New Roman',serif;font-size:20px;line-height:28px;color:#2a231c">
            """""u8);
        if (section.ForYou)
        {
            Raw("""""
                <span class="mark" style="color:#8f2c1d">For you:</span> <i><bdi>
                """""u8);
            Escaped(section.Interest);
            Raw("""""
                </bdi></i>
                """""u8);
        }
        else
        {
            Raw("""""
                <span class="mark" style="color:#8f2c1d">Trending</span>
                """""u8);
        }
        Raw("""""
            </h2>
            </td></tr>

            """""u8);
    }

    void Entry(Listed entry)
    {
        Raw("""""
            <tr><td class="gap" style="padding:22px 36px 0">
            <table role="presentation" style="width:100%;border-collapse:collapse"><tbody><tr>
            <td class="number mark" style="padding:0;width:34px;vertical-align:top;color:#8f2c1d">
            """""u8);
        Number(entry.Number);
        Raw("""""
            </td>
            <td class="ink" style="padding:0;vertical-align:top;color:#2a231c">
            <h3 style="margin:0;font-size:20px;line-height:27px"><a class="ink" href="
            """""u8);
        Escaped(entry.Url);
        Raw("""""
            " style="color:#2a231c;text-decoration:none"><bdi lang="
            """""u8);
        Escaped(entry.Lang);
        Raw("""""
            ">
            """""u8);
        Escaped(entry.Title);
        Raw("""""
            </bdi></a></h3>
            <p class="soft" style="margin:4px 0 0;font-size:15px;line-height:22px;color:#655a4d">
            """""u8);
        for (var i = 0; i < entry.Authors.Count; i++)
        {
            var author = entry.Authors[i];
            Raw("""""
                <span>
                """""u8);
            Escaped(author);
            Raw("""""
                </span> 
                """""u8);
        }
        Raw("""""
            </p>

            """""u8);
        if (entry.HasSummary)
        {
            Raw("""""
                <p dir="auto" style="margin:8px 0 0">
                """""u8);
            Escaped(entry.Summary);
            Raw("""""
                </p>
                """""u8);
        }
        Raw("""""

            <p class="mark" style="margin:8px 0 0;font-size:14px;line-height:21px;color:#8f2c1d">
            """""u8);
        Escaped(entry.Reason);
        Raw("""""
            </p>
            <p class="soft" style="margin:2px 0 0;font-size:14px;line-height:24px;color:#655a4d">
            """""u8);
        Number(entry.Upvotes);
        Raw("""""
             upvotes, 
            """""u8);
        Number(entry.Comments);
        Raw("""""
             comments
            """""u8);
        for (var i = 0; i < entry.Links.Count; i++)
        {
            var link = entry.Links[i];
            Raw("""""
                 · <a class="soft" href="
                """""u8);
            Escaped(link.Url);
            Raw("""""
                " style="color:#655a4d;white-space:nowrap">
                """""u8);
            Escaped(link.Name);
            Raw("""""
                </a>
                """""u8);
        }
        Raw("""""
            </p>
            </td></tr></tbody></table>
            </td></tr>

            """""u8);
    }

    void Foot(Letter letter)
    {
        Raw("""""
            <tr><td class="gap" style="padding:36px 36px 40px">
            <p class="soft" style="margin:0 0 10px;font-family:'Helvetica Neue',Helvetica,Arial,sans-serif;font-size:14px;line-height:22px;color:#655a4d">You get this letter because you subscribed to 
            """""u8);
        Escaped(letter.Service);
        Raw("""""
             and confirmed it.</p>
            <p style="margin:0"><a class="mark" href="
            """""u8);
        Escaped(letter.UnsubscribeUrl);
        Raw("""""
            " style="color:#8f2c1d;text-decoration:underline">Unsubscribe</a></p>
            </td></tr>
            </tbody></table>
            </body>
            </html>

            """""u8);
    }

    void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Free(utf8.Length));
        _length += utf8.Length;
    }

    void Number(int number)
    {
        number.TryFormat(Free(11), out var written);
        _length += written;
    }

    void Escaped(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            Encode(text[..at]);
            Raw(text[at] switch { '&' => "&amp;"u8, '<' => "&lt;"u8, '>' => "&gt;"u8, _ => "&quot;"u8 });
            text = text[(at + 1)..];
        }
        Encode(text);
    }

    void Encode(ReadOnlySpan<char> text)
    {
        Utf8.FromUtf16(text, Free(text.Length * 3), out _, out var written);
        _length += written;
    }

    Span<byte> Free(int size)
    {
        if (_length + size > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_length + size, _buffer.Length * 2));
        return _buffer.AsSpan(_length);
    }
}

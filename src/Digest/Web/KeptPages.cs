using System.Collections.Concurrent;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;

namespace Digest.Web;

/// <summary>Pages that read the same for everybody but for a word of each answer: rendered once for as long as what they are
/// made of stands, and kept as bytes.</summary>
internal sealed class KeptPages
{
    readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>Stands in the page where each answer has its own word; nobody who writes a title can know it.</summary>
    public string Slot { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <param name="key">Names the page, with all that it may differ by: its language too, where there are several.</param>
    /// <param name="of">What it is made of: while this is equal, it need not be rendered again.</param>
    /// <param name="render">Makes the page with <see cref="Slot"/> in it.</param>
    public IResult Answer(string key, object of, Func<string> render, string word)
    {
        if (!_kept.TryGetValue(key, out var kept) || !kept.Of.Equals(of))
            kept = _kept[key] = new(of, new(() => [.. render().Split(Slot).Select(Encoding.UTF8.GetBytes)]));
        return new Filled(kept.Parts.Value, Encoding.UTF8.GetBytes(word));
    }

    /// <param name="Parts">What stands around the slots. A failure is kept as well, until what the page is made of changes.</param>
    sealed record Kept(object Of, Lazy<byte[][]> Parts);

    sealed class Filled(byte[][] parts, byte[] word) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var response = context.Response;
            response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
            response.ContentLength = parts.Sum(part => part.Length) + ((parts.Length - 1) * word.Length);
            if (HttpMethods.IsHead(context.Request.Method))
                return;
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    await response.BodyWriter.WriteAsync(word, context.RequestAborted);
                await response.BodyWriter.WriteAsync(parts[i], context.RequestAborted);
            }
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace Digest.Gathering.Sources;

/// <summary>Papers from a file, which is known by what stands in it: an answer of the daily-papers API, our paper lines,
/// an answer of arXiv (feed, search or harvest), or the text of a saved Daily Papers page.</summary>
internal static class PaperFiles
{
    const long LargestFile = 256L * 1024 * 1024;

    public static async IAsyncEnumerable<Gathered> ReadAsync(
        string path, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (file, fault) = Open(path);
        if (file is null)
        {
            yield return new SkippedEntry(path, "byte 0", fault);
            yield break;
        }
        await using (file)
        {
            var (utf8, beginning) = await OpenTextAsync(file, ct);
            await foreach (var gathered in Read(utf8, beginning, path, now, ct)) yield return gathered;
        }
    }

    static IAsyncEnumerable<Gathered> Read(Stream utf8, string beginning, string path, DateTimeOffset now, CancellationToken ct)
    {
        if (beginning.Length == 0) return Nothing(path, "it is empty");
        if (beginning[0] == '[') return HfAnswer.ReadAsync(utf8, path, DayOf(path), placesBefore: 0, now, ct);
        if (beginning[0] == '{') return PaperLines.ReadAsync(utf8, path, now, ct);
        if (beginning[0] == '<') return new ArxivAnswer(path, now).ReadAsync(utf8, ct);
        if (SavedPage.IsOne(beginning)) return SavedPage.ReadAsync(utf8, path, now, ct);
        return Nothing(path, "it is neither a daily-papers answer (a JSON array), nor paper lines (a JSON object a line), " +
            "nor an answer of arXiv (XML), nor the text of a saved Daily Papers page");
    }

    static (FileStream? File, string Fault) Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 1, FileOptions.SequentialScan);
            if (file.CanSeek && file.Length <= LargestFile) return (file, "");
            file.Dispose();
            return (null, file.CanSeek ? $"it is larger than {LargestFile / 1024 / 1024} MiB" : "it is not a regular file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, e.Message);
        }
    }

    static async Task<(Stream Utf8, string Beginning)> OpenTextAsync(FileStream file, CancellationToken ct)
    {
        var bytes = new byte[Charset.Beginning];
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        var (encoding, mark) = Charset.Of(bytes.AsSpan(0, count), told: null);
        file.Position = mark;
        return (Charset.ToUtf8(file, encoding), encoding.GetString(bytes.AsSpan(mark..count)).TrimStart());
    }

    // A recorded answer is named after its day.
    static DateOnly? DayOf(string path) =>
        DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(path), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) ? day : null;

    static async IAsyncEnumerable<Gathered> Nothing(string path, string reason)
    {
        yield return new SkippedEntry(path, "byte 0", reason);
        await Task.CompletedTask;
    }
}

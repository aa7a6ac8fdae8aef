using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Digest.Gathering.Sources;

/// <summary>The records of a JSON array, one by one as they arrive, so that a large file costs no more memory than its
/// largest record and what stands before a break counts.</summary>
internal static class JsonRecords
{
    const int LongestRecord = 4 * 1024 * 1024;

    /// <param name="Number">1 for the first record; 0 when the array itself is broken.</param>
    /// <param name="Value">The record, unless Fault is set.</param>
    /// <param name="Byte">Where it begins, or where it breaks.</param>
    /// <param name="Fault">Why reading ended here.</param>
    internal readonly record struct Entry(int Number, JsonElement Value, long Byte, string? Fault);

    public static async IAsyncEnumerable<Entry> ReadAsync(Stream json, [EnumeratorCancellation] CancellationToken ct)
    {
        var (buffer, filled, offset, ended) = (new byte[64 * 1024], 0, 0L, false);
        var (state, number) = (new JsonReaderState(), 0);
        while (true)
        {
            var step = Next(buffer.AsSpan(0, filled), ended, ref state);
            switch (step.Kind)
            {
                case Kind.End:
                    yield break;
                case Kind.Broken:
                    yield return new Entry(0, default, offset + step.At, step.Fault);
                    yield break;
                case Kind.Record:
                    yield return new Entry(++number, step.Value, offset + step.At, null);
                    break;
                case Kind.More when filled == buffer.Length && filled >= LongestRecord:
                    yield return new Entry(0, default, offset, $"a record is longer than {LongestRecord / 1024 / 1024} MiB");
                    yield break;
                case Kind.More:
                    if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                    var read = await json.ReadAsync(buffer.AsMemory(filled), ct);
                    filled += read;
                    ended = read == 0;
                    continue;
            }
            buffer.AsSpan(step.Consumed, filled - step.Consumed).CopyTo(buffer);
            (filled, offset) = (filled - step.Consumed, offset + step.Consumed);
        }
    }

    enum Kind { More, Opened, Record, End, Broken }

    readonly record struct Step(Kind Kind, int Consumed = 0, long At = 0, JsonElement Value = default, string? Fault = null);

    static Step Next(ReadOnlySpan<byte> bytes, bool ended, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, ended, state);
        try
        {
            var opening = reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.None;
            if (!reader.Read()) return new Step(ended ? Kind.End : Kind.More);
            var from = reader.TokenStartIndex;
            var inside = !opening && reader.CurrentDepth > 0;
            if (inside && !reader.TrySkip()) return new Step(Kind.More);
            if (opening && reader.TokenType != JsonTokenType.StartArray)
                return new Step(Kind.Broken, At: from, Fault: "this is not a JSON array");
            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            return inside
                ? new Step(Kind.Record, consumed, from, JsonElement.Parse(bytes[(int)from..consumed]))
                : new Step(Kind.Opened, consumed);
        }
        catch (JsonException e)
        {
            return new Step(Kind.Broken, At: reader.BytesConsumed, Fault: $"this is not JSON: {e.Message}");
        }
    }
}

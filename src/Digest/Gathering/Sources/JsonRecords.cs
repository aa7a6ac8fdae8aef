using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Digest.Gathering.Sources;

/// <summary>The records of a JSON array, or of arrays within a JSON object, one by one as they arrive, so that a large file
/// costs no more memory than its largest record and what stands before a break counts.</summary>
internal static class JsonRecords
{
    const int LongestRecord = 4 * 1024 * 1024;

    /// <param name="Number">1 for the first record; 0 when the array itself is broken.</param>
    /// <param name="Value">The record, unless Fault is set.</param>
    /// <param name="Byte">Where it begins, or where it breaks.</param>
    /// <param name="Fault">Why reading ended here.</param>
    internal readonly record struct Entry(int Number, JsonElement Value, long Byte, string? Fault)
    {
        /// <summary>The field it stands in; "" in an array that is the whole.</summary>
        public string Name { get; init; } = "";
    }

    /// <param name="open">Fields of an object whose records (or fields) are told one by one; every other field is told as it
    /// is. Null: the whole is an array.</param>
    public static async IAsyncEnumerable<Entry> ReadAsync(
        Stream json, [EnumeratorCancellation] CancellationToken ct, IReadOnlySet<string>? open = null)
    {
        var (buffer, filled, offset, ended) = (new byte[64 * 1024], 0, 0L, false);
        var (state, number, around) = (new JsonReaderState(), 0, new Around(open));
        while (true)
        {
            var step = Next(buffer.AsSpan(0, filled), ended, around, ref state);
            switch (step.Kind)
            {
                case Kind.End:
                    yield break;
                case Kind.Broken:
                    yield return new Entry(0, default, offset + step.At, step.Fault);
                    yield break;
                case Kind.Record:
                    yield return new Entry(++number, step.Value, offset + step.At, null) { Name = around.Name };
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

    /// <summary>The fields that were gone into, and the one whose value comes.</summary>
    sealed class Around(IReadOnlySet<string>? open)
    {
        readonly Stack<string> _fields = new();
        string? _field;

        public bool TakesObjects => open is not null;

        /// <summary>The field of the record that was just read.</summary>
        public string Name { get; private set; } = "";

        public bool IsOpen => _field is not null && open!.Contains(_field);

        public void Field(string name) => _field = name;

        public void Enter()
        {
            _fields.Push(_field ?? "");
            _field = null;
        }

        public void Leave() => _fields.Pop();

        public void Record()
        {
            Name = _field ?? (_fields.Count > 0 ? _fields.Peek() : "");
            _field = null;
        }
    }

    static Step Next(ReadOnlySpan<byte> bytes, bool ended, Around around, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, ended, state);
        try
        {
            var opening = reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.None;
            if (!reader.Read()) return new Step(ended ? Kind.End : Kind.More);
            var from = reader.TokenStartIndex;
            var token = reader.TokenType;
            if (opening && token != JsonTokenType.StartArray && !(around.TakesObjects && token == JsonTokenType.StartObject))
                return new Step(Kind.Broken, At: from, Fault: around.TakesObjects ? "this is not a JSON object" : "this is not a JSON array");
            var starts = token is JsonTokenType.StartArray or JsonTokenType.StartObject;
            var isRecord = !opening && token is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName) &&
                !(starts && around.IsOpen);
            if (isRecord && !reader.TrySkip()) return new Step(Kind.More);
            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            if (isRecord)
            {
                around.Record();
                return new Step(Kind.Record, consumed, from, JsonElement.Parse(bytes[(int)from..consumed]));
            }
            if (starts) around.Enter();
            else if (token == JsonTokenType.PropertyName) around.Field(reader.GetString()!);
            else around.Leave();
            return new Step(Kind.Opened, consumed);
        }
        catch (JsonException e)
        {
            var isMarkup = reader.TokenType == JsonTokenType.None && bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
            return new Step(Kind.Broken, At: reader.BytesConsumed,
                Fault: isMarkup ? "this is a web page or XML, not JSON" : $"this is not JSON: {e.Message}");
        }
    }
}

using System.Collections;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>Values as JSON.</summary>
internal static class Json
{
    private const int DepthLimit = 32;

    public static string Write(RenderContext context, object? value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
            Write(context, json, value, 0);
        return context.Charge(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void Write(RenderContext context, Utf8JsonWriter json, object? value, int depth)
    {
        context.Tick();
        if (depth > DepthLimit) throw new Fault("The object is nested too deep for JSON, or contains itself");
        if (json.BytesCommitted + json.BytesPending > context.Options.OutputLimit)
            throw new Fault($"The JSON is longer than the limit of {context.Options.OutputLimit}");
        switch (value)
        {
            case null or Function or EmptyValue:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long or BigInteger or decimal:
                json.WriteRawValue(Text.Of(context, value));
                break;
            case double or float:
                var real = Numbers.ToDouble(value);
                if (double.IsFinite(real)) json.WriteRawValue(Text.Of(context, value));
                else json.WriteStringValue(Text.Of(context, value));
                break;
            case DateTime or DateTimeOffset or DateOnly:
                json.WriteStringValue(((IFormattable)value).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case IEnumerable items when value is not string && !Members.IsObject(value):
                json.WriteStartArray();
                foreach (var item in items) Write(context, json, Members.Normalise(item), depth + 1);
                json.WriteEndArray();
                break;
            case not (string or Markup or TimeSpan) when Members.IsObject(value):
                json.WriteStartObject();
                foreach (var (name, member) in Members.All(value))
                {
                    json.WritePropertyName(name);
                    Write(context, json, member, depth + 1);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(Text.Of(context, value));
                break;
        }
    }
}

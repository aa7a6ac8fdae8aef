using Digest.Rendering;

namespace Digest.Watching;

/// <summary>Settings of section Watching:Otlp: a collector of OpenTelemetry that figures are sent to.</summary>
internal sealed class OtlpOptions
{
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromHours(1);

    /// <summary>The collector's address: http://127.0.0.1:4317 for Grpc, http://127.0.0.1:4318 for HttpProtobuf (v1/metrics is added where
    /// there is no path). Empty (the default): nothing is sent, asked or loaded.</summary>
    public string Endpoint { get; set => field = value ?? ""; } = "";

    /// <summary>Grpc (the default) or HttpProtobuf.</summary>
    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Grpc;

    /// <summary>Headers to send, "name=value,other=value"; none by default.</summary>
    public string Headers { get; set => field = value ?? ""; } = "";

    /// <summary>How often, 1 s to 1 h.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The whole address.</summary>
    public Uri? Address => Endpoint.Length == 0 || !Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) ? null
        : Protocol == OtlpProtocol.HttpProtobuf && address.AbsolutePath == "/" ? new(address, "v1/metrics") : address;

    public IEnumerable<string> Faults()
    {
        if (Endpoint.Length > 0 && Address is not { Scheme: "http" or "https" })
            yield return "Watching:Otlp:Endpoint must be an http or https address, such as http://127.0.0.1:4317.";
        if (!SiteOptions.IsOneLine(Headers) || (Headers.Length > 0 && Headers.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) < 1)))
            yield return "Watching:Otlp:Headers must be of the form name=value,other=value.";
        if (Every < Shortest || Every > Longest)
            yield return "Watching:Otlp:Every must be 00:00:01 to 01:00:00.";
    }
}

internal enum OtlpProtocol { Grpc, HttpProtobuf }

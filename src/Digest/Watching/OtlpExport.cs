using Digest.Storage;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Digest.Watching;

/// <summary>Sends the instruments of the meter "Digest" to a collector, by OTLP, while the service runs. A collector that is not there is no
/// trouble of the service's: what could not be sent is dropped, and the next is tried as if nothing had been.</summary>
internal sealed class OtlpExport(WatchingOptions options, RowInstruments rows) : IHostedService, IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    MeterProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var otlp = options.Otlp;
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Digest")
            .ConfigureResource(resource => resource.AddService("digest", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3),
                serviceInstanceId: Lookout.Node))
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = otlp.Address!;
                exporter.Protocol = otlp.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Headers = otlp.Headers;
                exporter.TimeoutMilliseconds = (int)Patience.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Every.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = (int)Patience.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>The last figures go out with the last counts.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await rows.RefreshAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or StorageException)
        {
            // The counts of a minute ago will do.
        }
        _provider?.Shutdown((int)Patience.TotalMilliseconds);
    }

    public void Dispose() => _provider?.Dispose();
}

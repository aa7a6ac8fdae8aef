using Digest.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;

namespace Digest;

internal static class Logging
{
    /// <summary>Serilog from appsettings.json; commands say only what went wrong unless they are asked for more.</summary>
    public static void AddSerilog(this IServiceCollection services, IConfiguration configuration, Launch launch)
    {
        var settings = new LoggerConfiguration().ReadFrom.Configuration(configuration);
        if (!launch.Serves || launch.Mailbox is not null)
            settings.MinimumLevel.Warning().MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", Serilog.Events.LogEventLevel.Warning);
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddSerilog(settings.CreateLogger(), dispose: true);
        });
    }

    public static IConfigurationBuilder AddSettingsFile(this IConfigurationBuilder configuration, string? file) =>
        file is null ? configuration : configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
}

using Digest.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;

namespace Digest;

internal static class Logging
{
    /// <summary>Serilog from appsettings.json; a command prints what it did and what went wrong by
    /// itself, so only a fault of the program is logged there.</summary>
    public static void AddSerilog(this IServiceCollection services, IConfiguration configuration, Launch launch)
    {
        var settings = Read(configuration);
        if (!launch.Serves || launch.Mailbox is not null)
            settings.MinimumLevel.Error()
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Error);
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddSerilog(settings.CreateLogger(), dispose: true);
        });
    }

    /// <exception cref="OptionsValidationException">The section does not say what a log can be.</exception>
    static LoggerConfiguration Read(IConfiguration configuration)
    {
        try
        {
            return new LoggerConfiguration().ReadFrom.Configuration(configuration);
        }
        catch (InvalidOperationException fault)
        {
            throw new OptionsValidationException(nameof(Serilog), typeof(LoggerConfiguration), [$"Serilog cannot be set up so: {fault.GetBaseException().Message}"]);
        }
    }

    public static IConfigurationBuilder AddSettingsFile(this IConfigurationBuilder configuration, string? file) =>
        file is null ? configuration : configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
}

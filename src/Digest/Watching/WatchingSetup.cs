using Digest.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Digest.Watching;

internal static class WatchingSetup
{
    /// <param name="runs">True: the service looks after itself every minute; false for commands, which do so when they are asked to.</param>
    public static IServiceCollection AddWatching(this IServiceCollection services, IConfiguration configuration, bool runs)
    {
        services.AddOptions<WatchingOptions>().Bind(configuration.GetSection("Watching")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WatchingOptions>, Check>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<WatchingOptions>>().Value);
        services.AddSingleton(s => new OperatorZone(DateTimeZoneProviders.Tzdb[
            s.GetRequiredService<WatchingOptions>().Zone is { Length: > 0 } own ? own : s.GetRequiredService<SchedulingOptions>().Zone]));
        services.AddSingleton(s => new Webhook(s.GetRequiredService<WatchingOptions>()));
        services.AddSingleton<Checkup>().AddSingleton<RowFigures>().AddSingleton<Lookout>().AddSingleton<Watchman>().AddSingleton<Reporter>().AddSingleton<Postman>().AddSingleton<WatchRound>();
        if (!runs)
            return services;
        if (configuration["Watching:Otlp:Endpoint"] is { Length: > 0 })
            services.AddSingleton<RowInstruments>().AddHostedService<OtlpExport>();
        services.AddHostedService(s => s.GetRequiredService<WatchRound>());
        return services;
    }

    sealed class Check : IValidateOptions<WatchingOptions>
    {
        public ValidateOptionsResult Validate(string? name, WatchingOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}

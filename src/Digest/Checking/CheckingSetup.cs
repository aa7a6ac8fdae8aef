using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Checking;

internal static class CheckingSetup
{
    public static IServiceCollection AddChecking(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CheckingOptions>().Bind(configuration.GetSection("Checking")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CheckingOptions>, Check>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<CheckingOptions>>().Value);
        services.AddSingleton<NameLookup>();
        services.AddSingleton<SettingsCheck>().AddSingleton<MachineCheck>().AddSingleton<OperatorCheck>().AddSingleton<ListenCheck>().AddSingleton<DatabaseCheck>().AddSingleton<TemplateCheck>().AddSingleton<SourceCheck>()
            .AddSingleton<RelayCheck>().AddSingleton<RouteCheck>().AddSingleton<DomainFailureCheck>().AddSingleton<PublicUrlCheck>().AddSingleton<DomainCheck>().AddSingleton<ClockCheck>();
        services.AddSingleton<Doctor>().AddSingleton<SourceStandings>();
        return services;
    }

    sealed class Check : IValidateOptions<CheckingOptions>
    {
        public ValidateOptionsResult Validate(string? name, CheckingOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}

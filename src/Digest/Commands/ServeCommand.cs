using System.CommandLine;
using System.Net.Sockets;
using Digest.Checking;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Storage;
using Digest.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digest.Commands;

/// <summary>The service: the pages and the timetable, until it is told to stop.</summary>
internal static partial class ServeCommand
{
    public static Command Create(Launcher launcher)
    {
        var command = new Command("serve", "Run the service: the pages, and the jobs of the timetable.");
        command.SetAction((parsed, ct) => ServeAsync(launcher, parsed.Launch() with { Serves = true }, ct));
        return command;
    }

    static Task<int> ServeAsync(Launcher launcher, Launch launch, CancellationToken ct) =>
        launcher.RunHostAsync(launch, async (host, token) =>
        {
            if (Refusals(host.Services.GetRequiredService<SiteOptions>(), host.Services.GetRequiredService<DeliveringOptions>()).FirstOrDefault() is { } refusal)
                throw new RefusalException(refusal);
            foreach (var unknown in KnownSettings.Unknown((IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>()))
                LogUnknown(host.Services.GetRequiredService<ILogger<Launcher>>(), unknown);
            host.Services.GetRequiredService<TemplateTrial>().Run();
            using var alone = host.Services.GetRequiredService<Dialect>().ServeAlone();
            await ListenAsync(host, token);
            var supervised = SuperviseAsync(host);
            await host.WaitForShutdownAsync(token);
            await supervised;
            return Exit.Done;
        }, ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Unknown} It is passed over")]
    static partial void LogUnknown(ILogger log, string unknown);

    /// <summary>Tells systemd how it goes, where it is systemd that started this.</summary>
    static async Task SuperviseAsync(IHost host)
    {
        using var supervisor = NotifySocket.Open(Environment.GetEnvironmentVariable);
        if (supervisor is null)
            return;
        using var self = new SelfCheck(host.Services.GetRequiredService<WebOptions>().Listen);
        await new Supervised(self, supervisor, TimeProvider.System, host.Services.GetRequiredService<ILogger<Supervised>>())
            .RunAsync(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
    }

    static async Task ListenAsync(IHost host, CancellationToken ct)
    {
        try
        {
            await host.StartAsync(ct);
        }
        catch (Exception fault) when (fault.GetBaseException() is SocketException)
        {
            throw new RefusalException($"Web:Listen cannot be listened on: {fault.Message}");
        }
    }

    /// <summary>What would mail people links that do not work, or mail without saying who writes, does not start.</summary>
    public static IEnumerable<string> Refusals(SiteOptions site, DeliveringOptions delivering)
    {
        if (site.Root.IsLoopback)
            yield return $"Web:PublicUrl is {site.PublicUrl}, which nobody but this machine can open: the links in every "
                + "mail would be dead. Set it to the address your subscribers reach (digest demo shows everything without one).";
        if (WhoWrites.IsElsewhere(delivering) && WhoWrites.Unset(site, delivering) is { Count: > 0 } unset)
            yield return $"{string.Join(", ", unset)} must be set: every mail says who writes and how to reach them.";
    }
}

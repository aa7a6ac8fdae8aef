using System.Globalization;
using Digest.Bounces;
using Digest.Checking;
using Digest.Commands;
using Digest.Composing;
using Digest.Delivering;
using Digest.Demo;
using Digest.Embedding;
using Digest.Gathering;
using Digest.Matching;
using Digest.Ranking;
using Digest.Rendering;
using Digest.Scheduling;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Watching;
using Digest.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digest;

/// <summary>The contents page: each folder adds itself, in the order in which a paper comes to a person.</summary>
internal static class Program
{
    static Task<int> Main(string[] args)
    {
        // Days and numbers are written alike wherever it runs; readers have their own languages from the templates.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return DigestCommand.RunAsync(args, Build);
    }

    public static IHost Build(Launch launch)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "digest",
            ContentRootPath = AppContext.BaseDirectory, // appsettings.json and templates/ lie beside the program
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false)
            .AddSettingsFile(launch.SettingsFile)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(launch.Overrides);
        builder.Configuration.AddSecretFiles();
        builder.Configuration.AddLists();
        if (KnownSettings.Unreadable(builder.Configuration) is { Count: > 0 } faults)
            throw new OptionsValidationException(nameof(KnownSettings), typeof(KnownSettings), faults);

        builder.Services.AddSerilog(builder.Configuration, launch);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Launcher.StopsWithin);
        builder.Services.AddSingleton(launch.Clock);

        builder.Services.AddGathering(builder.Configuration);
        builder.Services.AddRanking(builder.Configuration);
        builder.Services.AddSubscribers(builder.Configuration);
        builder.Services.AddMatching(builder.Configuration);
        builder.Services.AddEmbedding(builder.Configuration);
        builder.Services.AddComposing(builder.Configuration);
        builder.Services.AddRendering(builder.Configuration);
        builder.Services.AddDelivering(builder.Configuration);
        builder.Services.AddBounces(builder.Configuration);
        builder.Services.AddWatching(builder.Configuration, runs: launch.Serves);
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSingleton<Timings>().AddSingleton<EditionRun>().AddSingleton<IssueRun>().AddSingleton<DeliveryRun>().AddSingleton<Preview>().AddSingleton<Tuning>().AddSingleton<Choosing>().AddSingleton<Moving>()
            .AddSingleton<Importing>().AddSingleton<Exporting>().AddSingleton<Operating>().AddSingleton<ApiKeys>();
        builder.Services.AddScheduling(builder.Configuration, runs: launch.Serves);
        builder.AddWeb();
        builder.Services.AddChecking(builder.Configuration);
        builder.Services.AddDemo(launch.Mailbox);

        var app = builder.Build();
        if (launch.Mailbox is not null)
            app.MapMailbox();
        return app.MapPages();
    }
}

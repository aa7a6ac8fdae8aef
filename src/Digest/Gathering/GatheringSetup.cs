using Digest.Gathering.Sources;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Digest.Gathering;

internal static class GatheringSetup
{
    public static IServiceCollection AddGathering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatheringOptions>()
            .Bind(configuration.GetSection(GatheringOptions.Section))
            .PostConfigure(o =>
            {
                o.Contact = o.Contact.Length > 0 ? o.Contact : configuration["Operator:Contact"] ?? "";
                // Bound lists are added to what is there, so a default must not be.
                if (o.Crossref.Types.Count == 0) o.Crossref.Types = ["journal-article", "proceedings-article", "posted-content"];
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatheringOptions>, Check>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => ArxivTurns(
            s.GetRequiredService<IOptions<GatheringOptions>>().Value, s.GetRequiredService<TurnStore>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PoliteHttp>();
        // A source that is registered and not asked would be missed every day.
        var hfDaily = configuration.GetSection($"{GatheringOptions.Section}:HfDaily").Get<HfDailyOptions>() ?? new HfDailyOptions();
        if (hfDaily.Enabled) services.AddSingleton<IPaperSource, HfDailyPapers>();
        var arxiv = configuration.GetSection($"{GatheringOptions.Section}:Arxiv").Get<ArxivOptions>() ?? new ArxivOptions();
        if (arxiv.IsActive) services.AddSingleton<IPaperSource, ArxivFeed>();
        if (arxiv.IsActive && arxiv.Harvest) services.AddSingleton<IPaperSource, ArxivHarvest>();
        foreach (var server in new[] { "biorxiv", "medrxiv" })
            if (configuration.GetSection($"{GatheringOptions.Section}:{server}").Get<BiorxivOptions>() is { Enabled: true } preprints)
                services.AddSingleton<IPaperSource>(all => ActivatorUtilities.CreateInstance<Biorxiv>(all, server, preprints));
        if (configuration.GetSection($"{GatheringOptions.Section}:Crossref").Get<CrossrefOptions>() is { Enabled: true })
            services.AddSingleton<IPaperSource, Crossref>();
        var feeds = configuration.GetSection($"{GatheringOptions.Section}:Feeds").Get<List<FeedOptions>>() ?? [];
        foreach (var feed in feeds)
            services.AddSingleton<IPaperSource>(all => ActivatorUtilities.CreateInstance<PaperFeed>(all, feed));
        if (!string.IsNullOrEmpty(configuration[$"{GatheringOptions.Section}:Folder:Path"]))
            services.AddSingleton<IPaperSource, WatchedFolder>();
        services.AddSingleton<Gatherer>();
        // arXiv answers for a hundred papers at once, Hugging Face for one.
        if (arxiv.Enabled) services.AddSingleton<IPaperLookup, ArxivLookup>();
        else if (hfDaily.Enabled) services.AddSingleton<IPaperLookup, HfLookup>();
        services.AddSingleton<WantedPapers>();
        return services;
    }

    // A request that takes longer than its time is given up, so a turn that outlives its lease belongs to nobody any more.
    internal static PoliteTurns ArxivTurns(GatheringOptions options, TurnStore store, TimeProvider time, string name = "arxiv") =>
        new(name, options.Arxiv.Interval, options.Timeout + options.Arxiv.Interval + Slack, store, time);

    static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    sealed class Check : IValidateOptions<GatheringOptions>
    {
        public ValidateOptionsResult Validate(string? name, GatheringOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults
                ? ValidateOptionsResult.Fail(faults)
                : ValidateOptionsResult.Success;
    }
}

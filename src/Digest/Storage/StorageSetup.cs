using Digest.Subscribers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Digest.Storage;

internal static class StorageSetup
{
    /// <summary>Where nothing was ever kept, the database is not even opened to be asked for its keys: that alone would make a file.</summary>
    static KeyRing Keys(IServiceProvider services)
    {
        var (storage, time) = (services.GetRequiredService<StorageOptions>(), services.GetRequiredService<TimeProvider>());
        var isNew = storage.ConnectionString is not { Length: > 0 } && !File.Exists(storage.DatabaseFile);
        return isNew || File.Exists(storage.EffectiveKeysFile) ? KeyRing.Open(storage.EffectiveKeysFile, time) : services.GetRequiredService<Examination>().Keys(time);
    }

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Storage"))
            .Configure(o => o.KeysFile = configuration["Keys:File"])
            .Validate(o => o.DataFolder.Trim().Length > 0 && !File.Exists(o.DataFolder),
                "Storage:DataFolder must name a folder, which is made where there is none; it is empty, or a file.")
            .Validate(o => o.KeepDays is >= 30 and <= 3650, "Storage:KeepDays must be 30 to 3650.")
            .Validate(o => o.KeepPapersDays == 0 || o.KeepPapersDays >= o.KeepDays + 60 && o.KeepPapersDays <= 36_500,
                "Storage:KeepPapersDays must be 0 (for ever), or at least 60 more than Storage:KeepDays and at most 36500.")
            .Validate(o => o.KeepOriginDays is >= 0 and <= 3650, "Storage:KeepOriginDays must be 0 to 3650.")
            .Validate(o => o.ConnectionString is not { Length: > 0 } text || IsConnectionString(text),
                "Storage:ConnectionString is not of the form \"Host=…;Database=…;Username=…\".")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<StorageOptions>>().Value);
        services.AddSingleton<Dialect>(s => s.GetRequiredService<StorageOptions>() is { ConnectionString: { Length: > 0 } text }
            ? new PostgresDialect(NpgsqlDataSource.Create(text))
            : new SqliteDialect(s.GetRequiredService<StorageOptions>().DatabaseFile, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => Keys(s));
        services.AddSingleton<Database>();
        services.AddSingleton<Migrations>();
        services.AddSingleton<Backup>();
        services.AddSingleton<Restoring>();
        services.AddSingleton<Opening>();
        services.AddSingleton<Examination>();
        services.AddSingleton<Figures>();
        services.AddSingleton<DayFigures>().AddSingleton<Symptoms>().AddSingleton<AlarmStore>().AddSingleton<OperatorPosts>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<FetchStore>();
        services.AddSingleton<SourceStory>();
        services.AddSingleton<TurnStore>();
        services.AddSingleton<PaperUnions>();
        services.AddSingleton<PaperStory>();
        services.AddSingleton<PaperNews>();
        services.AddSingleton<LikedPapers>();
        services.AddSingleton<EditionStore>();
        services.AddSingleton<EditionShelf>();
        services.AddSingleton<SearchShelf>();
        services.AddSingleton<SubscriberStore>();
        services.AddSingleton<TasteStore>();
        services.AddSingleton<InterestStore>();
        services.AddSingleton<PreferenceStore>();
        services.AddSingleton<PersonStory>();
        services.AddSingleton<WantedStore>();
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<AskingStore>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ExportStore>();
        services.AddSingleton<MoveStore>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<IssueStore>();
        services.AddSingleton<NoticeStore>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<BounceStore>();
        services.AddSingleton<RouteStore>();
        services.AddSingleton<PaceStore>();
        services.AddSingleton<DeliveryStory>();
        services.AddSingleton<TemplateSetStore>();
        services.AddSingleton<Audit>().AddSingleton<ApiKeyStore>().AddSingleton<OperatorStore>().AddSingleton<Registers>().AddSingleton<RecentDays>();
        services.AddSingleton<Pruning>();
        return services;
    }

    static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

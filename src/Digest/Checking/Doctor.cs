using System.Data.Common;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Checking;

/// <summary>Goes over everything that has to be right before mails go out, and says of each thing what is so, what it means and
/// what to do. Changes nothing; where there is no database yet it makes an empty one, as every command does.</summary>
/// <param name="services">Each check is made when its turn comes: what cannot even be made is a finding of its own.</param>
internal sealed class Doctor(IServiceProvider services)
{
    /// <param name="offline">Asks nobody but this machine.</param>
    /// <param name="tell">Told each finding as soon as it is one: who waits for a silent relay sees what is right until then.</param>
    /// <param name="makes">False: makes no database where there is none.</param>
    /// <returns>All of them.</returns>
    public async Task<IReadOnlyList<Finding>> RunAsync(bool offline, Action<Finding> tell, CancellationToken ct, bool makes = true)
    {
        var findings = new List<Finding>();
        await AddAsync("settings", () => Task.FromResult(Get<SettingsCheck>().Look()));
        await AddAsync("machine", () => Task.FromResult(Get<MachineCheck>().Look()));
        if (findings.Any(f => f is { Level: Level.Fault, About: "data folder" }))
            return Ended(Skipped("the data folder"));

        var (isUsable, hasOwnKeys) = (false, true);
        await AddAsync("database", async () =>
        {
            (var seen, isUsable, hasOwnKeys) = await Get<DatabaseCheck>().LookAsync(ct);
            return seen;
        });
        if (makes && !isUsable && findings.All(f => f.Level != Level.Fault || f.About is "disk" or "time zones"))
            await AddAsync("database", async () =>
            {
                if (await Get<Examination>().IsNewAsync(ct))
                    await Get<Opening>().OpenAsync(ct);
                isUsable = (await Get<DatabaseCheck>().LookAsync(ct)).Usable;
                return [];
            });
        await AddAsync("operator", () => Task.FromResult<IReadOnlyList<Finding>>([Get<OperatorCheck>().Look()]));
        // Without the right keys whatever else was asked would be asked in another's name.
        if (!hasOwnKeys)
            return Ended(Skipped("the keys"));
        if (isUsable)
        {
            await AddAsync("leaving by mail", () => Get<RouteCheck>().LookAsync(ct));
            await AddAsync("readers", () => Get<DomainFailureCheck>().LookAsync(ct));
        }
        await AddAsync("templates", () => Task.FromResult<IReadOnlyList<Finding>>([Get<TemplateCheck>().Look()]));
        await AddAsync("pages", async () => [await Get<ListenCheck>().LookAsync(ct)]);
        await AddAsync("public address", () => Get<PublicUrlCheck>().LookAsync(offline, ct));
        if (offline)
            return Ended(Finding.Note("network", "Sources, relays, the public address and the DNS were not asked (--offline)."));

        if (isUsable)
            await AddAsync("sources", () => Get<SourceCheck>().LookAsync(ct));
        else
            Add(Finding.Note("sources", "The sources were not asked, because the database is not as this program needs it."));
        await AddAsync("clock", () => Task.FromResult<IReadOnlyList<Finding>>([Get<ClockCheck>().Look()]));
        await AddAsync("relay", () => Get<RelayCheck>().LookAsync(ct));
        await AddAsync("domain", () => Get<DomainCheck>().LookAsync(ct));
        return findings;

        void Add(Finding finding)
        {
            findings.Add(finding);
            tell(finding);
        }

        List<Finding> Ended(Finding last)
        {
            Add(last);
            return findings;
        }

        async Task AddAsync(string about, Func<Task<IReadOnlyList<Finding>>> look)
        {
            try
            {
                foreach (var finding in await look())
                    Add(finding);
            }
            catch (Exception fault) when (fault is StorageException or InvalidDataException or IOException or UnauthorizedAccessException or DbException)
            {
                Add(about == "templates" ? TemplateCheck.Broken(fault.Message)
                    : Finding.Fault(about, fault.Message, "It could not be looked at, and the service meets the same.",
                        "Mend what the sentence names, and run digest doctor again."));
            }
        }

        static Finding Skipped(string cause) => Finding.Note("the rest", $"Nothing further was looked at: first mend {cause}.");
    }

    T Get<T>() where T : notnull => services.GetRequiredService<T>();
}

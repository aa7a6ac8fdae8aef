using Digest.Benchmarks.Matching;
using Digest.Commands;
using Digest.Composing;
using Digest.Delivering;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digest.Benchmarks.Send;

/// <summary>The program on a database file with any number of subscribers, whose issues of ten papers are chosen and whose mails
/// wait to be sent.</summary>
sealed class WaitingMails(IHost host) : IAsyncDisposable
{
    public const int Papers = 1_000;

    const int Together = 500, Sections = 2, PapersEach = 5;

    /// <summary>Their first issues were earlier: these are not urgent, as most mails.</summary>
    static readonly DateTimeOffset Before = Readership.Now.AddDays(-1);

    public IServiceProvider Services => host.Services;

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <param name="key">Signs the mails; null: unsigned.</param>
    public static async Task<WaitingMails> OpenAsync(string folder, int port, int connections, string? key)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:DataFolder"] = folder,
            ["Web:PublicUrl"] = "https://papers.example.org/",
            ["Operator:Name"] = "The Measurers", ["Operator:PostalAddress"] = "1 Example Street", ["Operator:Contact"] = "hello@example.org",
            ["Delivering:From"] = "digest@example.org",
            ["Delivering:Relay:Port"] = FormattableString.Invariant($"{port}"),
            ["Delivering:Connections"] = FormattableString.Invariant($"{connections}"),
            // What a relay on the same machine is used like.
            ["Delivering:MailsPerConnection"] = "10000", ["Delivering:ClaimSize"] = "500",
            ["Serilog:WriteTo:0:Args:restrictedToMinimumLevel"] = "Warning",
        };
        if (key is not null)
            (settings["Delivering:Dkim:0:Domain"], settings["Delivering:Dkim:0:Selector"], settings["Delivering:Dkim:0:KeyFile"]) = ("example.org", "bench", key);
        var mailing = new WaitingMails(Program.Build(new Launch { Clock = new StartedClock(Readership.Now), Overrides = settings }));
        await mailing.Get<Opening>().OpenAsync(default);
        return mailing;
    }

    /// <summary>Queues a mail for each subscriber, with papers chosen by number.</summary>
    public async Task PlanAsync()
    {
        var (run, store, renderer) = (Get<IssueRun>(), Get<IssueStore>(), Get<Renderer>());
        await Get<TemplateSetStore>().KeepAsync(renderer.Current, Readership.Now, default);
        var date = DateOnly.FromDateTime(Readership.Now.UtcDateTime);
        var edition = await Get<EditionStore>().FindAsync(Period.Day, date, default) ?? throw new InvalidOperationException("There is no edition.");
        var papers = edition.Papers.Select(p => p.Paper.Id).ToArray();
        for (long after = 0; await Get<SubscriberStore>().PageAsync(after, Together, default) is { Count: > 0 } some; after = some[^1].Id)
            await store.PlanAsync([.. some.Select(s => new PlannedIssue
            {
                Subscriber = s.Id, LocalDate = date, ReadDueAt = s.NextIssueAt!.Value, NextIssueAt = Readership.Now.AddDays(1), IsRecorded = true,
                CoveredFrom = Before, CoveredUntil = Readership.Now,
                Sections = [.. Enumerable.Range(0, Sections).Select(n => new SavedSection(SectionKind.ForYou, s.Preferences.Interests[n].Name,
                    [.. Enumerable.Range(0, PapersEach).Select(p => new SavedEntry(edition.Id,
                        papers[((s.Id * 7) + (n * 131) + (p * 17)) % papers.Length], 0.8, ["a word", "another"]))]))],
                Mail = run.PlanMail(s with { CoveredUntil = Before }, date, Readership.Now, Readership.Now.AddDays(1)),
            })], default);
    }

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)host).DisposeAsync();
}

using System.CommandLine;
using System.Globalization;
using Digest.Demo;
using Digest.Gathering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace Digest.Commands;

/// <summary>The whole product on one machine in a minute: papers, three subscribers, their mails over a real SMTP dialogue,
/// and then the pages.</summary>
internal static class DemoCommand
{
    public static Command Create(Launcher launcher)
    {
        var once = new Option<bool>("--once") { Description = "Send everybody's issue, print who got what, and exit." };
        var folder = new Option<string?>("--out") { Description = "Write the mails there as .eml files.", HelpName = "FOLDER" };
        var live = new Option<bool>("--live") { Description = "Use today's Daily Papers list of Hugging Face instead of the samples." };
        var papers = new Option<string[]>("--papers") { Description = "Use these files of papers instead of the samples.", HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true };
        var command = new Command("demo", "See it all: papers, three subscribers, their mails, and the pages. Needs nothing.")
        {
            once, folder, live, papers,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var samples = Stage.SampleFiles;
            var files = parsed.GetValue(papers) is { Length: > 0 } own ? own : parsed.GetValue(live) ? [] : samples;
            using var data = new ScratchFolder();
            var real = TimeProvider.System.GetUtcNow();
            var clock = parsed.Launch().Clock as StartedClock ?? new(await Stage.DayOfAsync(files, real, ct));
            var mailbox = new Mailbox(clock);
            await using var listener = MailboxListener.Start(mailbox);
            var launch = parsed.Launch() with
            {
                Clock = clock,
                Serves = !parsed.GetValue(once),
                Mailbox = mailbox,
                Overrides = Stage.Settings(data.Path, listener.Port, Stage.FreePort(), parsed.GetValue(live),
                    invented: ReferenceEquals(files, samples)),
            };
            return await launcher.RunHostAsync(launch, async (host, token) =>
            {
                var isWell = await PlayAsync(host.Services, clock, files, token);
                if (parsed.GetValue(folder) is { } path)
                    await WriteAsync(mailbox, path, token);
                if (!parsed.GetValue(once))
                    await OpenAsync(host, token);
                return isWell ? Exit.Done : Exit.Failed;
            }, ct);
        });
        return command;
    }

    /// <summary>A day of Digest: gather, rank, and when the clock comes to each subscriber's hour, send.</summary>
    /// <returns>False when a mail that was due did not go out. A day on which nothing matched is only quiet.</returns>
    static async Task<bool> PlayAsync(IServiceProvider services, StartedClock clock, IReadOnlyList<string> files, CancellationToken ct)
    {
        var gatherer = services.GetRequiredService<Gatherer>();
        var counts = files.Count > 0 ? await gatherer.GatherFilesAsync(files, ct) : await gatherer.GatherSourcesAsync(new(), ct);
        foreach (var skipped in counts.Skipped)
            await Console.Error.WriteLineAsync($"digest: {skipped.File}, {skipped.Position}: {skipped.Reason}");
        if (counts.New == 0)
            throw new RefusalException(files.Count > 0
                ? "there are no papers in these files."
                : "today's list did not answer or is empty; digest demo without --live uses the samples.");
        var edition = await services.GetRequiredService<EditionRun>().RunAsync(null, ct);

        var subscriptions = services.GetRequiredService<Subscriptions>();
        var cast = new List<Subscriber>();
        foreach (var (text, preferences) in Cast.Members)
            if (EmailAddress.TryParse(text, out var address, out _) && (await subscriptions.AddAsync(address, preferences, ct)).Added is { } added)
                cast.Add(added);
        clock.Set(cast.Max(s => s.NextIssueAt!.Value).AddMinutes(1));
        await services.GetRequiredService<IssueRun>().RunAsync(ct);
        var sent = await services.GetRequiredService<DeliveryRun>().RunAsync(ct);

        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"[bold]{counts.New}[/] papers gathered, the edition of [bold]{edition.Date:d MMMM yyyy}[/] ranks {edition.Papers.Count} of them.");
        foreach (var subscriber in cast)
            await TellAsync(services, subscriber, ct);
        return sent.Retried + sent.Failed + sent.InDoubt == 0;
    }

    static async Task TellAsync(IServiceProvider services, Subscriber subscriber, CancellationToken ct)
    {
        var date = subscriber.Preferences.Delivery.DateAt(subscriber.NextIssueAt!.Value);
        var preview = await services.GetRequiredService<Preview>().MakeAsync(subscriber, date, ct);
        var told = (await services.GetRequiredService<DeliveryStory>().TellAsync(subscriber.Id, preview.Delivery.About, 1, ct))[0];
        var table = new Table().RoundedBorder().Expand().AddColumns("Paper", "Why");
        table.Title = new TableTitle(Markup.Escape(string.Create(CultureInfo.InvariantCulture,
            $"{subscriber.Address}, {subscriber.Preferences.Delivery.Time:HH:mm} {subscriber.Preferences.Delivery.Zone}: {told.State}")));
        foreach (var section in preview.Issue.Sections)
            foreach (var entry in section.Entries)
                table.AddRow(Markup.Escape(entry.Paper.Paper.Title), Markup.Escape(section.Interest is { } interest
                    ? $"{interest}: {string.Join(", ", entry.Reason.Words)}"
                    : $"{Words.Of(section.Kind)}: {Words.Why(entry.Paper)}"));
        AnsiConsole.Write(table);
    }

    static async Task WriteAsync(Mailbox mailbox, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var mail in mailbox.Mails)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{mail.Number:00}-{mail.EnvelopeTo.Replace('@', '_')}.eml");
            await File.WriteAllBytesAsync(Path.Combine(folder, name), mail.Source, ct);
        }
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{mailbox.Mails.Count} mails written to {folder}.");
    }

    static async Task OpenAsync(IHost host, CancellationToken ct)
    {
        var url = host.Services.GetRequiredService<Rendering.SiteOptions>().Root.AbsoluteUri;
        await host.StartAsync(ct);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"""

            Subscribe with your own address at  [link]{url}[/]
            and find every mail it sends at     [link]{url}mailbox[/]
            Ctrl+C ends it, and nothing of it is left behind.
            """);
        await host.WaitForShutdownAsync(ct);
    }
}

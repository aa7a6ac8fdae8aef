using System.CommandLine;
using System.Globalization;
using Digest.Rendering;
using Digest.Storage;
using Digest.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What a day was like, as the daily mail tells it, and what became of that mail.</summary>
internal static class ReportCommand
{
    static readonly Option<DateOnly?> Date = DigestCommand.DateOption("--date", "The day; by default the newest whose report is due.");

    static readonly Option<bool> Send = new("--send") { Description = "Send it to Watching:ReportTo now, whether it went out before or not." };

    static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "Write it there instead: the whole mail as name.eml, or a page with its pictures as name.html.",
        HelpName = "FILE",
    };

    public static Command Create(Launcher launcher)
    {
        var command = new Command("report", "Tell what a day was like: mails, readers, sources, the machine.") { Date, Send, Out, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var reporter = services.GetRequiredService<Reporter>();
            var day = parsed.GetValue(Date) ?? reporter.DueDay;
            if (day > reporter.Today)
                throw new UsageException($"--date {day:yyyy-MM-dd} has not come yet.");
            string? sent = null;
            if (parsed.GetValue(Send))
                sent = await SendAsync(services, reporter, day, token);
            else if (parsed.GetValue(Out) is { } file)
                await WriteAsync(services, reporter, day, file, token);
            var fates = await services.GetRequiredService<OperatorPosts>().TellAsync(Reporter.About(day), 50, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { day, report = await ModelAsync(services, reporter, day, token), mails = fates });
            else
            {
                if (!parsed.GetValue(Send) && parsed.GetValue(Out) is null)
                    Console.Out.WriteLine((await reporter.MakeAsync(day, token)).Render(services.GetRequiredService<Renderer>(), kind => kind).Text.TrimEnd());
                foreach (var fate in fates)
                    Print.Line($"{Line(fate)}");
            }
            return sent is not null && !fates.Any(fate => fate.About == sent && fate.State == "sent") ? Exit.Failed : Exit.Done;
        }, ct));
        return command;
    }

    /// <returns>What its fates are found under: of a day whose report went out before, something new.</returns>
    static async Task<string> SendAsync(IServiceProvider services, Reporter reporter, DateOnly day, CancellationToken ct)
    {
        if (services.GetRequiredService<WatchingOptions>().ReportTo.Count == 0)
            throw new RefusalException("Watching:ReportTo is empty: name who gets the report, such as Watching__ReportTo__0=ops@example.org.");
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var about = Reporter.About(day);
        if (!await reporter.PlanAsync(day, about, now.AddDays(1), ct))
        {
            about = string.Create(CultureInfo.InvariantCulture, $"{about}.{now.ToUnixTimeMilliseconds()}");
            await reporter.PlanAsync(day, about, now.AddDays(1), ct);
        }
        await services.GetRequiredService<Postman>().SendDueAsync(ct);
        return about;
    }

    static async Task WriteAsync(IServiceProvider services, Reporter reporter, DateOnly day, FileInfo file, CancellationToken ct)
    {
        var report = await reporter.MakeAsync(day, ct);
        if (file.Extension.Equals(".html", StringComparison.OrdinalIgnoreCase))
            await File.WriteAllTextAsync(file.FullName, report.RenderWhole(services.GetRequiredService<Renderer>()).Html, ct);
        else if (file.Extension.Equals(".eml", StringComparison.OrdinalIgnoreCase))
            await File.WriteAllBytesAsync(file.FullName, reporter.Write(report, $"report.{day:yyyyMMdd}@localhost", services.GetRequiredService<TimeProvider>().GetUtcNow()), ct);
        else
            throw new UsageException($"--out {file.Name}: name it .eml for the mail, or .html for a page.");
    }

    static async Task<object> ModelAsync(IServiceProvider services, Reporter reporter, DateOnly day, CancellationToken ct)
    {
        var report = await reporter.MakeAsync(day, ct);
        var model = services.GetRequiredService<Renderer>().Model((site, language) => report.Model(site, language, [.. report.Plots.Select(plot => plot.Told)]));
        return new { model.Zone, model.Mails, model.Failed, model.Readers, model.Papers, model.Sources, model.Alarms, model.MatchingMs, model.RenderingMs,
            model.DatabaseMegabytes, model.FreeMegabytes, days = model.Plots };
    }

    static string Line(OperatorPosts.Fate fate) => string.Join("  ", new[]
    {
        (fate.EndedAt ?? fate.PlannedAt).ToMinute(), $"{fate.State} to {fate.Address}", fate.Attempts > 1 ? $"try {fate.Attempts.ToString(CultureInfo.InvariantCulture)}" : "",
        fate.NextAttemptAt is { } next ? $"next at {next.ToMinute()}" : "", fate.Reply ?? "",
    }.Where(part => part.Length > 0));
}

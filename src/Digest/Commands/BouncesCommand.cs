using System.CommandLine;
using Digest.Bounces;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What came back: taking it in, and for the operator looking at it and forgiving it.</summary>
internal static class BouncesCommand
{
    const int Listed = 500, BrakedDays = 7;

    public static Command Create(Launcher launcher) =>
        new("bounces", "Take in reports of what could not be delivered and complaints, look at them, forgive them.")
        {
            Ingest(launcher), List(launcher), Show(launcher), Forgive(launcher), TestRouteCommand.Create(launcher),
        };

    static Command Ingest(Launcher launcher)
    {
        var from = new Argument<string?>("FILE")
        {
            Description = "A mail, an mbox or a Maildir; - for standard input, which is also read when something is piped in.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("ingest", "Take in reports, each once. Mails that are no reports are ignored, which is no failure.") { from, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var counts = await ReadAsync(services.GetRequiredService<BounceIntake>(), parsed.GetValue(from), token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(counts);
            else
                Print.Line($"{counts.Read} read: {counts.Bounces} bounces, {counts.Complaints} complaints, {counts.Unsubscribes} unsubscribed, {counts.BareUnsubscribes} unsubscribe nobody known, {counts.Ignored} ignored, {counts.Unknown} about nobody known, {counts.AlreadyKnown} known already");
            return Exit.Done;
        }, ct));
        return command;
    }

    static async Task<BounceCounts> ReadAsync(BounceIntake intake, string? path, CancellationToken ct)
    {
        if (path is null && !Console.IsInputRedirected)
            throw new UsageException("Name a mail, an mbox or a Maildir, or pipe a mail in.");
        if (path is null or "-")
        {
            await using var piped = Console.OpenStandardInput();
            return await intake.ReadAsync(piped, ct);
        }
        if (Directory.Exists(path))
            return Maildir.IsOne(path) ? await intake.ReadFolderAsync(path, alsoRead: true, ct)
                : throw new RefusalException($"{path} is no Maildir: there must be new and cur in it.");
        if (!File.Exists(path))
            throw new RefusalException($"There is no {path}.");
        await using var file = File.OpenRead(path);
        return await intake.ReadAsync(file, ct);
    }

    static Command List(Launcher launcher)
    {
        var command = new Command("list", "List addresses that something came back from, the newest first.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var all = await services.GetRequiredService<BounceStore>().ListAsync(Listed, services.GetRequiredService<TimeProvider>().GetUtcNow(), token);
            if (parsed.GetValue(DigestCommand.Json))
            {
                Print.Json(all.Select(s => new { s.Address, s.Score, s.Suppressed, Reports = s.Bounces.Count, Last = s.Bounces[0] }));
                return Exit.Done;
            }
            if (all.Count == 0)
                Print.Line($"Nothing came back, or it is older than what is kept.");
            foreach (var standing in all)
                Print.Line($"{standing.Address ?? "(nobody's now)"}  score {standing.Score:0.00}  {(standing.Suppressed is { } s ? $"suppressed ({s.Strength})" : "mailed")}  {Words.Of(standing.Bounces[0])}");
            foreach (var domain in await services.GetRequiredService<BounceStore>().BrakedAsync(services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-BrakedDays),
                token))
                Print.Line($"{domain.Domain} said of {domain.Gone} readers on {domain.At:yyyy-MM-dd} that they are gone, to whom letters had come: taken for its own fault, they are mailed on unless it says so on another day again");
            if (await services.GetRequiredService<RouteStore>().BareAsync(token) is var (count, last))
                Print.Line($"{count} mails asked to leave without the token of a letter, the last on {last.ToSecond()}: anybody could write them, so they changed nothing");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Show(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "An e-mail address." };
        var command = new Command("show", "Show what came back from an address, and what it counts.") { who, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var address = Address(parsed.GetValue(who)!);
            var standing = await StandingAsync(services, address, token);
            if (parsed.GetValue(DigestCommand.Json))
            {
                Print.Json(standing with { Address = address.Text });
                return Exit.Done;
            }
            Print.Line($"{address}: score {standing.Score:0.00} of {SuppressionRule.Enough:0}, halved every {SuppressionRule.HalfLife.TotalDays:0} days");
            foreach (var line in Lines(standing))
                Print.Line($"{line}");
            if (standing.Bounces.Count == 0)
                Print.Line($"Nothing came back, or it is older than what is kept.");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Forgive(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "An e-mail address." };
        var command = new Command("forgive", "Mail an address again that bounced. A complaint and \"never\" are its owner's to lift.") { who };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var address = Address(parsed.GetValue(who)!);
            var store = services.GetRequiredService<BounceStore>();
            var keys = services.GetRequiredService<KeyRing>();
            var forgiven = await store.ForgiveAsync(keys.Hash(address.Identity), services.GetRequiredService<TimeProvider>().GetUtcNow(), token);
            if ((await StandingAsync(services, address, token)).Suppressed is { } still)
                throw new RefusalException($"{address} stays suppressed since {still.Since:yyyy-MM-dd} ({still.Reason}); "
                    + (still.Strength == "never" ? "its owner said never, which stands." : "only its owner can lift that, by signing up on the page."));
            Print.Line($"{address} is {(forgiven ? "forgiven" : "suppressed for nothing, and nothing that counts came back from it: there is nothing to forgive")}");
            return Exit.Done;
        }, ct));
        return command;
    }

    /// <summary>What came back from an address, a line each, and first whether it is mailed no more.</summary>
    public static IEnumerable<string> Lines(BounceStanding standing)
    {
        if (standing.Suppressed is { } suppressed)
            yield return $"  {suppressed.Since.ToSecond()}  not mailed any more ({suppressed.Strength}): {suppressed.Reason}";
        foreach (var bounce in standing.Bounces)
            yield return $"  {bounce.At.ToSecond()}  came back: {Words.Of(bounce)}";
    }

    public static Task<BounceStanding> StandingAsync(IServiceProvider services, EmailAddress address, CancellationToken ct) =>
        services.GetRequiredService<BounceStore>().FindAsync(
            services.GetRequiredService<KeyRing>().Hash(address.Identity), services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);

    static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address, out var why) ? address : throw new UsageException($"{text}: {FaultSentence.InEnglish(why)}");
}

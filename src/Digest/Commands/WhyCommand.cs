using System.CommandLine;
using System.Globalization;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What happened to somebody's mails, told from the ledger.</summary>
internal static class WhyCommand
{
    const int Shown = 20;

    public static Command Create(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "A subscriber's e-mail address." };
        var date = DigestCommand.DateOption("--date", "Only the issue of this day (the subscriber's own date).");
        var command = new Command("why", "Tell what happened to a subscriber's mails, and when.") { who, date, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var moved = await MovedAwayAsync(services, parsed.GetValue(who)!, token);
            var subscriber = await services.GetRequiredService<SubscriberStore>().FindAsync(Address(parsed.GetValue(who)!), token)
                ?? (moved is [.., var (reader, _)] ? reader : await services.GetRequiredService<SubscriberStore>().RequireAsync(parsed.GetValue(who)!, token));
            var story = services.GetRequiredService<DeliveryStory>();
            var about = parsed.GetValue(date) is { } day ? $"issue:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : null;
            var told = await story.TellAsync(subscriber.Id, about, Shown, token);
            var consents = await story.ConsentsAsync(subscriber.Id, token);
            var back = await BouncesCommand.StandingAsync(services, subscriber.Address, token);
            if (parsed.GetValue(DigestCommand.Json))
            {
                Print.Json(new
                {
                    address = subscriber.Address.Text,
                    subscriber.State,
                    subscriber.NextIssueAt,
                    movedAway = moved.Select(m => new { to = m.Reader.Address.Text, m.At }),
                    consents,
                    back.Suppressed,
                    bounces = back.Bounces,
                    deliveries = told,
                });
                return Exit.Done;
            }
            foreach (var (to, at) in moved)
                Print.Line($"{at.ToSecond()}  letters moved from {Address(parsed.GetValue(who)!)} to {to.Address}");
            Print.Line($"{subscriber.Address} is {subscriber.State.ToString().ToLowerInvariant()}; next issue {subscriber.NextIssueAt?.ToSecond() ?? "none"}");
            if (subscriber.Taste is { Feedback.Count: var said, Mutes.Count: var muted } && said + muted > 0)
                Print.Line($"  more or less of {said} paper{Words.S(said)} and {muted} mute{Words.S(muted)} have a say in it; see digest taste {subscriber.Address}");
            foreach (var consent in consents)
                Print.Line($"  {consent.At.ToSecond()}  {consent.Event} ({consent.Channel})");
            foreach (var line in BouncesCommand.Lines(back))
                Print.Line($"{line}");
            if (about is not null && told.Count == 0)
                Print.Line($"No mail was planned about {about}: none was due that day, or it is older than what is kept.");
            foreach (var delivery in told)
                Tell(delivery);
            return Exit.Done;
        }, ct));
        return command;
    }

    static async Task<IReadOnlyList<(Subscriber Reader, DateTimeOffset At)>> MovedAwayAsync(IServiceProvider services, string text, CancellationToken ct) =>
        await services.GetRequiredService<MoveStore>().AwayFromAsync(services.GetRequiredService<KeyRing>().Hash(Address(text).Identity), ct);

    static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address, out var why) ? address : throw new UsageException($"{text}: {FaultSentence.InEnglish(why)}");

    static void Tell(DeliveryStory.Told mail)
    {
        Print.Line($"{mail.About}: {mail.State}{(mail.Reason is null ? "" : $", {mail.Reason}")}");
        foreach (var (at, says) in Words.Story(mail))
            Print.Line($"  {(at is { } when ? when.ToSecond() + "  " : "")}{says}");
        Print.Line($"  Message-ID {mail.MessageId}");
    }

}

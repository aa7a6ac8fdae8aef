using System.Globalization;
using System.Security.Cryptography;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Digest.Watching;

/// <summary>Looks, decides, writes down and tells: what is wrong, once.</summary>
internal sealed partial class Watchman(
    Lookout lookout, AlarmStore alarms, OperatorMail mails, Renderer renderer, SiteOptions site, WatchingOptions options, OperatorZone zone, ILogger<Watchman> log)
{
    /// <summary>An alarm that nobody could be told of for so long is told by the next reminder.</summary>
    static readonly TimeSpan TellWithin = AlarmCourse.RemindAfter;

    /// <returns>How many alarms were told of.</returns>
    public async Task<int> LookAsync(CancellationToken ct)
    {
        var seen = await lookout.LookAsync(ct);
        var found = AlarmRule.Look(seen, options);
        var open = (await alarms.OpenAsync(ct)).Where(row => !AlarmRule.IsUnknown(row, seen, found)).ToList();
        var changes = AlarmCourse.Follow(open, found, seen.Node, seen.At);
        if (changes.Count == 0)
            return 0;
        var news = changes.Where(change => change.Step is AlarmStep.Begin or AlarmStep.Remind or AlarmStep.End).ToList();
        if (!await alarms.ApplyAsync(changes, news.Count > 0 && options.Tells ? Post(About(news[0]), news, seen.At) : null, seen.At, ct))
            return 0; // another node was faster; a minute later there is what it left
        foreach (var change in news)
            if (change.Step == AlarmStep.End)
                LogOver(change.Row.Kind, change.Row.Subject);
            else
                LogAlarm(change.Row.Kind, change.Row.Subject, change.Row.Detail);
        return news.Count;
    }

    /// <summary>An alarm about nothing, told as all are, so that operators see whether alarms arrive.</summary>
    /// <returns>What its fates are found under.</returns>
    public async Task<string> TestAsync(OperatorPosts posts, DateTimeOffset now, CancellationToken ct)
    {
        var about = string.Create(CultureInfo.InvariantCulture, $"alarms:test.{now.ToUnixTimeMilliseconds()}");
        await posts.PlanAsync(Post(about, [new(AlarmStep.Begin, new() { Kind = AlarmModel.Test, Node = Lookout.Node, SeenAt = now.Ms(), Detail = "digest alarms test" })],
            now), ct);
        return about;
    }

    static string About(AlarmChange first) =>
        string.Create(CultureInfo.InvariantCulture, $"alarms:{first.Row.Id}.{(first.Step == AlarmStep.End ? "over" : first.Row.Told + 1)}");

    OperatorPost Post(string about, IReadOnlyList<AlarmChange> news, DateTimeOffset now)
    {
        var mail = renderer.ToOperator("alarms",
            (site, language) => new AlarmsModel(site, language, Lines(news, AlarmStep.Begin), Lines(news, AlarmStep.Remind), Lines(news, AlarmStep.End)));
        var id = mails.MessageId(about, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var to = new List<(string, string, byte[])>();
        if (options.AlarmTo.Count > 0 && mails.Write([.. options.AlarmTo], mail, id, now, [], []) is var bytes)
            to.AddRange(options.AlarmTo.Select(address => ("mail", address, bytes)));
        if (options.Webhook.Length > 0)
            to.Add(("webhook", "", WebhookBody.Write(site.Service, site.Root.AbsoluteUri, Text(mail.Subject, news), news, now)));
        return new(about, id, now, now + TellWithin, to);
    }

    List<AlarmModel> Lines(IReadOnlyList<AlarmChange> news, AlarmStep step) => [.. news.Where(change => change.Step == step).Select(change => zone.Line(change.Row))];

    static string Text(string subject, IEnumerable<AlarmChange> news) => string.Join('\n',
        [subject, .. news.Select(change => string.Join(": ",
            new[] { $"{change.Row.Kind} {change.Row.Subject}".Trim(), change.Step == AlarmStep.End ? "over" : change.Row.Detail }))]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alarm: {Kind} {Subject}: {Detail}")]
    partial void LogAlarm(string kind, string subject, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "An alarm is over: {Kind} {Subject}")]
    partial void LogOver(string kind, string subject);
}

/// <summary>Days and hours as the operator counts them.</summary>
internal sealed class OperatorZone(DateTimeZone zone)
{
    public DateTimeZone Zone { get; } = zone;

    public AlarmModel Line(AlarmRow row)
    {
        var since = Instant.FromDateTimeOffset(row.Seen).InZone(Zone);
        return new(row.Kind, row.Subject, row.Node, row.Detail, since.Date.ToDateOnly(), since.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    public DateOnly Day(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Zone).Date.ToDateOnly();
}

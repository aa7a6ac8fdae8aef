using System.Collections.Concurrent;
using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;

namespace Digest.Bounces;

/// <summary>Takes in what came back, from wherever mails lie, and writes down what each report says. Read again, nothing counts
/// twice; nothing is ever answered.</summary>
internal sealed partial class BounceIntake(
    BounceStore store, RouteStore routes, LeaveRoute route, Subscriptions subscriptions, KeyRing keys, ReturnPath returnPath, BouncesOptions options, TimeProvider time,
    ILogger<BounceIntake> log)
{
    /// <summary>Mails whose reports are written down together.</summary>
    const int Batch = 100;

    readonly ConcurrentDictionary<string, bool> _unreadable = new(StringComparer.Ordinal);

    /// <summary>One mail.</summary>
    public async Task<BounceCounts> ReadAsync(ReadOnlyMemory<byte> mail, CancellationToken ct)
    {
        var counts = new BounceCounts();
        await RecordAsync([.. await TakeAsync(mail, counts, ct)], counts, ct);
        return counts;
    }

    /// <summary>One mail, or an mbox.</summary>
    public async Task<BounceCounts> ReadAsync(Stream source, CancellationToken ct)
    {
        var counts = new BounceCounts();
        var reports = new List<Report>();
        await foreach (var mail in Inbox.ReadAsync(source, ct))
        {
            reports.AddRange(await TakeAsync(mail, counts, ct));
            if (counts.Read % Batch == 0)
                await RecordAsync(reports, counts, ct);
        }
        await RecordAsync(reports, counts, ct);
        return counts;
    }

    /// <summary>A Maildir; what was read is moved to cur/ once it is written down.</summary>
    /// <param name="alsoRead">Also what lies in cur/.</param>
    public async Task<BounceCounts> ReadFolderAsync(string path, bool alsoRead, CancellationToken ct)
    {
        var counts = new BounceCounts();
        var folder = new Maildir(path);
        foreach (var files in folder.Files(alsoRead).Chunk(Batch))
        {
            var (reports, read) = (new List<Report>(), new List<string>());
            foreach (var file in files)
            {
                ReadOnlyMemory<byte>? mail;
                try
                {
                    mail = await Maildir.ReadAsync(file, ct);
                }
                catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
                {
                    // One that is another's must not keep back all that lies behind it. It stays, and is told of once.
                    if (_unreadable.TryAdd(file, true))
                        LogUnreadable(fault.Message);
                    continue;
                }
                if (mail is { } whole)
                    reports.AddRange(await TakeAsync(whole, counts, ct));
                read.Add(file);
            }
            await RecordAsync(reports, counts, ct);
            foreach (var file in read)
                folder.Keep(file);
        }
        return counts;
    }

    /// <summary>The watched folder, where there is one.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (options.Maildir.Length == 0)
            return;
        try
        {
            var counts = await ReadFolderAsync(options.Maildir, alsoRead: false, ct);
            if (counts.Read > 0)
                LogRead(counts.Read, counts.Bounces, counts.Complaints, counts.Unsubscribes, counts.Ignored, counts.Unknown, counts.AlreadyKnown);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was read stands in rows, and counts once however often it is read.
            LogUnreachable(options.Maildir, fault.Message);
        }
    }

    /// <summary>What a mail reports; a wish to leave is done at once.</summary>
    async Task<IReadOnlyList<Report>> TakeAsync(ReadOnlyMemory<byte> mail, BounceCounts counts, CancellationToken ct)
    {
        counts.Read++;
        var returned = ReportReader.Read(mail);
        if (returned.Leave is { } leave)
            await HearAsync(leave, counts, ct);
        else if (returned.Reports.Count == 0)
        {
            counts.Ignored++;
            LogIgnored(returned.Ignored);
        }
        return returned.Reports;
    }

    async Task HearAsync(LeaveRequest leave, BounceCounts counts, CancellationToken ct)
    {
        foreach (var token in leave.Tokens)
            if (await route.HearTrialAsync(token, ct))
            {
                counts.Ignored++;
                LogArrived(route.Address);
                return;
            }
        if (leave.IsAutomatic)
        {
            counts.Ignored++;
            return;
        }
        foreach (var token in leave.Tokens)
            if (await subscriptions.LeaveByMailAsync(token, ct))
            {
                counts.Unsubscribes++;
                return;
            }
        if (leave.Tokens.Count > 0)
        {
            counts.Unknown++;
            return;
        }
        counts.BareUnsubscribes++;
        await routes.CountBareAsync(time.GetUtcNow(), ct);
    }

    async Task RecordAsync(List<Report> reports, BounceCounts counts, CancellationToken ct)
    {
        if (reports.Count == 0)
            return;
        var fates = await store.RecordAsync([.. reports.Select(r => (r, KeyOf(r), Suspect.Of(r, keys, returnPath)))], time.GetUtcNow(), ct);
        foreach (var (report, fate) in reports.Zip(fates))
            Count(report, fate, counts);
        reports.Clear();
    }

    static void Count(Report report, BounceFate fate, BounceCounts counts)
    {
        if (fate == BounceFate.AlreadyKnown)
            counts.AlreadyKnown++;
        else if (fate == BounceFate.Unknown)
            counts.Unknown++;
        else if (report.Kind == ReportKind.Complaint)
            counts.Complaints++;
        else if (report.Kind == ReportKind.Unsubscribe)
            counts.Unsubscribes++;
        else
            counts.Bounces++;
    }

    // Keyed, as the name holds an address.
    string KeyOf(Report report) => keys.Hash($"report {report.Key}")[..32];

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Read} mails came back: {Bounces} bounces, {Complaints} complaints, {Unsubscribes} unsubscribed, {Ignored} ignored, {Unknown} about nobody known, {AlreadyKnown} known already")]
    partial void LogRead(int read, int bounces, int complaints, int unsubscribes, int ignored, int unknown, int alreadyKnown);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bounces:Maildir {Folder} has to be read and written, and cannot be: {Fault}. It is tried again")]
    partial void LogUnreachable(string folder, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail that came back cannot be read, and stays where it is: {Fault}")]
    partial void LogUnreadable(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The test mail to {Address} arrived: letters planned from now on name that address for leaving")]
    partial void LogArrived(string address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A mail that came in is {What}; ignored")]
    partial void LogIgnored(string what);
}

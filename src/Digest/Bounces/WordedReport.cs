using System.Net;
using System.Text.RegularExpressions;
using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>
/// Reports that say it in words alone, as older mail systems write them: a table of how each begins. Only from a mail system's
/// own address, or with Exim's header of failed recipients, so that nobody's letter about a bounce is one, and never what says that it is still being tried.
/// </summary>
internal static partial class WordedReport
{
    const int LongestText = 20_000, LongestReason = 1500, MostRecipients = 10;

    /// <summary>How reports of known systems begin, anywhere in their first lines. The first that fits names it.</summary>
    static readonly (string Shape, Regex Opening)[] Openings =
    [
        ("qmail", Qmail()), ("yahoo", Yahoo()), ("postfix", Postfix()), ("exim", Exim()), ("sendmail", Sendmail()), ("exchange", Exchange()),
        ("notes", Notes()), ("groupwise", GroupWise()), ("mdaemon", MDaemon()),
    ];

    /// <summary>Null where the mail is no such report.</summary>
    public static Returned? Read(MailPart mail, IReadOnlyList<MailPart> parts)
    {
        var failed = mail.Header("X-Failed-Recipients");
        if (failed is null && !IsFromASystem(mail))
            return null;
        var text = ReportReader.TextOf(parts);
        var head = text.Length > LongestText ? text[..LongestText] : text;
        var reason = Reason(head);
        var shape = failed is not null ? "exim" : Openings.FirstOrDefault(o => o.Opening.IsMatch(reason)).Shape;
        if (shape is null)
        {
            if (AutomaticReply.Is(mail) || !(Subject().IsMatch(mail.Header("Subject") ?? "") && Failure().IsMatch(reason)))
                return null;
            shape = "words";
        }
        if (StillTried().IsMatch(reason))
            return Returned.Nothing("a report of a mail that did not fail");
        var clues = ClueReader.Read(mail, ReportReader.MailsIn(parts), [text], [], []);
        var own = ClueReader.Addresses($"{mail.Header("To")} {mail.Header("From")}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var to = ClueReader.Addresses(failed ?? reason).Where(a => !own.Contains(a)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(failed is null ? 1 : MostRecipients).DefaultIfEmpty("");
        return new(
        [
            .. to.Select(address => new Report(ReportKind.Failed)
            {
                Shape = shape,
                Recipient = address,
                Status = StatusCode.In(reason),
                Words = reason,
                Clues = clues,
            }),
        ], "");
    }

    /// <summary>What a report says before it brings our mail back, in one line.</summary>
    public static string Reason(string text)
    {
        var head = text.Length > LongestText ? text[..LongestText] : text;
        var end = Copy().Match(head) is { Success: true } copy ? copy.Index : head.Length;
        var reason = Blanks().Replace(head[..end], " ").Trim();
        return reason.Length > LongestReason ? reason[..LongestReason] : reason;
    }

    public static string WithoutTags(string html) => WebUtility.HtmlDecode(Tag().Replace(html.Length > LongestText * 5 ? html[..(LongestText * 5)] : html, " "));

    static bool IsFromASystem(MailPart mail) =>
        mail.Header("Return-Path")?.Trim() is "<>" or "<MAILER-DAEMON>" || System().IsMatch(mail.Header("From") ?? "");

    const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"(mailer-?daemon|mail-?daemon|post-?master|mdaemon|mail delivery (sub)?system|mail administrator|system administrator|mail router|mail-?system|delivery agent)", Words)]
    private static partial Regex System();

    [GeneratedRegex(@"^Hi\. This is the ", Words)]
    private static partial Regex Qmail();

    [GeneratedRegex(@"unable to deliver message to the following address|sorry, we (were|are) unable to deliver your message", Words)]
    private static partial Regex Yahoo();

    [GeneratedRegex(@"this is the (postfix program|mail system) at", Words)]
    private static partial Regex Postfix();

    [GeneratedRegex(@"this message was created automatically by mail delivery software", Words)]
    private static partial Regex Exim();

    [GeneratedRegex(@"the following addresses? had (permanent|delivery|fatal)|transcript of session follows", Words)]
    private static partial Regex Sendmail();

    [GeneratedRegex(@"did not reach (some or all of )?(the|its) (intended )?recipient|couldn.t be delivered to the following", Words)]
    private static partial Regex Exchange();

    [GeneratedRegex(@"was not delivered to:|failure reasons", Words)]
    private static partial Regex Notes();

    [GeneratedRegex(@"message that you sent was undeliverable", Words)]
    private static partial Regex GroupWise();

    [GeneratedRegex(@"the attached message (had|could not be)|failed (permanently )?to deliver|delivery attempts have failed", Words)]
    private static partial Regex MDaemon();

    [GeneratedRegex(@"undeliver|returned mail|failure notice|fail(ed|ure)|delivery (report|status|problem|error|notification)|could not be delivered|nicht zugestellt|unzustellbar|unable to deliver|mail system error|non remis", Words)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|could not be delivered|not delivered|undeliverable|fail|unknown|rejected|refused|nicht zugestellt|unzustellbar|no such|does not exist|disabled|over quota|full", Words)]
    private static partial Regex Failure();

    [GeneratedRegex(@"no action is required|this is (only )?a warning|warning message only|will (continue to |keep )?(be )?(trying|retried|retry|tried)|still (being )?(trying|tried|attempt)|not (yet|been) been delivered|not yet been delivered|do not need to re-?send|temporarily delayed|delivery attempts will continue", Words)]
    private static partial Regex StillTried();

    // Where our own mail begins, or its headers.
    [GeneratedRegex(@"(?im)^[ \t>]*(-{2,}[ \t]*(below this line|enclosed|this is a copy|original message|the header|message header|unsent message|returned message|body of message|included|headers|copy of|start of|this is the (copy|header)|return)|(return-path|received|dkim-signature|message-id|x-originating-ip):[ \t])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Copy();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}

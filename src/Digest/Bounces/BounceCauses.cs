using System.Text.RegularExpressions;

namespace Digest.Bounces;

/// <summary>
/// Tells the cause of a bounce from its status code and the words beside it; the one place that knows them. Whatever is about us
/// (RFC 3463 x.6 and x.7, blocklists, sizes) comes first, so that nobody pays for our reputation; then the codes that mean one thing
/// only; words decide where a code says nothing or too much.
/// </summary>
internal static partial class BounceCauses
{
    /// <summary>What codes mean by themselves. Others are told by their words, and without any by their class.</summary>
    static readonly Dictionary<string, BounceCause> Codes = new(StringComparer.Ordinal)
    {
        ["5.1.1"] = BounceCause.Gone, ["5.1.2"] = BounceCause.Gone, ["5.1.3"] = BounceCause.Gone, ["5.1.6"] = BounceCause.Gone, ["5.1.10"] = BounceCause.Gone,
        ["5.2.1"] = BounceCause.Gone, ["5.4.4"] = BounceCause.Gone,
        ["5.2.2"] = BounceCause.Full, ["4.2.2"] = BounceCause.Full,
        ["5.4.1"] = BounceCause.Unreachable, ["5.4.2"] = BounceCause.Unreachable, ["5.4.3"] = BounceCause.Unreachable, ["5.4.7"] = BounceCause.Unreachable,
        // The sender's address, a relay that does not carry for us, a size, a protocol: ours.
        ["5.1.7"] = BounceCause.Ours, ["5.1.8"] = BounceCause.Ours, ["5.1.9"] = BounceCause.Ours, ["5.2.3"] = BounceCause.Ours, ["5.3.4"] = BounceCause.Ours,
        ["5.3.5"] = BounceCause.Ours, ["5.4.6"] = BounceCause.Unclear,
    };

    /// <param name="status">The report's own; empty where it gives none.</param>
    /// <param name="words">What the server said, which often holds a code that says more.</param>
    public static BounceCause Of(string status, string words)
    {
        var codes = (string[])[status, .. StatusCode.AllIn(words)];
        if (codes.Any(c => c.Length > 2 && c[0] is '4' or '5' && c[2] is '6' or '7'))
            return BounceCause.Ours;
        var isGone = Gone().IsMatch(words);
        if (!isGone && Ours().IsMatch(words))
            return BounceCause.Ours;
        if (Full().IsMatch(words))
            return BounceCause.Full;
        // The server that was asked knows best; the report's own code is often a general one (5.0.0).
        var known = codes.Skip(1).Append(status).Where(Codes.ContainsKey).Select(c => Codes[c]).ToList();
        if (known.Count > 0 && known[0] is not BounceCause.Unreachable)
            return known[0];
        if (isGone && !IsTemporary(codes, words))
            return BounceCause.Gone;
        if (known.Count > 0)
            return known[0];
        return codes.Any(c => c.StartsWith("5.5.", StringComparison.Ordinal)) ? BounceCause.Ours
            : IsTemporary(codes, words) || Unreachable().IsMatch(words) ? BounceCause.Unreachable
            : BounceCause.Unclear;
    }

    static bool IsTemporary(string[] codes, string words) =>
        codes.Any(c => c.StartsWith("4.", StringComparison.Ordinal)) || (codes.All(c => c.Length == 0) && TemporaryReply().IsMatch(words));

    [GeneratedRegex(@"\b4[25]\d[ -]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TemporaryReply();

    const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    const string Who = "(user|recipient|mailbox|address|account|addressee|alias|person|name)";

    [GeneratedRegex(
        Who + @"( name| address| account)?('s)?( \S+)?( \(\S+\))? (is |was |are )?(unknown|not known|does(n't| not) exist|not found|invalid|not listed|disabled|inactive"
        + "|deactivated|no longer (exists|available|valid|active|works|in use)|has been (disabled|deleted|closed|deactivated))"
        + "|(unknown|invalid|no such|nonexistent|non-existent|bad destination|undeliverable|unrouteable|unroutable) (local |virtual |or illegal )?(domain|host|" + Who + ")"
        + @"|no (mailbox|account|user)\b[^.;]*\b(here|by that name|with that name)|not (our|a valid|a known) (user|customer|recipient|mailbox)"
        + @"|does(n't| not) have an? \S+ account|recipient address rejected|(couldn't|could not) be found|wasn't found"
        + "|host (or domain name )?not found|domain (name )?(not found|does not exist)|nxdomain|name service error|has moved|cannot find (a )?(user|mailbox|recipient)"
        + "|kein(e|en)? (solche[rnms]? )?(empf.nger|benutzer|postfach)|unbekannter (empf.nger|benutzer)|(benutzer|empf.nger) unbekannt|(utilisateur|destinataire) inconnu|usuario desconocido",
        Words)]
    private static partial Regex Gone();

    [GeneratedRegex(
        @"(mailbox|mail box|inbox|folder|account|quota|storage|disk|user)( \S+)? (is |has |was |size |limit |space )?(been )?(full|exceeded|over quota|overquota|too large|over its quota)"
        + @"|over ?quota|quota (has been )?exceeded|exceed(s|ed|ing)? [^.;]*(quota|storage|mailbox size|disk)|insufficient (system )?(storage|disk|space)"
        + "|out of (storage|disk) ?space|not enough (storage )?space|postfach [^.;]*voll|bo.te [^.;]*pleine",
        Words)]
    private static partial Regex Full();

    [GeneratedRegex(
        @"\bspam|black ?list|block ?list|denylist|blocked (by|using|because|due|for)|\b(dnsbl|rbl|dmarc|dkim|spf|ptr)\b|reputation|reverse dns|\bpolic(y|ies)\b|virus|malware|phish|unsolicited|bulk mail"
        + "|rate.?limit|too many|too fast|throttl|content (is |was )?(reject|block|filter)|message (was |has been )?(rejected|blocked|refused) (by|due|because|for)"
        + "|not (allowed|authori[sz]ed|permitted) to|relay(ing)? (access )?(denied|not|is)|authentication required|unauthenticated|sender (address )?(rejected|denied|blocked|verif)"
        + "|message (size )?(too (big|large|long)|exceeds)|size limit|banned|suspicious|access denied",
        Words)]
    private static partial Regex Ours();

    [GeneratedRegex(
        "timed? ?out|time-?out|unreachable|connection (refused|reset|lost|dropped)|could not (connect|be reached)|retry time|expired|too old|temporar|try again"
        + "|gr[ea]y ?list|not responding|no route|server (is )?(busy|down|unavailable)|deferred",
        Words)]
    private static partial Regex Unreachable();
}

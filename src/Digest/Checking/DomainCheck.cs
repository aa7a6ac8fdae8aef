using System.Net;
using System.Net.NetworkInformation;
using Digest.Delivering;
using Digest.Gathering;

namespace Digest.Checking;

/// <summary>What the DNS says of the domain of From, and of the return address's, which receivers hold SPF to: who may send for it, what signs for
/// it, what is done with forgeries.</summary>
internal sealed class DomainCheck(MailHeaders headers, ReturnPath path, DeliveringOptions delivering, DkimSigning signing, NameLookup names, CheckingOptions options)
{
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken ct)
    {
        var domain = headers.From.Domain;
        if (!domain.Contains('.', StringComparison.Ordinal))
            return [Finding.Fault("From", $"Delivering:From is {headers.From}, whose domain nobody else knows.", "Receivers refuse such mails.",
                "Set Delivering:From to an address of a domain of yours.")];
        var findings = new List<Finding>();
        try
        {
            var senders = await SendersAsync(ct);
            findings.AddRange(await SpfAsync(domain, senders, ct));
            if (path.Domain is { } back && !back.Equals(domain, StringComparison.OrdinalIgnoreCase))
            {
                findings.AddRange(await SpfAsync(back, senders, ct));
                findings.Add(await WayBackAsync(back, ct));
            }
            foreach (var (address, _, _) in senders.Where(sender => sender.IsOurs))
                findings.Add(await PointerAsync(address, ct));
            findings.Add(signing.RecordName is not { } name
                ? Finding.Note("DKIM", "Mails are not signed here (Delivering:Dkim is empty).", "Large providers want signed mails; the relay may sign them.",
                    "If it does not: digest dkim new makes a key.")
                : DkimRecord.Judge(name, signing.Record!, await names.TextsAsync(name, ct)));
            findings.Add(await DmarcAsync(domain, ct));
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            findings.Add(Finding.Warning("DNS", $"{fault.Message.TrimEnd('.')}.", "SPF, DKIM and DMARC could not be looked at to the end.", NameLookup.Advice));
        }
        return findings;
    }

    async Task<IReadOnlyList<Finding>> SpfAsync(string domain, IReadOnlyList<(IPAddress Address, bool IsKnown, bool IsOurs)> senders, CancellationToken ct)
    {
        var records = SpfRecord.Among(await names.TextsAsync(domain, ct));
        if (records.Count == 0)
            return [Finding.Fault("SPF", $"{domain} has no SPF record.", "Receivers cannot tell your mails from forged ones; large ones refuse them.",
                $"Publish {domain} TXT \"v=spf1 … -all\" with the addresses mails leave from (ip4:192.0.2.25) or your provider's include.")];
        if (records.Count > 1)
            return [Finding.Fault("SPF", $"{domain} has {records.Count} SPF records.", "Receivers take that as an error, as if there were none.",
                "Make one of them: v=spf1 once, then the terms of both.")];
        if (SpfRecord.IsOpen(records[0]))
            return [Finding.Warning("SPF", $"The SPF record of {domain} says +all.",
                "The whole world may send in your name, and receivers trust such a record less than none.", "End it with -all or ~all.")];
        var findings = new List<Finding>();
        foreach (var (address, isKnown, _) in senders)
            findings.Add(Covers(domain, address, isKnown, await SpfRecord.JudgeAsync(domain, address, names.ZoneFor(ct))));
        if (senders.Count == 0)
            findings.Add(Finding.Note("SPF", $"{domain} has an SPF record; from which address mails leave is not known here, so that it was not followed.",
                advice: "Name the addresses in Checking:SendsFrom."));
        if (SpfRecord.Rest(records[0]) is not ("-all" or "~all") && !records[0].Contains("redirect=", StringComparison.OrdinalIgnoreCase))
            findings.Add(Finding.Warning("SPF", $"The SPF record of {domain} does not say what is to be done with mails from elsewhere.", "Forged mails pass as neutral.",
                "End it with ~all or -all."));
        return findings;
    }

    /// <summary>A domain that takes no mail: what comes back is lost, and many receivers refuse a sender who cannot be answered.</summary>
    async Task<Finding> WayBackAsync(string domain, CancellationToken ct)
    {
        var exchangers = await names.ExchangersAsync(domain, ct);
        if (exchangers.Any(host => host.Length > 0) || exchangers.Count == 0 && (await names.AddressesAsync(domain, ct)).Count > 0)
            return Finding.Ok("return path", $"{domain} takes mail.");
        return Finding.Fault("return path",
            $"{domain}, the domain of Delivering:ReturnPath, {(exchangers.Count > 0 ? "says by its MX record that it takes no mail" : "has no MX record and no address")}.",
            "What comes back is lost, and receivers refuse a sender who cannot be answered.",
            $"Publish {domain} MX with the name of the mail server that brings such mails in, or leave Delivering:ReturnPath empty.");
    }

    static Finding Covers(string domain, IPAddress address, bool isKnown, (SpfVerdict Verdict, string? Why) judged) => judged switch
    {
        (SpfVerdict.Pass, _) => Finding.Ok("SPF", $"The SPF record of {domain} covers {address}."),
        (SpfVerdict.Broken, var why) =>
            Finding.Fault("SPF", $"The SPF record of {domain} cannot be followed: {why}.", "Receivers act as if there were none.",
            "Mend the record; include what sends for you and nothing else."),
        _ when isKnown => Finding.Fault("SPF", $"The SPF record of {domain} does not cover {address}, which mails leave from.", "Receivers take your mails as forged.",
            $"Put ip{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 4 : 6)}:{address} or your provider's include into the record."),
        _ => Finding.Warning("SPF", $"The SPF record of {domain} does not cover {address}, the relay's address.",
            "If mails leave from there, receivers take them as forged; providers often send from other addresses.",
            "Put your provider's include into the record, and name the addresses it sends from in Checking:SendsFrom."),
    };

    /// <summary>Who sends by oneself is asked for a name, and the name for its address.</summary>
    async Task<Finding> PointerAsync(IPAddress address, CancellationToken ct)
    {
        var told = await names.NamesAsync(address, ct);
        foreach (var name in told)
            if ((await names.AddressesAsync(name, ct)).Contains(address))
                return Finding.Ok("PTR", $"{address} is {name}, and {name} is {address}.");
        return Finding.Fault("PTR", told.Count == 0 ? $"{address}, which mails leave from, has no name in the DNS (PTR)."
            : $"{address} says it is {told[0]}, and {told[0]} is not {address}.",
            "Large receivers refuse mails from such an address.", "Have whoever gave you the address set its PTR to the relay's full name, and publish that name's address.");
    }

    /// <summary>Where mails leave from: what the settings say, else this machine's own addresses where its relay is here, else the
    /// addresses of the relay's name.</summary>
    async Task<IReadOnlyList<(IPAddress Address, bool IsKnown, bool IsOurs)>> SendersAsync(CancellationToken ct)
    {
        var isHere = delivering.EffectiveRelays.Any(r => r.IsLoopback);
        if (options.SendsFrom.Count > 0)
            return [.. options.SendsFrom.Select(text => (IPAddress.Parse(text), true, isHere))];
        var found = new List<(IPAddress, bool, bool)>();
        if (isHere)
            found.AddRange(NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Where(a => WebAddress.IsPublic(a.Address)).Select(a => (a.Address, false, true)));
        foreach (var relay in delivering.EffectiveRelays.Where(r => !r.IsLoopback))
            found.AddRange((await names.AddressesAsync(relay.Host, ct)).Select(a => (a, false, false)));
        return found;
    }

    async Task<Finding> DmarcAsync(string domain, CancellationToken ct)
    {
        foreach (var place in DmarcRecord.Places(domain))
            if (DmarcRecord.Among(await names.TextsAsync($"_dmarc.{place}", ct)) is { Count: > 0 } records)
                return DmarcRecord.Judge(domain, place, records, signing.Domain);
        return DmarcRecord.Judge(domain, null, [], signing.Domain);
    }
}

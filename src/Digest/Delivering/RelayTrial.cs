using System.Buffers;
using System.Globalization;
using Digest.Mailing;
using Digest.Rendering;

namespace Digest.Delivering;

/// <summary>Tries relays for an operator: the whole dialogue written down, and what is wrong in plain words.</summary>
internal sealed class RelayTrial(DeliveringOptions options, MailHeaders headers, SiteOptions site, DkimSigning signing, TimeProvider time)
{
    /// <summary>The relays there are, by name.</summary>
    public IEnumerable<string> Names => options.EffectiveRelays.Select(r => r.EffectiveName);

    /// <summary>Tries each relay, or the one of this name.</summary>
    /// <param name="address">Sends it a mail; null stops before the text of one.</param>
    /// <param name="patience">The longest for each answer; null for as long as deliveries wait, which is minutes.</param>
    public async Task<IReadOnlyList<Tried>> RunAsync(string? name, string? address, CancellationToken ct, TimeSpan? patience = null)
    {
        if (!MailAddress.TryParse(address ?? "nobody@localhost", out var parsed, out var why))
            throw new InvalidDataException($"{address} is no address: {why}");
        var to = address is null ? null : parsed;
        var tried = new List<Tried>();
        foreach (var relay in options.EffectiveRelays)
            if (name is null || relay.EffectiveName.Equals(name, StringComparison.OrdinalIgnoreCase))
                tried.Add(await TryAsync(relay, to, patience, ct));
        return tried;
    }

    async Task<Tried> TryAsync(RelayOptions relay, MailAddress? to, TimeSpan? patience, CancellationToken ct)
    {
        var record = new Record(time);
        var smtp = relay.ToRelay(headers.From.Domain, time) with { Listener = record.Note };
        if (patience is { } most)
            smtp = smtp.WaitingAtMost(most);
        var (connection, failure) = await SmtpConnection.OpenAsync(smtp, time, ct);
        string did;
        if (connection is null)
            did = "no connection that is ready for mail";
        else
        {
            (did, failure) = to is null ? await AskAsync(connection, ct) : await SendAsync(connection, to, record, ct);
            await connection.QuitAsync(ct);
        }
        return new(relay.EffectiveName, smtp.ToString(), relay.Tls.ToString(), Works: failure is null, did,
            failure is null ? null : failure.Reply?.ToString() ?? failure.Fault, failure is null ? null : Phase(failure.Phase),
            failure is null ? null : RelayAdvice.About(failure, relay), record.Security, record.Offered, record.Lines);
    }

    /// <summary>Up to the text of a mail, which is the contact's, so that nobody else is named.</summary>
    async Task<(string Did, SmtpResult? Failure)> AskAsync(SmtpConnection connection, CancellationToken ct)
    {
        if (!MailAddress.TryParse(site.Contact, out var contact, out _))
            return ("connected and logged in as far as is asked for; it was not asked whether it takes a mail, because Operator:Contact is not set (or give --to)", null);
        return await connection.ProbeAsync(headers.From, contact!, ct) is { } refused
            ? ("it does not take a mail", refused) : ($"it would take a mail to {contact}; none was sent (--to sends one)", null);
    }

    async Task<(string Did, SmtpResult? Failure)> SendAsync(SmtpConnection connection, MailAddress to, Record record, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"test.{now.ToUnixTimeMilliseconds()}@{headers.From.Domain}");
        var message = new ArrayBufferWriter<byte>();
        signing.Write(new MailMessage
        {
            From = headers.From,
            To = to,
            Subject = $"{site.Service}: a test mail",
            Date = now,
            MessageId = id,
            Headers = [new("Auto-Submitted", "auto-generated")],
            Text = $"This is the test mail that was asked for by \"digest smtp test\".\n\nIt came by the relay {record.Peer}, which is set up as the service will use it."
                + $" Nobody else was written to, and nothing needs to be done.\n\n{site.Service}, {site.PublicUrl}\n",
            Html = $"<!doctype html><html lang=\"en\"><head><title>A test mail</title></head><body><p>This is the test mail that was asked for by <code>digest smtp test</code>.</p>"
                + "<p>It came by the relay as the service will use it. Nobody else was written to, and nothing needs to be done.</p></body></html>",
            Boundary = "=_test" + now.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture),
        }, now, message);
        var result = await connection.SendAsync(headers.From.ToString(), to, message.WrittenMemory, _ => default, ct, id);
        return result.Accepted ? ($"it took the test mail to {to} ({(signing.Signs ? "signed" : "not signed here")}, Message-ID {id}): {result.Reply}", null)
            : ("it did not take the test mail", result);
    }

    static string Phase(SmtpPhase phase) => phase == SmtpPhase.FinalDot ? "final_dot" : phase.ToString().ToLowerInvariant();

    /// <summary>What passed, in order, with the time each phase took.</summary>
    sealed class Record(TimeProvider time)
    {
        readonly List<Line> _lines = [];
        long _last = time.GetTimestamp();

        public IReadOnlyList<Line> Lines => _lines;

        public string Peer { get; private set; } = "";

        public SmtpSecurity? Security { get; private set; }

        /// <summary>The last EHLO's extensions: what is offered under TLS, where there is TLS.</summary>
        public IReadOnlyList<string> Offered { get; private set; } = [];

        public void Note(SmtpNote note)
        {
            var now = time.GetTimestamp();
            _lines.Add(new(Phase(note.Phase), note.Kind.ToString().ToLowerInvariant(), note.Text, Math.Round(time.GetElapsedTime(_last, now).TotalMilliseconds, 1)));
            _last = now;
            if (note.Kind == SmtpNoteKind.Connected)
                Peer = note.Text;
            Security = note.Security ?? Security;
            if (note is { Phase: SmtpPhase.Ehlo, Kind: SmtpNoteKind.Heard })
                Offered = [.. note.Text.Split('\n').Skip(1).Select(line => line[4..])];
        }
    }

    /// <param name="Did">What came of it, in words.</param>
    /// <param name="Fault">What is wrong: the relay's answer, or what broke; null when it works.</param>
    /// <param name="Phase">Where that was.</param>
    /// <param name="Advice">What to do about it.</param>
    internal sealed record Tried(
        string Relay, string Address, string Tls, bool Works, string Did, string? Fault, string? Phase, string? Advice,
        SmtpSecurity? Security, IReadOnlyList<string> Offered, IReadOnlyList<Line> Dialogue);

    /// <param name="Ms">Since the line before it.</param>
    internal sealed record Line(string Phase, string Kind, string Text, double Ms);
}

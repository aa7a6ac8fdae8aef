using System.ComponentModel.DataAnnotations;

namespace Digest.Delivering;

/// <summary>Settings of section Delivering.</summary>
internal sealed class DeliveringOptions
{
    /// <summary>Address that mails come from, and that they are answered to. Its domain stands in Message-ID and List-Id.</summary>
    [Required(ErrorMessage = "Delivering:From must be set.")]
    public string From { get; set; } = "digest@localhost";

    /// <summary>Name beside it; the service's own when empty.</summary>
    public string FromName { get; set; } = "";

    /// <summary>Where reports of what could not be delivered go (envelope sender), an address whose server takes "+…" behind its local
    /// part: each mail gets a return address of its own. From when empty.</summary>
    public string ReturnPath { get; set; } = "";

    /// <summary>With a folder, mails are written there as .eml files and no relay is asked.</summary>
    public string? PickupFolder { get; set; }

    /// <summary>The relay, when there is one; without it and without Relays, the one on this machine.</summary>
    public RelayOptions? Relay { get; set; }

    /// <summary>Several relays, instead of Relay: each takes its share by weight, and the others take over for one that is down.</summary>
    public IList<RelayOptions> Relays { get; } = [];

    /// <summary>Keys that sign mails, one a domain; none: the relay signs, or nobody does.</summary>
    public IList<DkimOptions> Dkim { get; } = [];

    /// <summary>Dialogues with each relay at the same time, 1 to 64.</summary>
    [Range(1, 64, ErrorMessage = "Delivering:Connections must be 1 to 64.")]
    public int Connections { get; set; } = 4;

    /// <summary>Mails over one connection before it is closed, 1 to 10,000; many providers allow 20 to 100.</summary>
    [Range(1, 10_000, ErrorMessage = "Delivering:MailsPerConnection must be 1 to 10000.")]
    public int MailsPerConnection { get; set; } = 100;

    /// <summary>How old a connection may become, 1 s to 1 h; Postfix, for one, ends them after five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Delivering:ConnectionAge must be 00:00:01 to 01:00:00.")]
    public TimeSpan ConnectionAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a connection may wait for its next mail before it is ended, 0 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Delivering:ConnectionIdle must be 00:00:00 to 00:10:00.")]
    public TimeSpan ConnectionIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Mails claimed at once, 1 to 1,000.</summary>
    [Range(1, 1_000, ErrorMessage = "Delivering:ClaimSize must be 1 to 1000.")]
    public int ClaimSize { get; set; } = 100;

    /// <summary>How long a claim lasts, 1 s to 1 h: a process that died holds its mails no longer than this. Longer than the
    /// slowest dialogue times ClaimSize over Connections, or slow mails are claimed twice (never sent twice).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Delivering:Lease must be 00:00:01 to 01:00:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Over how long after their readers' hour the service lets issues leave, 0 s to 1 h; first issues and mails that
    /// somebody waits for leave at once, and so does everything that `digest send` sends.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Delivering:Spread must be 00:00:00 to 01:00:00.")]
    public TimeSpan Spread { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What becomes of a mail whose acceptance was not heard: Retry sends the same bytes once more later, which may
    /// make a duplicate; Hold never does, and may lose it.</summary>
    public DoubtPolicy InDoubt { get; set; } = DoubtPolicy.Retry;

    /// <summary>How long after its hand-over a mail in doubt is sent once more, 0 s to 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Delivering:InDoubtWait must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan InDoubtWait { get; set; } = TimeSpan.FromMinutes(10);

    public IReadOnlyList<RelayOptions> EffectiveRelays => Relays.Count > 0 ? [.. Relays] : [Relay ?? new()];

    /// <summary>What is wrong with the relays, each with its key; empty when all is well.</summary>
    public IEnumerable<string> RelayFaults()
    {
        if (Relays.Count == 0)
            return Relay?.Faults("Delivering:Relay") ?? [];
        var faults = Relays.SelectMany((relay, n) => relay.Faults($"Delivering:Relays:{n}"));
        if (Relay is not null)
            faults = faults.Prepend("Delivering:Relay and Delivering:Relays are both set; Relay means one relay, Relays means several: keep one of the two.");
        var twice = Relays.GroupBy(r => r.EffectiveName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? faults
            : faults.Append($"Delivering:Relays has two relays called {twice.Key}; give each a Name of its own.");
    }
}

internal enum DoubtPolicy { Retry, Hold }

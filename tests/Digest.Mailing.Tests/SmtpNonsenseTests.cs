using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Nonsense of every kind in every phase: the phase is told, nothing hangs, and only after the dot is anything in doubt.</summary>
public class SmtpNonsenseTests
{
    static readonly byte[] Mail = "Subject: x\r\n\r\nhello\r\n"u8.ToArray();
    const int MailLines = 3;

    // What is said instead of the right answer; "…" is said until the client leaves, "-" ends the connection.
    static readonly string[] Kinds =
    [
        "hello\r\n", "\r\n", "25", "2 50 ok\r\n", "+OK ready\r\n", "HTTP/1.1 200 OK\r\n", "\u0016\u0003\u0001\0\0", "999 odd\r\n", "199 odd\r\n", "25x ok\r\n", "250ok\r\n",
        "250-yes\r\n550 no\r\n", "…250 endless", "…250-many lines\r\n", "…\0", "250-cut", "-", "250-cut\r\n-",
    ];

    static readonly (SmtpPhase Phase, int Hear, string Answer)[] Dialogue =
    [
        (SmtpPhase.Greeting, 0, "220 x\r\n"), (SmtpPhase.Ehlo, 1, "250 x\r\n"), (SmtpPhase.Mail, 1, "250 x\r\n"), (SmtpPhase.Rcpt, 1, "250 x\r\n"),
        (SmtpPhase.Data, 1, "354 x\r\n"), (SmtpPhase.FinalDot, MailLines + 1, "250 x\r\n"),
    ];

    public static TheoryData<SmtpPhase, string> Everywhere()
    {
        var all = new TheoryData<SmtpPhase, string>();
        foreach (var (phase, _, _) in Dialogue)
            foreach (var kind in Kinds)
                all.Add(phase, kind);
        return all;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Nonsense_ends_in_its_phase(SmtpPhase where, string kind)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            foreach (var (phase, hear, answer) in Dialogue)
            {
                for (var lines = hear; lines > 0; lines--)
                    await peer.HearAsync();
                if (phase != where)
                {
                    await peer.SayAsync(answer);
                    continue;
                }

                var isEndless = kind.StartsWith('…');
                do
                    await peer.SayAsync(kind.TrimStart('…').TrimEnd('-'));
                while (isEndless);
                if (!kind.EndsWith('-'))
                    await peer.HearAllAsync();
                return;
            }
        });
        var soon = TimeSpan.FromSeconds(0.3);
        var usual = new SmtpTimeouts();
        var relay = server.Relay with
        {
            Timeouts = where switch
            {
                SmtpPhase.Greeting => usual with { Greeting = soon },
                SmtpPhase.Ehlo => usual with { Ehlo = soon },
                SmtpPhase.Mail => usual with { Mail = soon },
                SmtpPhase.Rcpt => usual with { Rcpt = soon },
                SmtpPhase.Data => usual with { Data = soon },
                _ => usual with { FinalDot = soon },
            },
        };
        var started = TimeProvider.System.GetTimestamp();
        var result = await SendAsync(relay);

        Assert.Equal((where, null, false), (result.Phase, result.Reply, result.Accepted));
        Assert.Equal(where == SmtpPhase.FinalDot, result.InDoubt);
        Assert.NotEmpty(result.Fault!);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15), "it hung");
    }

    static async Task<SmtpResult> SendAsync(SmtpRelay relay)
    {
        var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        if (connect.Connection is null)
            return connect.Failure!;
        await using var connection = connect.Connection;
        return await connection.SendAsync("a@example.org", Some.Address(), Mail, _ => default, Some.Ct);
    }
}

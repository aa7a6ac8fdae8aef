using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Far ends that break, stall or talk nonsense, at a chosen byte.</summary>
public class SmtpFaultTests
{
    static readonly byte[] Mail = "Subject: x\r\n\r\nhello\r\n"u8.ToArray();
    const int MailLines = 3;

    [Fact]
    public async Task A_drop_before_the_dot_is_not_in_doubt()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeUpToTheDotAsync(MailLines);
        });
        var recorded = false;
        var result = await SendAsync(server.Relay, async ct =>
        {
            recorded = true;
            await server.DisposeAsync();
        });
        Assert.True(recorded);
        Assert.Equal(SmtpPhase.Body, result.Phase);
        Assert.False(result.InDoubt);
    }

    [Fact]
    public async Task A_drop_after_the_dot_is_in_doubt()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeUpToTheDotAsync(MailLines + 1);
            Assert.Equal(".", peer.Heard[^1]);
        });
        var result = await SendAsync(server.Relay);
        Assert.True(result.InDoubt);
        Assert.Equal("the relay closed the connection", result.Fault);
    }

    [Fact]
    public async Task Nonsense_after_the_dot_is_in_doubt()
    {
        foreach (var nonsense in new[] { "hello\r\n", "354 go on\r\n", "999 odd\r\n", "250-yes\r\n550 no\r\n", "25x ok\r\n", "\r\n" })
        {
            await using var server = new ScriptedServer(async peer =>
            {
                await peer.GreetAsync();
                await peer.TakeUpToTheDotAsync(MailLines + 1);
                await peer.SayAsync(nonsense);
                await peer.HearAllAsync();
            });
            var result = await SendAsync(server.Relay);
            Assert.True(result.InDoubt, nonsense);
        }
    }

    [Fact]
    public async Task An_answer_before_the_dot_is_never_taken_for_the_answer_to_it()
    {
        var early = new TaskCompletionSource();
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeUpToTheDotAsync(MailLines);
            await peer.SayAsync("250 2.0.0 taken before the end\r\n");
            early.SetResult();
            await peer.HearAllAsync();
            Assert.DoesNotContain(".", peer.Heard, StringComparer.Ordinal);
        });
        var result = await SendAsync(server.Relay, _ => early.Task);
        Assert.Equal(SmtpPhase.Body, result.Phase);
        Assert.Contains("nobody asked for", result.Fault);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_the_body_is_heard()
    {
        var early = new TaskCompletionSource();
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeUpToTheDotAsync(MailLines);
            await peer.SayAsync("452 4.3.1 the disk is full\r\n");
            early.SetResult();
            await peer.HearAllAsync();
        });
        var result = await SendAsync(server.Relay, _ => early.Task);
        Assert.Equal((SmtpPhase.Body, "452 4.3.1 the disk is full"), (result.Phase, result.Reply?.ToString()));
    }

    [Fact]
    public async Task Replies_may_come_in_pieces_and_in_many_lines()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            foreach (var piece in new[] { "2", "2", "0", "-", "hello\r", "\n220", " there\r\n" })
                await peer.SayAsync(piece);
            await peer.HearAsync();
            foreach (var letter in "250-one\r\n250-PIPELINING\r\n250\r\n")
                await peer.SayAsync(letter.ToString());
            await peer.HearAsync();
            await peer.HearAsync();
            await peer.HearAsync();
            await peer.SayAsync("250-2.1.0 sender\r\n250 2.1.0 ok\r\n250 ok\r\n35");
            await peer.SayAsync("4 go on\r\n");
            for (var i = 0; i < MailLines + 1; i++)
                await peer.HearAsync();
            await peer.SayAsync("250-2.6.0 kept\r\n250 2.6.0 as \u0007 42 \u00fc\r\n");
            await peer.HearAllAsync();
        });
        var result = await SendAsync(server.Relay);
        Assert.True(result.Accepted, result.ToString());
        Assert.Equal(new SmtpReply(250, "2.6.0", "kept as   42 ü"), result.Reply);
    }

    [Theory]
    [InlineData("220-endless ")]
    [InlineData("220-many lines\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("\0\0\0")]
    public async Task A_greeting_that_is_none_or_never_ends_is_a_fault(string piece)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            for (var i = 0; i < 10_000; i++)
                await peer.SayAsync(piece);
        });
        var connect = await OpenAsync(server.Relay);
        Assert.Equal((SmtpPhase.Greeting, null), (connect.Failure!.Phase, connect.Failure.Reply));
        Assert.Contains("not an SMTP reply", connect.Failure.Fault);
    }

    [Fact]
    public async Task A_very_long_reply_text_is_cut()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync("554 " + new string('x', 8000) + "\r\n");
            await peer.HearAllAsync();
        });
        var connect = await OpenAsync(server.Relay);
        Assert.Equal(500, connect.Failure!.Reply!.Text.Length);
    }

    [Theory]
    [InlineData(SmtpPhase.Ehlo)]
    [InlineData(SmtpPhase.Mail)]
    [InlineData(SmtpPhase.Rcpt)]
    [InlineData(SmtpPhase.Data)]
    [InlineData(SmtpPhase.FinalDot)]
    public async Task A_relay_that_trickles_its_reply_meets_the_phase_deadline(SmtpPhase slow)
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync("220 x\r\n");
            await StepAsync(peer, SmtpPhase.Ehlo, hear: 1, "250 x\r\n");
            await StepAsync(peer, SmtpPhase.Mail, hear: 1, "250 x\r\n");
            await StepAsync(peer, SmtpPhase.Rcpt, hear: 1, "250 x\r\n");
            await StepAsync(peer, SmtpPhase.Data, hear: 1, "354 x\r\n");
            await StepAsync(peer, SmtpPhase.FinalDot, hear: MailLines + 1, "250 x\r\n");
        });

        async Task StepAsync(ScriptedServer.Peer peer, SmtpPhase phase, int hear, string reply)
        {
            for (; hear > 0; hear--)
                await peer.HearAsync();
            if (phase != slow)
            {
                await peer.SayAsync(reply);
                return;
            }

            // A byte now and then keeps any single read alive; only a total deadline ends this.
            foreach (var letter in (string[])["2", "5", "0", "-"])
                await peer.SayAsync(letter);
            clock.Advance(new SmtpTimeouts().Of(slow) + TimeSpan.FromSeconds(1));
            await peer.HearAllAsync();
        }

        var result = await SendAsync(server.Relay, clock: clock);
        Assert.Equal((slow, null), (result.Phase, result.Reply));
        Assert.Equal(slow == SmtpPhase.FinalDot, result.InDoubt);
        Assert.StartsWith("nothing came of it within", result.Fault);
    }

    [Fact]
    public async Task A_relay_that_does_not_greet_meets_the_deadline_of_the_greeting()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync("220-");
            await peer.HearAllAsync();
        });
        var connect = await OpenAsync(server.Relay with { Timeouts = new SmtpTimeouts { Greeting = TimeSpan.FromMilliseconds(200) } });
        Assert.Equal((SmtpPhase.Greeting, "nothing came of it within 0.2 s"), (connect.Failure!.Phase, connect.Failure.Fault));
    }

    [Fact]
    public async Task A_relay_that_stops_reading_meets_the_deadline_of_the_body()
    {
        var given = new TaskCompletionSource();
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeUpToTheDotAsync(0);
            await given.Task;
        });
        var huge = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 300_000)));
        var relay = server.Relay with { Timeouts = new SmtpTimeouts { Body = TimeSpan.FromMilliseconds(300) } };
        var result = await SendAsync(relay, message: huge);
        given.SetResult();
        Assert.Equal((SmtpPhase.Body, "nothing came of it within 0.3 s"), (result.Phase, result.Fault));
    }

    [Fact]
    public async Task Where_data_is_answered_although_the_recipient_was_refused_no_empty_mail_is_sent()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("PIPELINING");
            for (var i = 0; i < 3; i++)
                await peer.HearAsync();
            await peer.SayAsync("250 ok\r\n550 5.1.1 nobody\r\n354 go on\r\n");
            await peer.HearAllAsync();
            Assert.Equal("DATA", peer.Heard[^1]);
        });
        var connection = (await OpenAsync(server.Relay)).Connection!;
        var result = await connection.SendAsync("a@example.org", Some.Address(), Mail, _ => default, default);
        Assert.Equal((SmtpPhase.Rcpt, 550), (result.Phase, result.Reply?.Code));
        Assert.False(connection.IsUsable);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_relay_without_ehlo_is_greeted_with_helo()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync("220 old\r\n");
            Assert.StartsWith("EHLO ", await peer.HearAsync());
            await peer.SayAsync("502 what\r\n");
            Assert.Equal("HELO client.example.org", await peer.HearAsync());
            await peer.SayAsync("250 hello\r\n");
            await peer.TakeUpToTheDotAsync(MailLines + 1);
            await peer.SayAsync("250 ok\r\n");
            await peer.HearAllAsync();
        });
        Assert.True((await SendAsync(server.Relay with { ClientName = "client.example.org" })).Accepted);
    }

    [Theory]
    [InlineData(null, null, "220 x\r\n", "502 no\r\n", true)]
    [InlineData("user", "secret", "220 x\r\n", "502 no\r\n", false)]
    public async Task Helo_is_no_way_around_a_password(string? user, string? password, string greeting, string ehlo, bool connected)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync(greeting);
            await peer.HearAsync();
            await peer.SayAsync(ehlo);
            if (await peer.HearAsync() is not null)
                await peer.SayAsync("250 ok\r\n");
            await peer.HearAllAsync();
        });
        var connect = await OpenAsync(server.Relay with { UserName = user, Password = password });
        Assert.Equal(connected, connect.Connection is not null);
        if (connect.Connection is not null)
            await connect.Connection.DisposeAsync();
    }

    static Task<SmtpConnect> OpenAsync(SmtpRelay relay) => SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);

    static async Task<SmtpResult> SendAsync(
        SmtpRelay relay, Func<CancellationToken, Task>? record = null, byte[]? message = null, TimeProvider? clock = null)
    {
        var connect = await SmtpConnection.OpenAsync(relay, clock ?? TimeProvider.System, Some.Ct);
        if (connect.Connection is null)
            return connect.Failure!;
        await using var connection = connect.Connection;
        return await connection.SendAsync("a@example.org", Some.Address(), message ?? Mail, async ct =>
        {
            if (record is not null)
                await record(ct);
        }, Some.Ct);
    }
}

using System.Text;
using Digest.Mailing.Tests.FarEnds;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>A far end that is not ours: Postfix's smtp-sink.</summary>
public class SmtpSinkTests
{
    [Fact]
    public async Task Smtp_sink_takes_two_hundred_varied_mails()
    {
        var random = new Random(31);
        await using var sink = await SmtpSink.StartAsync();
        await using var connection = (await SmtpConnection.OpenAsync(sink.Relay, TimeProvider.System, Some.Ct)).Connection!;
        for (var i = 0; i < 200; i++)
        {
            var result = await connection.SendAsync("", Some.Address(), Some.Bytes(MailMessageTests.Varied(random)), _ => default, Some.Ct);
            Assert.True(result.Accepted, result.ToString());
        }

        Assert.Equal(200, connection.Sent);
        await connection.QuitAsync(Some.Ct);
    }

    [Theory]
    // Closed without a word (-q): certain before the dot, in doubt after it.
    [InlineData("-q", "connect", SmtpPhase.Greeting, null)]
    [InlineData("-q", "ehlo", SmtpPhase.Ehlo, null)]
    [InlineData("-q", "mail", SmtpPhase.Mail, null)]
    [InlineData("-q", "rcpt", SmtpPhase.Rcpt, null)]
    [InlineData("-q", "data", SmtpPhase.Data, null)]
    [InlineData("-q", ".", SmtpPhase.FinalDot, null)]
    // 421 and closed (-Q).
    [InlineData("-Q", "connect", SmtpPhase.Greeting, 421)]
    [InlineData("-Q", "ehlo", SmtpPhase.Ehlo, 421)]
    [InlineData("-Q", "mail", SmtpPhase.Mail, 421)]
    [InlineData("-Q", "rcpt", SmtpPhase.Rcpt, 421)]
    [InlineData("-Q", "data", SmtpPhase.Data, 421)]
    [InlineData("-Q", ".", SmtpPhase.FinalDot, 421)]
    // Refused for now (-r).
    [InlineData("-r", "connect", SmtpPhase.Greeting, 450)]
    [InlineData("-r", "ehlo", SmtpPhase.Ehlo, 450)]
    [InlineData("-r", "mail", SmtpPhase.Mail, 450)]
    [InlineData("-r", "rcpt", SmtpPhase.Rcpt, 450)]
    [InlineData("-r", "data", SmtpPhase.Data, 450)]
    [InlineData("-r", ".", SmtpPhase.FinalDot, 450)]
    // Refused for good (-f); EHLO's way out is HELO, and the mail goes.
    [InlineData("-f", "connect", SmtpPhase.Greeting, 500)]
    [InlineData("-f", "ehlo", SmtpPhase.FinalDot, 250)]
    [InlineData("-f", "ehlo,helo", SmtpPhase.Ehlo, 500)]
    [InlineData("-f", "mail", SmtpPhase.Mail, 500)]
    [InlineData("-f", "rcpt", SmtpPhase.Rcpt, 500)]
    [InlineData("-f", "data", SmtpPhase.Data, 500)]
    [InlineData("-f", ".", SmtpPhase.FinalDot, 500)]
    public async Task A_fault_of_smtp_sink_ends_in_its_phase(string option, string command, SmtpPhase phase, int? code)
    {
        await using var sink = await SmtpSink.StartAsync(option, command);
        var (result, usable) = await SendAsync(sink.Relay, Some.Bytes(Some.Message()));
        Assert.Equal((phase, code), (result.Phase, result.Reply?.Code));
        Assert.Equal(phase == SmtpPhase.FinalDot && code is null, result.InDoubt);
        // A connection on which one mail was refused is good for the next.
        Assert.Equal(phase >= SmtpPhase.Mail && code is not (null or 421), usable);
    }

    [Theory]
    [InlineData("connect", SmtpPhase.Greeting)]
    [InlineData("ehlo", SmtpPhase.Ehlo)]
    [InlineData("mail", SmtpPhase.Mail)]
    [InlineData("rcpt", SmtpPhase.Rcpt)]
    [InlineData("data", SmtpPhase.Data)]
    [InlineData(".", SmtpPhase.FinalDot)]
    public async Task A_slow_smtp_sink_meets_the_deadline_of_the_phase(string command, SmtpPhase phase)
    {
        // Without pipelining: with it, smtp-sink answers the commands after the slow one first.
        await using var sink = await SmtpSink.StartAsync("-p", "-W", $"{command}:30");
        var (result, usable) = await SendAsync(sink.Relay with { Timeouts = Short }, Some.Bytes(Some.Message()));
        Assert.Equal((phase, "nothing came of it within 0.5 s"), (result.Phase, result.Fault));
        Assert.Equal((phase == SmtpPhase.FinalDot, false), (result.InDoubt, usable));
    }

    [Fact]
    public async Task An_smtp_sink_that_aborts_after_data_is_heard_and_nothing_is_in_doubt()
    {
        await using var sink = await SmtpSink.StartAsync("-A", "0");
        var (result, usable) = await SendAsync(sink.Relay, Huge());
        Assert.Equal((SmtpPhase.Body, false, false, false), (result.Phase, result.Accepted, result.InDoubt, usable));
    }

    [Fact]
    public async Task An_smtp_sink_that_does_not_read_meets_the_deadline_of_the_body()
    {
        await using var sink = await SmtpSink.StartAsync("-H", "30", "-T", "1024");
        var (result, _) = await SendAsync(sink.Relay with { Timeouts = Short }, Huge());
        Assert.Equal((SmtpPhase.Body, "nothing came of it within 0.5 s"), (result.Phase, result.Fault));
    }

    [Theory]
    [InlineData("-q", "noop", false)]
    [InlineData("-Q", "noop", false)]
    [InlineData("-f", "noop", false)]
    [InlineData("-f", "vrfy", true)]
    public async Task An_idle_connection_is_asked_whether_it_still_answers(string option, string command, bool alive)
    {
        await using var sink = await SmtpSink.StartAsync(option, command);
        await using var connection = (await SmtpConnection.OpenAsync(sink.Relay, TimeProvider.System, Some.Ct)).Connection!;
        Assert.Equal(alive, await connection.IsAliveAsync(Some.Ct));
        Assert.Equal(alive, connection.IsUsable);
    }

    [Theory]
    [InlineData("-q", "quit")]
    [InlineData("-f", "quit")]
    public async Task Goodbye_is_said_however_it_is_taken(string option, string command)
    {
        await using var sink = await SmtpSink.StartAsync(option, command);
        await using var connection = (await SmtpConnection.OpenAsync(sink.Relay, TimeProvider.System, Some.Ct)).Connection!;
        await connection.QuitAsync(Some.Ct);
        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task Where_nothing_can_be_taken_back_the_connection_is_not_used_again()
    {
        await using var sink = await SmtpSink.StartAsync("-f", "rcpt,rset");
        var (result, usable) = await SendAsync(sink.Relay, Some.Bytes(Some.Message()));
        Assert.Equal((SmtpPhase.Rcpt, 500, false), (result.Phase, result.Reply?.Code, usable));
    }

    static readonly TimeSpan HalfASecond = TimeSpan.FromSeconds(0.5);

    static readonly SmtpTimeouts Short = new()
    {
        Greeting = HalfASecond, Ehlo = HalfASecond, Mail = HalfASecond, Rcpt = HalfASecond, Data = HalfASecond, Body = HalfASecond, FinalDot = HalfASecond,
    };

    /// <summary>More than the buffers on the way can hold.</summary>
    static byte[] Huge() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 300_000)));

    static async Task<(SmtpResult Result, bool Usable)> SendAsync(SmtpRelay relay, byte[] message)
    {
        var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        if (connect.Connection is null)
            return (connect.Failure!, false);
        await using var connection = connect.Connection;
        var result = await connection.SendAsync("", Some.Address(), message, _ => default, Some.Ct);
        return (result, connection.IsUsable);
    }
}

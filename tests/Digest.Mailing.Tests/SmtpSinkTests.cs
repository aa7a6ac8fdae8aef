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
        await WithSinkAsync([], async relay =>
        {
            await using var connection = (await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct)).Connection!;
            for (var i = 0; i < 200; i++)
            {
                var result = await connection.SendAsync("", Some.Address(), Some.Bytes(MailMessageTests.Varied(random)), _ => default, Some.Ct);
                Assert.True(result.Accepted, result.ToString());
            }

            Assert.Equal(200, connection.Sent);
            await connection.QuitAsync(Some.Ct);
        });
    }

    [Theory]
    [InlineData("-q", ".", SmtpPhase.FinalDot, true)]
    [InlineData("-q", "rcpt", SmtpPhase.Rcpt, false)]
    [InlineData("-q", "mail", SmtpPhase.Mail, false)]
    [InlineData("-q", "data", SmtpPhase.Data, false)]
    [InlineData("-Q", ".", SmtpPhase.FinalDot, false)]
    [InlineData("-Q", "rcpt", SmtpPhase.Rcpt, false)]
    [InlineData("-f", "rcpt", SmtpPhase.Rcpt, false)]
    [InlineData("-f", ".", SmtpPhase.FinalDot, false)]
    [InlineData("-r", ".", SmtpPhase.FinalDot, false)]
    [InlineData("-r", "data", SmtpPhase.Data, false)]
    public async Task The_faults_of_smtp_sink_end_in_their_phase(string option, string command, SmtpPhase phase, bool inDoubt) =>
        await WithSinkAsync([option, command], async relay =>
        {
            await using var connection = (await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct)).Connection!;
            var result = await connection.SendAsync("", Some.Address(), Some.Bytes(Some.Message()), _ => default, Some.Ct);
            Assert.Equal((phase, inDoubt, false), (result.Phase, result.InDoubt, result.Accepted));
        });

    static async Task WithSinkAsync(string[] options, Func<SmtpRelay, Task> test)
    {
        await using var sink = await SmtpSink.StartAsync(options);
        await test(sink.Relay);
    }
}

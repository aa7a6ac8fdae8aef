using Digest.Installing;
using Xunit;

namespace Digest.Tests.Installing;

public class QuestionTests
{
    [Theory]
    [InlineData("--url", "https://papers.example.org/papers", null)]
    [InlineData("--url", "papers.example.org", "https://papers.example.org/")]
    [InlineData("--url", "ftp://papers.example.org", "https://papers.example.org/")]
    [InlineData("--url", "https://localhost/", "nobody but this machine")]
    [InlineData("--url", "http://127.0.0.1:8080/", "nobody but this machine")]
    [InlineData("--contact", "hello@example.org", null)]
    [InlineData("--contact", "hello", "no mail address")]
    [InlineData("--from", "@example.org", "no mail address")]
    [InlineData("--relay-host", "smtp.example.org", null)]
    [InlineData("--relay-host", "192.0.2.1", null)]
    [InlineData("--relay-host", "::1", null)]
    [InlineData("--relay-host", "smtp.example.org:587", "no name of a host")]
    [InlineData("--relay-tls", "starttls", null)]
    [InlineData("--relay-tls", "auto", "StartTls, Implicit and None")]
    [InlineData("--relay-port", "587", null)]
    [InlineData("--relay-port", "0", "1 to 65535")]
    [InlineData("--relay-port", "65536", "1 to 65535")]
    [InlineData("--dkim-domain", "example.org", null)]
    [InlineData("--dkim-domain", "papers.example.org", null)]
    [InlineData("--dkim-domain", "ample.org", "papers.example.org")]
    [InlineData("--dkim-selector", "mail2027", null)]
    [InlineData("--dkim-selector", "mail 2027", "letters, digits and hyphens")]
    public void An_answer_is_one_or_says_why_not(string flag, string answer, string? why)
    {
        var fault = Of(flag).Fault(answer, new Answers { From = "digest@papers.example.org" });
        if (why is null)
            Assert.Null(fault);
        else
            Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "None", "25")]
    [InlineData("localhost", "None", "25")]
    [InlineData("smtp.example.org", "StartTls", "587")]
    public void What_is_usual_follows_from_the_relay(string host, string tls, string port)
    {
        var answers = new Answers { RelayHost = host };
        Assert.Equal(tls, Of("--relay-tls").Usual(answers));
        Assert.Equal(port, Of("--relay-port").Usual(Of("--relay-tls").Set(answers, tls.ToUpperInvariant())));
    }

    [Fact]
    public void Only_what_nobody_else_can_know_has_to_be_said() => Assert.Equal(
        ["--url", "--name", "--postal-address", "--contact", "--relay-host"],
        Question.All.Where(question => question.Usual(new Answers()) is null).Select(question => question.Flag));

    static Question Of(string flag) => Question.All.Single(question => question.Flag == flag);
}

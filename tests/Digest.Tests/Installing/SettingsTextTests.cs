using Digest.Installing;
using Xunit;

namespace Digest.Tests.Installing;

public class SettingsTextTests
{
    static readonly Answers Least = new()
    {
        PublicUrl = "https://papers.example.org/", Name = "Bücherei \"Nord\"", PostalAddress = "1 Example Street\\A", Contact = "hello@example.org", From = "papers@example.org",
        RelayHost = "127.0.0.1", RelayTls = "None", RelayPort = "25", DataFolder = "/var/lib/digest",
    };

    [Fact]
    public void What_was_answered_is_what_the_program_reads() => Assert.Equal(
        [
            ("Delivering:From", "papers@example.org"), ("Delivering:Relay:Host", "127.0.0.1"), ("Delivering:Relay:Port", "25"), ("Delivering:Relay:Tls", "None"),
            ("Operator:Contact", "hello@example.org"), ("Operator:Name", "Bücherei \"Nord\""), ("Operator:PostalAddress", "1 Example Street\\A"),
            ("Storage:DataFolder", "/var/lib/digest"), ("Web:PublicUrl", "https://papers.example.org/"),
        ],
        Read(Least));

    [Fact]
    public void A_login_and_a_key_are_named_by_their_files() => Assert.Equal(
        [
            ("Delivering:Dkim:0:Domain", "example.org"), ("Delivering:Dkim:0:KeyFile", "/etc/digest/s1.pem"), ("Delivering:Dkim:0:Selector", "s1"),
            ("Delivering:Relay:PasswordFile", "/etc/digest/relay-password"), ("Delivering:Relay:UserName", "papers"),
        ],
        Read(Least with { RelayUser = "papers", PasswordFile = "/etc/digest/relay-password", DkimDomain = "example.org", DkimSelector = "s1", DkimKeyFile = "/etc/digest/s1.pem" })
            .Except(Read(Least)));

    [Fact]
    public void A_token_is_asked_of_a_program() => Assert.Equal(
        [("Delivering:Relay:TokenCommand:0", "/opt/token"), ("Delivering:Relay:UserName", "papers")],
        Read(Least with { RelayUser = "papers", TokenProgram = "/opt/token" }).Except(Read(Least)));

    [Fact]
    public void A_person_can_read_and_change_it()
    {
        var text = SettingsText.Of(Least);
        Assert.Contains("\n    \"Name\": \"Bücherei \\\"Nord\\\"\",\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    static IEnumerable<(string, string?)> Read(Answers answers) =>
        SettingsText.Settings(SettingsText.Of(answers)).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value));
}

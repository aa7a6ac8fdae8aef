using Digest.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests.Commands;

public class SettingsTests
{
    [Theory]
    [InlineData("Delivering:From", "nobody")]
    [InlineData("Delivering:FromName", "two\nlines")]
    [InlineData("Operator:Service", "two\nlines")]
    [InlineData("Operator:Name", "a\u0001control")]
    [InlineData("Delivering:Connections", "0")]
    [InlineData("Delivering:ClaimSize", "100000")]
    [InlineData("Delivering:Lease", "00:00:00")]
    [InlineData("Delivering:InDoubtWait", "-00:00:01")]
    [InlineData("Delivering:Relay:Port", "0")]
    [InlineData("Delivering:Relay:TrustFile", "/not/there.pem")]
    [InlineData("Delivering:Relay:ClientName", "not a name")]
    [InlineData("Delivering:Relay:Weight", "0")]
    [InlineData("Delivering:Relays:0:Connections", "65")]
    [InlineData("Delivering:Relays:0:MailsPerConnection", "0")]
    [InlineData("Delivering:Relays:0:MailsPerMinute", "0")]
    [InlineData("Delivering:Relays:0:Host", "")]
    [InlineData("Delivering:ConnectionAge", "00:00:00")]
    [InlineData("Delivering:ConnectionIdle", "01:00:00")]
    [InlineData("Delivering:Spread", "02:00:00")]
    [InlineData("Storage:KeepDays", "1")]
    [InlineData("Storage:DataFolder", "")]
    [InlineData("Storage:DataFolder", "/etc/hosts")]
    [InlineData("Delivering:PickupFolder", "/etc/hosts")]
    [InlineData("Watching:ReportTo:0", "nobody")]
    [InlineData("Storage:ConnectionString", "Database=digest")]
    [InlineData("Web:PublicUrl", "ftp://papers.example")]
    [InlineData("Web:Listen", "everywhere")]
    [InlineData("Web:Admin:Token", "too short")]
    [InlineData("Web:Admin:Attempts", "0")]
    [InlineData("Web:Admin:ProxyHeader", "two words")]
    [InlineData("Web:Api:PerHour", "0")]
    [InlineData("Issues:CatchUp", "00:10:00")]
    [InlineData("Issues:LookBackDays", "32")]
    [InlineData("Scheduling:Issues", "every day")]
    [InlineData("Scheduling:Zone", "Mars/Olympus")]
    [InlineData("Gathering:Timeout", "00:00:00")]
    [InlineData("Gathering:HfDaily:PageSize", "500")]
    [InlineData("Ranking:WindowDays", "0")]
    [InlineData("Composing:TrendingSlots", "-1")]
    [InlineData("Composing:UpdateSlots", "21")]
    [InlineData("Composing:Alike", "0")]
    [InlineData("Composing:Discoveries", "2")]
    [InlineData("Rendering:TemplatesFolder", "/not/there")]
    [InlineData("Operator:Contact", "nonsense")]
    [InlineData("Gathering:Folder:Path", "/etc/hosts")]
    public void A_setting_out_of_its_range_is_named(string key, string value)
    {
        using var folder = new ScratchFolder();
        using var host = Program.Build(new Launch
        {
            Serves = true,
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:DataFolder"] = folder.Path, [key] = value },
        });
        var refusal = Assert.ThrowsAny<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(refusal.Failures, failure => failure.Contains(key.Split(':')[^1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Delivering:Relay:Tls", "perhaps", "None or StartTls or Implicit")]
    [InlineData("Delivering:Relay:Tls", "465", "None or StartTls or Implicit")]
    [InlineData("Delivering:Relays:1:Port", "smtp", "a whole number")]
    [InlineData("Gathering:HfDaily:Enabled", "yes", "true or false")]
    [InlineData("Ranking:HalfLife", "half a day", "00:15:00 for a quarter of an hour")]
    [InlineData("Watching:ReportTime", "noon", "a time of day")]
    [InlineData("Ranking:TailShare", "a tenth", "0.5")]
    public void What_cannot_be_read_as_what_it_is_is_named_with_what_may_stand_there(string key, string value, string wanted)
    {
        using var folder = new ScratchFolder();
        var refusal = Assert.Throws<OptionsValidationException>(() => Program.Build(new Launch
        {
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:DataFolder"] = folder.Path, [key] = value, ["Web:Metrics"] = "none" },
        }));
        Assert.Equal(2, refusal.Failures.Count());
        Assert.Contains(refusal.Failures, failure => failure.StartsWith($"{key} is \"{value}\"", StringComparison.Ordinal) && failure.Contains(wanted, StringComparison.Ordinal));
    }

    [Fact]
    public void One_relay_and_several_are_not_set_both_and_no_two_have_one_name()
    {
        using var folder = new ScratchFolder();
        using var host = Program.Build(new Launch
        {
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Storage:DataFolder"] = folder.Path,
                ["Delivering:Relay:Host"] = "relay.example",
                ["Delivering:Relays:0:Host"] = "a.example",
                ["Delivering:Relays:1:Host"] = "a.example",
                ["Delivering:Relays:2:Port"] = "0",
            },
        });
        var refusal = Assert.ThrowsAny<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(refusal.Failures, f => f.Contains("Delivering:Relay and Delivering:Relays are both set", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, f => f.Contains("two relays called a.example:25", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, f => f.Contains("Delivering:Relays:2:Port", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_does_not_cross_a_network_in_plain_text()
    {
        using var folder = new ScratchFolder();
        using var host = Program.Build(new Launch
        {
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Storage:DataFolder"] = folder.Path,
                ["Delivering:Relay:Host"] = "relay.example",
                ["Delivering:Relay:UserName"] = "digest",
                ["Delivering:Relay:Password"] = "hunter2",
            },
        });
        var refusal = Assert.ThrowsAny<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("plain text", refusal.Message, StringComparison.Ordinal);
    }
}

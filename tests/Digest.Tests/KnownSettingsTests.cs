using System.Text;
using System.Text.RegularExpressions;
using Digest.Commands;
using Digest.Subscribers;
using Digest.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Digest.Tests;

/// <summary>What is set is taken as it was meant, or named.</summary>
public partial class KnownSettingsTests
{
    [Theory]
    [InlineData("Delivering:Relay:Prot", "Delivering:Relay:Port")]
    [InlineData("Deliverring:From", "Delivering:From")]
    [InlineData("Subscriptions:AllowedDomains:0", "Subscribers:AllowedDomains")]
    [InlineData("Delivering:Relays:1:Pasword", "Delivering:Relays:*:Password")]
    [InlineData("Storage:KeysFile", null)]
    [InlineData("Nonsense:Whatever", null)]
    public void What_is_no_setting_is_named_with_the_one_that_may_have_been_meant(string key, string? meant)
    {
        var unknown = Assert.Single(KnownSettings.Unknown(InFile((key, "x"))));
        Assert.StartsWith($"{key} is no setting", unknown, StringComparison.Ordinal);
        if (meant is not null)
            Assert.Contains($"; {meant} is one", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delivering:relay:port")]
    [InlineData("Delivering:Relay:PasswordFile")]
    [InlineData("Delivering:Relays:3:TokenCommand:1")]
    [InlineData("Gathering:Feeds:0:Categories:0")]
    [InlineData("Serilog:MinimumLevel:Default")]
    public void What_is_a_setting_is_not(string key) => Assert.Empty(KnownSettings.Unknown(InFile((key, "x"))));

    [Fact]
    public void All_that_the_program_comes_with_and_the_README_tells_are_settings()
    {
        var shipped = (IConfigurationRoot)new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();
        Assert.Empty(KnownSettings.Unknown(shipped));
        foreach (var key in InReadme())
            Assert.Empty(KnownSettings.Unknown(InFile((key.Replace("[]", ":0", StringComparison.Ordinal), "x"))));
    }

    [Fact]
    public async Task A_log_that_cannot_be_is_told_in_a_sentence()
    {
        await using var digest = new Commands.CommandLine();
        digest.Environment["Serilog__MinimumLevel__Default"] = "Loud";
        var ran = await digest.RunAsync("config");
        Assert.Equal(1, ran.Exit);
        Assert.StartsWith("digest: Serilog cannot be set up so: ", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_shows_all_of_them()
    {
        await using var digest = new Commands.CommandLine();
        var shown = (await digest.RunAsync("config", "--json")).Json.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Empty(InReadme().Where(key => !key.Contains("[]", StringComparison.Ordinal) && !key.EndsWith("PasswordFile", StringComparison.Ordinal)).Except(shown));
    }

    [Theory]
    [InlineData("Subscribers:AllowedDomains", "lab.example", "lab.example")]
    [InlineData("Subscribers:AllowedDomains", "lab.example, other.example", "lab.example", "other.example")]
    [InlineData("Delivering:Relay:TokenCommand", "/etc/a,b", "/etc/a,b")]
    public void A_list_may_be_one_value(string key, string value, params string[] taken)
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection([new(key, value)]);
        settings.AddLists();
        Assert.Equal(taken, settings.GetSection(key).Get<string[]>());
        Assert.Empty(KnownSettings.Unknown(settings));
    }

    [Theory]
    [InlineData("{\"Web\":{\"Proxies\":[\"10.0.0.0/24\"]}}", null, null, "10.0.0.0/24")]
    [InlineData("{\"Web\":{\"Proxies\":[\"10.0.0.1\",\"10.0.0.2\",\"10.0.0.3\"]}}", "Web:Proxies", "10.0.0.9", "10.0.0.9")]
    [InlineData("{\"Web\":{\"Proxies\":\"10.0.0.1\"}}", "Web:Proxies:0", "10.0.0.9", "10.0.0.9")]
    [InlineData("{\"Web\":{\"Proxies\":[]}}", null, null)]
    [InlineData("{}", "Web:Proxies", "")]
    [InlineData("{}", null, null, "127.0.0.1", "::1")]
    public void A_list_is_the_last_place_s_and_whole(string file, string? key, string? value, params string[] taken)
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection([new("Web:Proxies:0", "127.0.0.1"), new("Web:Proxies:1", "::1"), new("Delivering:Relays:0:Host", "a.example")]);
        settings.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        settings.AddInMemoryCollection([new("Delivering:Relays:0:Port", "587"), .. key is null ? Array.Empty<KeyValuePair<string, string?>>() : [new(key, value)]]);
        settings.AddLists();
        Assert.Equal(taken, settings.GetSection("Web:Proxies").Get<string[]>() ?? []);
        var bound = new WebOptions();
        settings.GetSection("Web").Bind(bound);
        Assert.Equal(taken, bound.Proxies);
        Assert.Equal(("a.example", "587"), (settings["Delivering:Relays:0:Host"], settings["Delivering:Relays:0:Port"]));
        Assert.Empty(KnownSettings.Unknown(settings));
    }

    [Theory]
    [InlineData("""{"Subscribers":{"AllowedDomains":[null]}}""", "Subscribers:AllowedDomains:0")]
    [InlineData("""{"Watching":{"AlarmTo":["ops@a.example",{"to":"b"}]}}""", "Watching:AlarmTo:1")]
    public void What_is_no_text_in_a_list_is_named(string file, string key)
    {
        var settings = new ConfigurationManager();
        settings.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        settings.AddLists();
        Assert.StartsWith(key + " is no text", Assert.Single(KnownSettings.Unreadable(settings)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Host=db;Database=digest", "Host=db;Database=digest")]
    [InlineData("Host=db;PSW=x y", "Host=db;Password=***")]
    [InlineData("Host=db;SslPassword=x", "Host=db;SSL Password=***")]
    [InlineData("nonsense", "***")]
    public void A_connection_is_shown_without_its_secrets(string? connection, string shown) => Assert.Equal(shown, Digest.Storage.StorageOptions.WithoutSecrets(connection));

    [Fact]
    public async Task A_house_that_names_its_one_domain_lets_nobody_else_in()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Subscribers:AllowedDomains"] = "lab.example" } });
        await app.SubscribeAsync("eve@elsewhere.example");
        await app.SubscribeAsync("ada@lab.example");
        await app.PlanAndSendAsync();
        Assert.Equal(["ada@lab.example"], app.Mails.Select(m => m.To));
    }

    static List<string> InReadme()
    {
        var told = Told().Matches(File.ReadAllText(Path.Combine(Repository.Folder("docs"), "..", "README.md"))).Select(m => m.Groups["key"].Value).ToList();
        Assert.True(told.Count > 60);
        return told;
    }

    static ConfigurationManager InFile(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return configuration;
    }

    [GeneratedRegex(@"^\| `(?<key>[A-Z][A-Za-z]+(:[A-Za-z\[\]]+)+)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Told();
}

using System.Net;
using Digest.Gathering;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>Nobody makes this service ask its own network: no setting, no name and no redirect.</summary>
public class PrivateAddressTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Private =>
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
        "100.64.0.1", "100.127.255.255", "169.254.169.254", "169.254.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "fc00::1", "fd12:3456:789a::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
        "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::192.168.1.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", // behind a translator
        "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", // 6to4 ends wherever it likes
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:7f00:1::", // Teredo as well
        "2001:db8::1", "2001:2::1", "2001:10::1", "3fff::1", "100::1", "5f00::1", "4000::1",
    ];

    public static TheoryData<string> Public =>
    [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
        "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:200::1",
        "2003::1", "64:ff9b::808:808", "::ffff:8.8.8.8",
    ];

    [Theory]
    [MemberData(nameof(Private))]
    public async Task A_private_address_is_none_however_it_is_come_by(string address)
    {
        Assert.False(WebAddress.IsPublic(IPAddress.Parse(address)));
        using var http = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        await Assert.ThrowsAsync<IOException>(() => http.AddressesAsync("papers.example", Ct)); // by a name
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(new Uri($"http://{literal}/"), null, Ct)); // as it is
    }

    [Theory]
    [MemberData(nameof(Private))]
    public async Task A_redirect_to_a_private_address_ends_there_at_any_step(string address)
    {
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        foreach (var steps in new[] { 1, 2, 3 })
        {
            await using var far = await FarEnd.StartAsync(c =>
            {
                var step = int.Parse(c.Request.Path.Value![1..]);
                c.Response.Redirect(step == steps ? $"http://{literal}/secret" : $"/{step + 1}");
                return Task.CompletedTask;
            });
            using var http = far.Client();
            if (address == "127.0.0.1") continue; // the far end's own, allowed by name
            Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(new Uri(far.Address, "1"), null, Ct));
            Assert.Equal(Enumerable.Range(1, steps).Select(n => $"/{n}"), far.Asked);
        }
    }

    [Theory]
    [MemberData(nameof(Public))]
    public async Task A_public_address_is_one(string address)
    {
        Assert.True(WebAddress.IsPublic(IPAddress.Parse(address)));
        using var http = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        Assert.Equal([IPAddress.Parse(address)], await http.AddressesAsync("papers.example", Ct));
    }

    // Each is 127.0.0.1 (or no address at all) to somebody; none is allowed by the far end's name.
    [Theory]
    [InlineData("http://2130706433:{0}/")] // decimal
    [InlineData("http://0x7f000001:{0}/")] // hexadecimal
    [InlineData("http://0x7f.0.0.1:{0}/")]
    [InlineData("http://017700000001:{0}/")] // octal
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://127.0.0.1.:{0}/")] // the root's dot
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://localhost.:{0}/")]
    [InlineData("http://LOCALHOST:{0}/")]
    [InlineData("http://①②⑦.⓪.⓪.①:{0}/")] // compatibility forms
    [InlineData("http://127。0。0。1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[::1%25lo]:{0}/")]
    [InlineData("http://papers.example@127.0.0.1:{0}/")] // user and host
    [InlineData("http://127.0.0.1:{0}@papers.example/")]
    [InlineData("http://user:secret@localhost:{0}/")]
    public async Task No_spelling_of_this_machine_gets_through(string spelling)
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("secret"));
        using var http = far.Client(allowLoopback: false);
        var address = new Uri(spelling.Replace("{0}", far.Address.Port.ToString(), StringComparison.Ordinal));
        Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(address, null, Ct));

        // The port is refused before the address; so once more on port 80, where only the address can be.
        var plain = new UriBuilder(address) { Port = 80 }.Uri;
        if (plain.UserInfo.Length == 0) await Assert.ThrowsAnyAsync<Exception>(() => http.AddressesAsync(plain.IdnHost, Ct));
        Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(plain, null, Ct));
        Assert.Empty(far.Asked);
    }

    [Fact]
    public async Task A_name_that_answers_differently_the_second_time_gains_nothing()
    {
        var answers = new Queue<string>(["1.1.1.1", "127.0.0.1"]);
        using var http = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        // What was checked is what is connected to: one look-up a connection, and each is checked.
        Assert.Equal([IPAddress.Parse("1.1.1.1")], await http.AddressesAsync("rebind.example", Ct));
        Assert.Single(answers);
        Assert.Contains("rebind.example has no public address", Assert.IsType<PoliteAnswer.Failed>(
            await http.GetAsync(new Uri("http://rebind.example/"), null, Ct)).Reason, StringComparison.Ordinal);
        Assert.Empty(answers);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_a_connection_and_that_is_where_it_goes()
    {
        var lookUps = 0;
        await using var far = await FarEnd.StartAsync(c => c.Say("there"));
        using var http = FarEnd.Client(far.Options(o => o.AllowedPrivateHosts.Add("papers.lan")),
            (_, _) => Task.FromResult<IPAddress[]>([lookUps++ == 0 ? IPAddress.Loopback : IPAddress.None]));
        Assert.IsType<PoliteAnswer.Ok>(await http.GetAsync(new Uri($"http://papers.lan:{far.Address.Port}/"), null, Ct));
        Assert.Equal(1, lookUps);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_spoils_the_name()
    {
        using var http = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1")]));
        await Assert.ThrowsAsync<IOException>(() => http.AddressesAsync("papers.example", Ct));
    }

    [Theory]
    [InlineData("http://papers.example:22/")]
    [InlineData("http://papers.example:6379/")]
    [InlineData("https://papers.example:8443/")]
    [InlineData("http://1.1.1.1:25/")]
    public async Task Other_ports_are_not_asked(string address)
    {
        using var http = Client((_, _) => throw new InvalidOperationException("It was looked up."));
        Assert.Contains("ports 80 and 443 only", Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(new Uri(address), null, Ct)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.example/", "http://a.example/", true)]
    [InlineData("https://a.example/", "https://b.example/", false)]
    [InlineData("http://a.example/", "https://a.example/", false)]
    [InlineData("http://a.example/", "http://b.example/", false)]
    public void Https_is_not_left_again(string from, string to, bool isDowngrade) =>
        Assert.Equal(isDowngrade, WebAddress.IsDowngrade(new Uri(from), new Uri(to)));

    static PoliteHttp Client(Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        FarEnd.Client(Microsoft.Extensions.Options.Options.Create(new GatheringOptions()), resolve);
}

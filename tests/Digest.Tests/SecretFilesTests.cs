using Digest.Commands;
using Digest.Delivering;
using Digest.Embedding;
using Digest.Storage;
using Digest.Tests.Commands;
using Digest.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests;

public sealed class SecretFilesTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_secret_can_be_named_by_a_file()
    {
        using var host = Build(
            ("Storage:ConnectionStringFile", Written("db", "Host=db.example;Username=digest\n")), ("Web:MetricsTokenFile", Written("metrics", "sixteen letters!\r\nand a note")),
            ("Matching:Embedder:ApiKeyFile", Written("key", "k-1")), ("Delivering:Relays:0:UserName", "papers"),
            ("Delivering:Relays:0:PasswordFile", Written("relay", "it's hunter2 \n")));
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal("Host=db.example;Username=digest", host.Services.GetRequiredService<StorageOptions>().ConnectionString);
        Assert.Equal("sixteen letters!", host.Services.GetRequiredService<WebOptions>().MetricsToken);
        Assert.Equal("k-1", host.Services.GetRequiredService<EmbeddingOptions>().ApiKey);
        Assert.Equal("it's hunter2 ", host.Services.GetRequiredService<DeliveringOptions>().Relays[0].Password);
    }

    [Fact]
    public void What_is_wrong_with_such_files_is_told_all_at_once_with_the_keys()
    {
        var missing = Path.Combine(_folder.Path, "missing");
        var refusal = Assert.Throws<OptionsValidationException>(() => Build(
            ("Web:MetricsTokenFile", missing), ("Matching:Embedder:ApiKeyFile", Written("empty", "\nbelow")), ("Delivering:Relay:PasswordFile", _folder.Path),
            ("Storage:ConnectionString", "Host=db"), ("Storage:ConnectionStringFile", Written("db", "Host=other"))));
        Assert.Contains($"Web:MetricsTokenFile names {missing}, a file that is not there.", refusal.Failures);
        Assert.Contains(refusal.Failures, f => f.StartsWith("Matching:Embedder:ApiKeyFile", StringComparison.Ordinal)
            && f.Contains("first line is empty", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, f => f.StartsWith("Delivering:Relay:PasswordFile", StringComparison.Ordinal) && f.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Contains("Storage:ConnectionString and Storage:ConnectionStringFile are both set; keep one of the two.", refusal.Failures);
    }

    [Fact]
    public async Task Config_tells_where_a_secret_comes_from_and_never_the_secret()
    {
        await using var digest = new CommandLine();
        var password = digest.File("password", "hunter2\n");
        digest.Environment["Delivering__Relay__UserName"] = "papers";
        digest.Environment["Delivering__Relay__PasswordFile"] = password;
        digest.Environment["Web__MetricsToken"] = "sixteen hunters and more";
        var config = await digest.RunAsync("config", "--settings", digest.File("digest.json", """{ "Matching": { "Embedder": { "ApiKey": "hunter3" } } }"""));
        Assert.Equal(("", 0), (config.Errors, config.Exit));
        Assert.Contains($"Delivering:Relay:Password = *** (from {password})", config.Output, StringComparison.Ordinal);
        Assert.Contains($"Delivering:Relay:PasswordFile = {password}", config.Output, StringComparison.Ordinal);
        Assert.Contains("Web:MetricsToken = *** (from the environment)", config.Output, StringComparison.Ordinal);
        Assert.Contains("Matching:Embedder:ApiKey = *** (from digest.json)", config.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", config.Output, StringComparison.Ordinal);
    }

    IHost Build(params (string Key, string? Value)[] settings) => Program.Build(new Launch
    {
        Overrides = settings.Append(("Storage:DataFolder", Path.Combine(_folder.Path, "data"))).ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal),
    });

    string Written(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}

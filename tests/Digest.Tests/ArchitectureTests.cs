using System.Text.RegularExpressions;
using Xunit;

namespace Digest.Tests;

/// <summary>Who may mention whom, as a table. The flow of a paper to a person goes one way through the folders.</summary>
public class ArchitectureTests
{
    static readonly string[] Flow =
        ["Papers", "Subscribers", "Matching", "Embedding", "Composing", "Rendering", "Delivering", "Bounces", "Watching"];

    [Fact]
    public void Steps_of_the_flow_mention_only_the_steps_before_them()
    {
        var faults = from file in Sources()
                     let at = Array.IndexOf(Flow, file.Folder)
                     where at >= 0
                     from later in Flow.Skip(at + 1)
                     where file.Mentions($"Digest.{later}")
                     select $"{file.Path} mentions Digest.{later}";
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Quartz", new[] { "Scheduling" })]
    [InlineData("Dapper", new[] { "Storage" })]
    [InlineData("Microsoft.Data.Sqlite", new[] { "Storage" })]
    [InlineData("Npgsql", new[] { "Storage" })]
    [InlineData("Microsoft.AspNetCore", new[] { "Web", "Demo", "Program.cs" })]
    [InlineData("DnsClient", new[] { "Checking/NameLookup.cs" })]
    [InlineData("CsvHelper", new[] { "Subscribers/Tables", "Exporting.cs" })]
    [InlineData("Serilog", new[] { "Logging.cs", "KnownSettings.cs" })]
    [InlineData("Digest.Mailing", new[] { "Delivering", "Bounces", "Demo", "Subscribers/EmailAddress.cs", "Rendering/MailSize.cs" })]
    [InlineData("OpenTelemetry", new[] { "Watching/OtlpExport.cs" })]
    [InlineData("MailKit", new[] { "Delivering/Transports" })]
    [InlineData("MimeKit", new[] { "Delivering/Transports" })]
    [InlineData("Scriban", new[] { "Rendering" })]
    [InlineData("Digest.Templating", new[] { "Rendering" })]
    [InlineData("System.CommandLine", new[] { "Commands", "Program.cs" })]
    [InlineData("Digest.Installing", new[] { "Installing", "Commands" })]
    [InlineData("Digest.Storage", new[]
    {
        "Storage", "EditionRun.cs", "IssueRun.cs", "DeliveryRun.cs", "Preview.cs", "KnownSettings.cs", "EffectiveSettings.cs", "Tuning.cs", "Choosing.cs", "Operating.cs", "ApiKeys.cs", "Words.cs",
        "Moving.cs", "Importing.cs", "Exporting.cs", "Subscribers/Subscriptions.cs",
        "Gathering/Gatherer.cs", "Gathering/WantedPapers.cs", "Gathering/Intake.cs", "Gathering/PoliteTurns.cs", "Gathering/GatheringSetup.cs", "Delivering/Courier.cs",
        "Bounces", "Watching", "Web", "Commands", "Checking", "Scheduling", "Demo", "Program.cs",
    })]
    public void A_library_is_mentioned_only_where_it_belongs(string name, string[] places)
    {
        var faults = from file in Sources()
                     where file.Mentions(name) && !places.Any(file.IsIn)
                     select $"{file.Path} mentions {name}, which belongs in {string.Join(", ", places)}";
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Papers")]
    [InlineData("Ranking")]
    [InlineData("Matching")]
    [InlineData("Composing")]
    [InlineData("Installing")]
    public void Pure_folders_have_no_clock_no_io_and_no_container(string folder)
    {
        var banned = new Regex(@"\b(TimeProvider|File\.|Directory\.|HttpClient|IServiceProvider|ILogger|Task<|async )");
        var faults = from file in Sources()
                     where file.Folder == folder && !file.Path.EndsWith("Setup.cs", StringComparison.Ordinal)
                     let found = banned.Match(file.Code)
                     where found.Success
                     select $"{file.Path} uses {found.Value}";
        Assert.Empty(faults);
    }

    static IEnumerable<Source> Sources()
    {
        var root = Repository.Folder("src/Digest");
        return from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let local = Path.GetRelativePath(root, path).Replace('\\', '/')
               where !local.StartsWith("obj/", StringComparison.Ordinal) && !local.StartsWith("bin/", StringComparison.Ordinal)
               select new Source(local, Regex.Replace(System.IO.File.ReadAllText(path), @"//.*", ""));
    }

    sealed record Source(string Path, string Code)
    {
        public string Folder => Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";

        public bool Mentions(string name) => Regex.IsMatch(Code, $@"(?<![\w.]){Regex.Escape(name)}\b(?!"")");

        public bool IsIn(string place) => Path == place || Path.StartsWith(place + "/", StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Digest.Commands;
using Digest.Demo;

namespace Digest.Tests.Commands;

/// <summary>The built program, run as a process of its own on a data folder of its own, with a mailbox for a relay.</summary>
sealed class CommandLine : IAsyncDisposable
{
    readonly ScratchFolder _folder = new();
    readonly MailboxListener _relay;
    readonly List<Process> _started = [];

    public CommandLine()
    {
        Mailbox = new Mailbox(TimeProvider.System);
        _relay = MailboxListener.Start(Mailbox);
        Environment["Storage__DataFolder"] = Path.Combine(_folder.Path, "data");
        Environment["Delivering__Relay__Port"] = _relay.Port.ToString(CultureInfo.InvariantCulture);
        Environment["Delivering__From"] = "digest@papers.example";
        Environment["Web__PublicUrl"] = "https://papers.example/";
        Environment["Web__Listen"] = "127.0.0.1:0";
        Environment["Gathering__HfDaily__Enabled"] = "false";
        Environment["Gathering__Arxiv__Enabled"] = "false";
    }

    public Mailbox Mailbox { get; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Task StopRelayAsync() => _relay.DisposeAsync().AsTask();

    /// <summary>Where a file beside the data would be.</summary>
    public string Name(string file) => Path.Combine(_folder.Path, file);

    /// <summary>Writes a file beside the data; returns its path.</summary>
    public string File(string name, string content)
    {
        var path = Path.Combine(_folder.Path, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public async Task<Ran> RunAsync(params string[] arguments)
    {
        var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4), TimeProvider.System);
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it and lets it run, until the test ends at the latest.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "digest.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = _folder.Path,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _started.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
        await _relay.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>What a run of the program came to.</summary>
sealed record Ran(int Exit, string Output, string Errors)
{
    /// <summary>The one document on standard output.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }
}

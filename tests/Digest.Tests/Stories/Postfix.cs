using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Digest.Demo;

namespace Digest.Tests.Stories;

/// <summary>A real Postfix of the test's own, with its configuration, queue and log in a temporary folder; it passes on
/// whatever it is given.</summary>
sealed class Postfix : IAsyncDisposable
{
    const string Program = "/usr/sbin/postfix", Opening = "{", Closing = "}";

    readonly string _folder = Directory.CreateTempSubdirectory("digest-postfix-").FullName;

    Postfix() { }

    string Configuration => Path.Combine(_folder, "etc");

    public int Port { get; } = Stage.FreePort();

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? WhyNot =>
        !OperatingSystem.IsLinux() || !File.Exists(Program) ? "Postfix is not installed"
        : !Environment.IsPrivilegedProcess ? "Postfix can only be started by root"
        : null;

    /// <param name="relayPort">Where it passes mails on to, on loopback.</param>
    /// <param name="lmtpPort">Where it delivers what comes to the domain bounce.papers.example; 0 for nowhere of its own.</param>
    public static async Task<Postfix> StartAsync(int relayPort, int lmtpPort = 0)
    {
        var postfix = new Postfix();
        await postfix.ConfigureAsync(relayPort, lmtpPort);
        await postfix.RunAsync("start");
        return postfix;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        Directory.Delete(_folder, recursive: true);
    }

    async Task ConfigureAsync(int relayPort, int lmtpPort)
    {
        // Its daemons give up root and still have to come in here.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Configuration);
        Directory.CreateDirectory(Path.Combine(_folder, "queue"));
        await ExecuteAsync("install", "-d", "-o", "postfix", Path.Combine(_folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(Configuration, "main.cf"), string.Create(CultureInfo.InvariantCulture, $"""
            compatibility_level = 3.6
            queue_directory = {_folder}/queue
            data_directory = {_folder}/data
            maillog_file = {_folder}/maillog
            maillog_file_prefixes = {_folder}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = relay.example
            mydestination =
            mynetworks = 127.0.0.0/8
            local_transport = error:nobody lives here
            relayhost = [127.0.0.1]:{relayPort}
            smtp_dns_support_level = disabled
            alias_maps =
            local_recipient_maps =
            {(lmtpPort == 0 ? "" : $"""
                relay_domains = bounce.papers.example
                transport_maps = inline:{Opening} bounce.papers.example=lmtp:inet:127.0.0.1:{lmtpPort} {Closing}
                """.ReplaceLineEndings("\n"))}

            """));
        await File.WriteAllTextAsync(Path.Combine(Configuration, "master.cf"), string.Create(CultureInfo.InvariantCulture, $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            proxymap unix - - n - - proxymap
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            error unix - - n - - error
            smtp unix - - n - - smtp
            lmtp unix - - n - - lmtp
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            tlsmgr unix - - n 1000? 1 tlsmgr
            postlog unix-dgram n - n - 1 postlogd

            """));
    }

    Task RunAsync(string verb) => ExecuteAsync(Program, "-c", Configuration, verb);

    /// <summary>Output goes nowhere: the daemons would keep a pipe open after the command is done.</summary>
    async Task ExecuteAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]))
            ?? throw new Win32Exception($"{program} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."
                + (File.Exists(Path.Combine(_folder, "maillog")) ? "\n" + await File.ReadAllTextAsync(Path.Combine(_folder, "maillog")) : ""));
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Digest.Delivering;

/// <summary>
/// Tokens for a relay that wants them instead of a password (Microsoft 365, Gmail): from a file that another program keeps fresh, or
/// from a command, run without a shell, that prints one. What it prints is never told on, not even in part; what it says on standard
/// error goes where ours goes.
/// </summary>
internal sealed class AccessTokens(RelayOptions relay, TimeProvider time) : IDisposable
{
    const int LongestToken = 16 * 1024;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Connections that are opened together ask once; a token that was refused is not used for long.
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly SemaphoreSlim _turn = new(1);
    string? _token;
    long _since;

    /// <summary>Whether the relay is to be logged in to with a token.</summary>
    public static bool AreFor(RelayOptions relay) => relay.TokenFile is not null || relay.TokenCommand.Count > 0;

    /// <summary>A token, or why there is none.</summary>
    public async Task<(string? Token, string? Fault)> NextAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_token is not null && time.GetElapsedTime(_since) < Kept)
                return (_token, null);
            var (token, fault) = relay.TokenFile is { } file ? await ReadAsync(file, ct) : await RunAsync(relay.TokenCommand, ct);
            (_token, _since) = (token, time.GetTimestamp());
            return (token, fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<(string? Token, string? Fault)> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await TokenAsync(stream, ct) is { } token ? Checked(token, $"{relay.Key}:TokenFile") : (null, $"{relay.Key}:TokenFile holds more than a token");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"{relay.Key}:TokenFile cannot be read: {fault.Message}");
        }
    }

    async Task<(string? Token, string? Fault)> RunAsync(IList<string> command, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            })!;
            process.StandardInput.Close();
            var token = await TokenAsync(process.StandardOutput.BaseStream, either.Token);
            if (token is null)
                return (null, $"{relay.Key}:TokenCommand prints more than a token");
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? Checked(token, $"{relay.Key}:TokenCommand")
                : (null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{relay.Key}:TokenCommand ended with exit code {process.ExitCode}"));
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            return (null, $"{relay.Key}:TokenCommand cannot be run: {fault.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"{relay.Key}:TokenCommand did not end within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            // Whatever it started ends with it.
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }

    /// <summary>All that is said, without the blanks around it; null when it is too much.</summary>
    static async Task<string?> TokenAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[LongestToken + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > LongestToken ? null : Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    static (string? Token, string? Fault) Checked(string token, string setting) => token.Length > 0 ? (token, null) : (null, $"{setting} gave no token");
}

using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digest.Commands;

/// <summary>Puts the program together for one command, checks its settings, opens the storage, and turns what an operator can
/// mend into a sentence and an exit code.</summary>
internal sealed class Launcher(Func<Launch, IHost> build)
{
    /// <summary>Within this time a service that is told to stop ends what is under way.</summary>
    public static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(45);

    /// <summary>How long a process that mails may take in all once it is told to stop; install/digest.service allows it a little more.</summary>
    public static readonly TimeSpan Patience = StopsWithin + TimeSpan.FromSeconds(10);

    public Task<int> RunAsync(Launch launch, Func<IServiceProvider, CancellationToken, Task<int>> verb, CancellationToken ct) =>
        RunHostAsync(launch, (host, token) => verb(host.Services, token), ct);

    /// <summary>For verbs that start the host itself.</summary>
    public async Task<int> RunHostAsync(Launch launch, Func<IHost, CancellationToken, Task<int>> verb, CancellationToken ct)
    {
        try
        {
            using var host = build(launch);
            try
            {
                host.Services.GetService<IStartupValidator>()?.Validate();
                if (launch.Opens)
                    await host.Services.GetRequiredService<Opening>().OpenAsync(ct);
                return await verb(host, ct);
            }
            finally
            {
                await ((IAsyncDisposable)host).DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Exit.Failed;
        }
        catch (Exception fault) when (Sentences(fault) is { Count: > 0 } sentences)
        {
            foreach (var sentence in sentences)
                await Console.Error.WriteLineAsync($"digest: {sentence}");
            return fault is UsageException ? Exit.WrongUsage : Exit.Failed;
        }
    }

    /// <summary>For who wants to know what is wrong rather than to stop at it: the storage is left as it is, and each faulty setting
    /// is told.</summary>
    /// <returns>How the program ends; null when it was looked at or told.</returns>
    public async Task<int?> ExamineAsync(Launch launch, Func<IServiceProvider, CancellationToken, Task> look, Action<string> tell, CancellationToken ct)
    {
        IHost? host = null;
        try
        {
            try
            {
                host = build(launch);
                host.Services.GetService<IStartupValidator>()?.Validate();
            }
            catch (Exception fault) when (Sentences(fault) is { Count: > 0 } sentences)
            {
                foreach (var sentence in sentences)
                    tell(sentence);
                return null;
            }
            await look(host.Services, ct);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Exit.Failed;
        }
        finally
        {
            if (host is IAsyncDisposable made)
                await made.DisposeAsync();
        }
    }

    /// <summary>What an operator can mend, in words; empty for a fault of the program, which goes on with its stack.</summary>
    static IReadOnlyList<string> Sentences(Exception fault) => fault switch
    {
        OptionsValidationException settings => [.. settings.Failures.Select(Sentence)],
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } setting => [setting.Message],
        AggregateException many when many.InnerExceptions.All(e => Sentences(e).Count > 0) =>
            [.. many.InnerExceptions.SelectMany(Sentences)],
        InvalidDataException { InnerException: not null } => [$"{fault.Message} {fault.GetBaseException().Message}"],
        StorageException or InvalidDataException or FileNotFoundException or UsageException or RefusalException => [fault.Message],
        System.Data.Common.DbException db => [$"the database refused: {db.Message}"],
        IOException or UnauthorizedAccessException => [fault.Message],
        _ => [],
    };

    /// <summary>A setting's own sentence, without what the framework says around it.</summary>
    static string Sentence(string failure)
    {
        const string before = "with the error: '";
        var at = failure.IndexOf(before, StringComparison.Ordinal);
        return at < 0 ? failure : failure[(at + before.Length)..].TrimEnd('.').TrimEnd('\'');
    }
}

internal static class Exit
{
    public const int Done = 0, Failed = 1, WrongUsage = 2;
}

/// <summary>The command was asked wrongly; the message tells how to ask.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command was asked well but cannot do it as things stand; the message tells what to change.</summary>
internal sealed class RefusalException(string message) : Exception(message);

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Digest.Commands;
using Digest.Gathering;
using Digest.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>The network's far end: a real HTTP server on loopback that does what the test says and notes what it was asked.</summary>
sealed class FarEnd : IAsyncDisposable
{
    readonly WebApplication _server;

    FarEnd(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First());

    /// <summary>Path and query of each request, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<FarEnd> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var end = new FarEnd(server);
        server.Run(context =>
        {
            end.Asked.Enqueue(context.Request.Path + context.Request.QueryString);
            return answer(context);
        });
        await Turns.ReadyAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);
        return end;
    }

    public PoliteHttp Client(Action<GatheringOptions>? change = null, bool allowLoopback = true) => Client(Options(change, allowLoopback));

    /// <summary>Asks politely, with turns that nobody else takes.</summary>
    public static PoliteHttp Client(
        IOptions<GatheringOptions> options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        new(options, GatheringSetup.ArxivTurns(options.Value, Turns.Store, TimeProvider.System, Turns.NextName()), TimeProvider.System, resolve);

    public IOptions<GatheringOptions> Options(Action<GatheringOptions>? change = null, bool allowLoopback = true)
    {
        var options = new GatheringOptions { AllowedPrivateHosts = allowLoopback ? ["127.0.0.1"] : [], Contact = "papers@example.org" };
        options.HfDaily.BaseAddress = Address;
        change?.Invoke(options);
        return Microsoft.Extensions.Options.Options.Create(options);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>The database where turns stand, one for all tests that ask a <see cref="FarEnd"/>.</summary>
static class Turns
{
    static readonly ScratchFolder Folder = new();
    static readonly Database Database = new(new SqliteDialect(Path.Combine(Folder.Path, "turns.db"), TimeProvider.System), NullLogger<Database>.Instance);
    static readonly Lazy<Task> Ready = new(() => new Migrations(Database, TimeProvider.System).ApplyAsync(CancellationToken.None));

    static int _names;

    public static TurnStore Store { get; } = new(Database);

    public static string NextName() => string.Create(CultureInfo.InvariantCulture, $"hosts-{Interlocked.Increment(ref _names)}");

    public static Task ReadyAsync()
    {
        if (!Ready.IsValueCreated)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();
        return Ready.Value;
    }
}

static class FarEndAnswers
{
    public static Task Say(this HttpContext context, string text) => context.Response.WriteAsync(text, context.RequestAborted);

    /// <summary>Says nothing more until the asker has gone.</summary>
    public static async Task HangUpAwaitedAsync(this HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}

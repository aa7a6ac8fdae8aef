using System.Collections.Concurrent;
using System.Net;
using Digest.Gathering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
        await server.StartAsync(TestContext.Current.CancellationToken);
        return end;
    }

    public PoliteHttp Client(Action<GatheringOptions>? change = null, bool allowLoopback = true) =>
        new(Options(change, allowLoopback), TimeProvider.System);

    public IOptions<GatheringOptions> Options(Action<GatheringOptions>? change = null, bool allowLoopback = true)
    {
        var options = new GatheringOptions { AllowedPrivateHosts = allowLoopback ? ["127.0.0.1"] : [], Contact = "papers@example.org" };
        options.HfDaily.BaseAddress = Address;
        change?.Invoke(options);
        return Microsoft.Extensions.Options.Options.Create(options);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
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

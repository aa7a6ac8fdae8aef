using Xunit;

namespace Digest.Tests.Storage;

/// <summary>What both databases must do. Each part of the contract is one class, run once on each of them.</summary>
public abstract class Contract : IAsyncLifetime
{
    readonly List<Node> _nodes = [];

    private protected Contract(Server server) => Server = server;

    private protected Server Server { get; }
    private protected TestClock Clock { get; } = new();

    /// <summary>The node that most tests need only one of.</summary>
    private protected Node Node => _nodes[0];

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    public virtual async ValueTask InitializeAsync()
    {
        await Server.CreateAsync();
        await OpenNodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another program at the same database.</summary>
    private protected async Task<Node> OpenNodeAsync(int keepDays = 90, int keepPapersDays = 0)
    {
        var node = new Node(Server, Clock, keepDays: keepDays, keepPapersDays: keepPapersDays);
        _nodes.Add(node);
        await node.Opening.OpenAsync(default);
        return node;
    }
}

using Digest.Commands;
using Digest.Rendering;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Digest.Tests.Rendering;

public sealed class LiveTemplatesTests : IDisposable
{
    readonly ScratchFolder _own = new(), _keys = new();
    readonly Renderer _renderer;
    readonly LiveTemplates _live;
    readonly Said _log = new();

    public LiveTemplatesTests()
    {
        var keys = KeyRing.Open(Path.Combine(_keys.Path, "keys.json"), TimeProvider.System);
        var site = new SiteOptions { PublicUrl = "https://papers.example/" };
        var options = new RenderingOptions { TemplatesFolder = _own.Path };
        Write("en/goodbye.txt", "first");
        _renderer = new(TemplateSet.Load(TemplateSet.ShippedFolder, _own.Path), site, new Links(site, keys), keys, options);
        _live = new(_renderer, options, _log);
    }

    public void Dispose()
    {
        _own.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public void What_changed_is_taken_up_and_what_was_planned_before_stays_as_it_was()
    {
        var before = _renderer.Current.Version;
        Write("en/goodbye.txt", "second one");
        _live.Refresh();

        Assert.NotEqual(before, _renderer.Current.Version);
        Assert.Equal("second one", Goodbye(_renderer.Current.Version));
        Assert.Equal("first", Goodbye(before));
    }

    [Theory]
    [InlineData("{{ if }}", "en/goodbye.txt(1,7)")]
    [InlineData("{{ site.nope }}", "`nope` was not found")]
    [InlineData("{{ site.service | string.slice 'x' }}", "en/goodbye.txt(1,")]
    public void What_does_not_work_is_told_once_and_the_last_that_did_stays(string broken, string told)
    {
        var before = _renderer.Current.Version;
        Write("en/goodbye.txt", broken);
        _live.Refresh();
        _live.Refresh();

        Assert.Equal(before, _renderer.Current.Version);
        Assert.Equal("first", Goodbye(before));
        Assert.Contains(told, Assert.Single(_log.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_one_that_is_mended_is_taken_up()
    {
        Write("en/goodbye.txt", "{{ if }}");
        _live.Refresh();
        Write("en/goodbye.txt", "mended");
        _live.Refresh();
        Assert.Equal("mended", Goodbye(_renderer.Current.Version));
    }

    string Goodbye(string version) =>
        _renderer.Goodbye(new MailPlan(1, "en", version, _renderer.KeyId, 1, DateTimeOffset.UnixEpoch)).Text;

    void Write(string name, string text)
    {
        var path = Path.Combine(_own.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    sealed class Said : ILogger<LiveTemplates>
    {
        public List<string> Sentences { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Sentences.Add(formatter(state, exception));
    }
}

using Digest.Gathering;
using Digest.Gathering.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Digest.Tests.Gathering;

public sealed class WatchedFolderTests : IDisposable
{
    static readonly DateOnly Friday = new(2026, 11, 20);

    readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("digest-watched-").FullName, "inbox");

    public WatchedFolderTests() => Directory.CreateDirectory(_folder);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    static string Line(string title) => $"{{\"id\":\"{title}\",\"title\":\"{title}\"}}\n";

    void Put(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    async Task<List<Gathered>> Gather(TimeProvider? time = null, TimeSpan? rest = null)
    {
        var options = new GatheringOptions { Folder = new FolderOptions { Path = _folder, Rest = rest ?? TimeSpan.Zero } };
        var all = new List<Gathered>();
        await foreach (var gathered in new WatchedFolder(Microsoft.Extensions.Options.Options.Create(options), time ?? TimeProvider.System, NullLogger<WatchedFolder>.Instance)
            .GatherAsync(new GatherRange(Friday.AddDays(-1), Friday, new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)), TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    static IEnumerable<string> Titles(IEnumerable<Gathered> all) => all.OfType<GatheredPaper>().Select(p => p.Listed.Paper.Title);

    IEnumerable<string> Files(string sub = "") =>
        Directory.Exists(Path.Combine(_folder, sub)) ? Directory.GetFiles(Path.Combine(_folder, sub)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal) : [];

    [Fact]
    public async Task What_is_put_there_is_taken_in_once_and_moved_away()
    {
        Put("b.jsonl", Line("B"));
        Put("a.jsonl", Line("A1") + Line("A2"));
        var all = await Gather();
        Assert.Equal(["A1", "A2", "B"], Titles(all));
        Assert.Equal([new(Friday.AddDays(-1), 0), new GatheredDay(Friday, 3)], all.OfType<GatheredDay>());
        Assert.Equal(["a.jsonl", "b.jsonl"], Files("done"));
        Assert.Empty(Files());
        Assert.Empty(Titles(await Gather()));
    }

    [Fact]
    public async Task Good_records_count_and_the_bad_ones_are_written_beside_the_file()
    {
        Put("some.jsonl", Line("A") + "nonsense\n" + Line("B"));
        var all = await Gather();
        Assert.Equal(["A", "B"], Titles(all));
        Assert.Single(all.OfType<SkippedEntry>());
        Assert.Equal(["some.jsonl", "some.jsonl.note.txt"], Files("done"));
        var note = await File.ReadAllTextAsync(Path.Combine(_folder, "done", "some.jsonl.note.txt"), TestContext.Current.CancellationToken);
        Assert.StartsWith("2 papers taken, 1 entries skipped.", note, StringComparison.Ordinal);
        Assert.Contains("line 2: this is not JSON", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_no_use_is_put_aside_with_the_reason()
    {
        Put("letter.txt", "Dear all");
        Put("good.jsonl", Line("A"));
        Assert.Equal(["A"], Titles(await Gather()));
        Assert.Equal(["letter.txt", "letter.txt.note.txt"], Files("failed"));
        Assert.Contains("neither a daily-papers answer",
            await File.ReadAllTextAsync(Path.Combine(_folder, "failed", "letter.txt.note.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_name_again_is_another_file()
    {
        foreach (var title in new[] { "A", "B", "C" })
        {
            Put("papers.jsonl", Line(title));
            Assert.Equal([title], Titles(await Gather()));
        }
        Assert.Equal(["papers.2.jsonl", "papers.3.jsonl", "papers.jsonl"], Files("done"));
    }

    [Theory]
    [InlineData("papers.jsonl.part")]
    [InlineData("papers.CRDOWNLOAD")]
    [InlineData(".papers.jsonl.x7a")] // rsync's
    [InlineData("papers.jsonl~")]
    public async Task A_name_of_an_unfinished_file_is_left_alone(string name)
    {
        Put(name, Line("A"));
        Assert.Empty(Titles(await Gather()));
        Assert.Equal([name], Files());
    }

    [Fact]
    public async Task An_empty_file_is_waited_for()
    {
        Put("papers.jsonl", "");
        Assert.Empty((await Gather()).OfType<SkippedEntry>());
        Assert.Equal(["papers.jsonl"], Files());
    }

    [Fact]
    public async Task A_file_that_grows_is_taken_when_it_rests()
    {
        Put("growing.jsonl", Line("A")[..10]);
        Put("resting.jsonl", Line("R"));
        var path = Path.Combine(_folder, "growing.jsonl");
        Assert.Equal(["R"], Titles(await Gather(new Meanwhile(() => File.WriteAllText(path, Line("A")[..15])), TimeSpan.FromMinutes(1))));
        Assert.Equal(["growing.jsonl"], Files());
        File.WriteAllText(path, Line("A"));
        Assert.Equal(["A"], Titles(await Gather(new Meanwhile(() => { }), TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task What_has_rested_is_not_waited_for()
    {
        Put("old.jsonl", Line("A"));
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "old.jsonl"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        Assert.Equal(["A"], Titles(await Gather(new Meanwhile(() => Assert.Fail("It waited.")), TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        Directory.Delete(_folder);
        Assert.Empty((await Gather()).OfType<SkippedEntry>());
        Assert.True(Directory.Exists(_folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_told()
    {
        Directory.Delete(_folder);
        File.WriteAllText(_folder, "a file");
        Assert.IsType<SkippedEntry>(Assert.Single(await Gather()));
        File.Delete(_folder);
        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public async Task Nothing_is_moved_before_it_is_safe()
    {
        Put("a.jsonl", Line("A"));
        var options = new GatheringOptions { Folder = new FolderOptions { Path = _folder, Rest = TimeSpan.Zero } };
        await foreach (var gathered in new WatchedFolder(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System, NullLogger<WatchedFolder>.Instance)
            .GatherAsync(new GatherRange(Friday, Friday, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken))
            Assert.Equal(["a.jsonl"], Files()); // on the day as well, with which papers are saved
        Assert.Equal(["a.jsonl"], Files("done"));
    }

    [Fact]
    public async Task The_service_takes_them_in_with_its_other_sources()
    {
        await using var app = await App.StartAsync(new AppSettings { Settings = new(StringComparer.OrdinalIgnoreCase) { ["Gathering:Folder:Path"] = _folder,
            ["Gathering:Folder:Rest"] = "00:00:00" } });
        Put("a.jsonl", Line("A") + "nonsense\n");
        var counts = await app.GatherAsync();
        Assert.Equal((1, 1, 0), (counts.New, counts.Skipped.Count, counts.UnansweredDays));
        Assert.Equal(["a.jsonl", "a.jsonl.note.txt"], Files("done"));
        Assert.Equal((0, 0), ((await app.GatherAsync()).New, (await app.GatherAsync()).Skipped.Count));
    }

    /// <summary>A clock on which a pause is over at once; what happens in it happens before.</summary>
    sealed class Meanwhile(Action act) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            act();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

using Digest.Commands;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public sealed class KeyRingTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    string File => Path.Combine(_folder.Path, "below", "keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_are_made_once_and_read_again()
    {
        var made = KeyRing.Open(File, TimeProvider.System);
        var read = KeyRing.Open(File, TimeProvider.System);

        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Equal(made.Hash("ada@example.org"), read.Hash("ada@example.org"));
        Assert.Equal(made.Sign(made.CurrentId, [1, 2, 3]), read.Sign(read.CurrentId, [1, 2, 3]));
    }

    [Fact]
    public void No_two_services_have_the_same_keys() =>
        Assert.NotEqual(KeyRing.Open(File, TimeProvider.System).Fingerprint, KeyRing.Open(File + "2", TimeProvider.System).Fingerprint);

    [Fact]
    public void Only_their_owner_may_read_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way");
        KeyRing.Open(File, TimeProvider.System);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Nothing_but_the_keys_is_left_in_the_folder()
    {
        KeyRing.Open(File, TimeProvider.System);
        Assert.Equal(File, Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(File)!)));
    }

    [Fact]
    public void After_rotation_the_new_key_signs_and_the_older_still_reads()
    {
        var ring = KeyRing.Open(File, TimeProvider.System);
        var (link, fingerprint) = (Leave.Sign(ring, ring.CurrentId), ring.Fingerprint);
        Assert.Equal(2, ring.Rotate(TimeProvider.System));

        foreach (var rotated in new[] { ring, KeyRing.Open(File, TimeProvider.System) })
        {
            Assert.Equal((2, fingerprint), (rotated.CurrentId, rotated.Fingerprint));
            Assert.True(SubscriptionToken.TryRead(link, rotated, out _));
            Assert.NotEqual(link, Leave.Sign(rotated, rotated.CurrentId));
            Assert.Equal([1, 2], rotated.Links.Select(k => k.Id));
        }
        Only_their_owner_may_read_them();
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void A_process_that_runs_takes_links_of_a_key_that_another_added()
    {
        var (running, other) = (KeyRing.Open(File, TimeProvider.System), KeyRing.Open(File, TimeProvider.System));
        other.Rotate(TimeProvider.System);
        Assert.True(SubscriptionToken.TryRead(Leave.Sign(other, 2), running, out _));
        Assert.Null(running.Sign(3, [1]));
    }

    [Fact]
    public void Of_keys_that_many_add_at_once_none_is_lost()
    {
        var rings = Enumerable.Range(0, 8).Select(_ => KeyRing.Open(File, TimeProvider.System)).ToList();
        var added = rings.AsParallel().Select(ring =>
        {
            while (true)
            {
                try
                {
                    return ring.Rotate(TimeProvider.System);
                }
                catch (IOException)
                {
                    // Another has the turn.
                }
            }
        }).ToList();
        Assert.Equal(Enumerable.Range(2, 8), added.Order());
        Assert.Equal(9, KeyRing.Open(File, TimeProvider.System).CurrentId);
    }

    [Fact]
    public void There_are_no_more_than_255_keys()
    {
        var ring = KeyRing.Open(File, TimeProvider.System);
        for (var i = 2; i <= 255; i++)
            ring.Rotate(TimeProvider.System);
        Assert.Contains("255", Assert.Throws<InvalidDataException>(() => ring.Rotate(TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"addressKey": "AAAA", "linkKeys": []}""")]
    [InlineData("""{"addressKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "linkKeys": [{"id": 1, "secret": "AAAA"}]}""")]
    [InlineData("""{"addressKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "linkKeys": [{"id": 256, "secret": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}""")]
    [InlineData("""{"addressKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "linkKeys": [{"id": 1, "secret": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, {"id": 1, "secret": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}""")]
    public void A_broken_file_is_refused_by_name_and_left_as_it_is(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);

        var refusal = Assert.Throws<InvalidDataException>(() => KeyRing.Open(File, TimeProvider.System));

        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    static SubscriptionToken Leave => new(TokenPurpose.Unsubscribe, 1, 0, 1, null);
}

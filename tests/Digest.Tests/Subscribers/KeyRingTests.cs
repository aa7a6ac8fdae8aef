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
        var made = KeyRing.Open(File);
        var read = KeyRing.Open(File);

        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Equal(made.Hash("ada@example.org"), read.Hash("ada@example.org"));
        Assert.Equal(made.Sign(made.CurrentId, [1, 2, 3]), read.Sign(read.CurrentId, [1, 2, 3]));
    }

    [Fact]
    public void No_two_services_have_the_same_keys() =>
        Assert.NotEqual(KeyRing.Open(File).Fingerprint, KeyRing.Open(File + "2").Fingerprint);

    [Fact]
    public void Only_their_owner_may_read_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way");
        KeyRing.Open(File);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Nothing_but_the_keys_is_left_in_the_folder()
    {
        KeyRing.Open(File);
        Assert.Equal(File, Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(File)!)));
    }

    [Fact]
    public void The_newest_key_signs_and_the_older_still_reads()
    {
        var old = KeyRing.Open(File);
        var link = Leave.Sign(old, old.CurrentId);
        var json = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, json.Replace("\"linkKeys\": [",
            $$"""
            "linkKeys": [ { "id": 2, "secret": "{{Convert.ToBase64String(new byte[32])}}" },
            """, StringComparison.Ordinal));

        var grown = KeyRing.Open(File);

        Assert.Equal(2, grown.CurrentId);
        Assert.True(SubscriptionToken.TryRead(link, grown, out _));
        Assert.False(SubscriptionToken.TryRead(Leave.Sign(grown, 2), old, out _));
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

        var refusal = Assert.Throws<InvalidDataException>(() => KeyRing.Open(File));

        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    static SubscriptionToken Leave => new(TokenPurpose.Unsubscribe, 1, 0, 1, null);
}

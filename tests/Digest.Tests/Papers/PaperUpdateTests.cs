using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PaperUpdateTests
{
    static readonly Paper Known = new() { Title = "Rivers of Data", Version = 1 };

    [Fact]
    public void A_new_version_code_and_a_withdrawal_are_news() => Assert.Equal(
        [new(PaperUpdateKind.Withdrawn, ""), new(PaperUpdateKind.Version, "2"), new(PaperUpdateKind.Code, "https://code.example/")],
        PaperUpdate.Between(Known, Known with
        {
            Version = 2, WithdrawnAt = DateTimeOffset.UnixEpoch, Links = new() { Code = "https://code.example/" },
        }));

    [Fact]
    public void What_was_known_or_is_told_in_other_words_is_none()
    {
        var known = Known with { WithdrawnAt = DateTimeOffset.UnixEpoch, Links = new() { Code = "https://code.example/" } };
        Assert.Empty(PaperUpdate.Between(known, known with { Title = "Streams of Data", Links = new() { Code = "https://other.example/" } }));
    }

    [Fact]
    public void The_first_count_of_versions_is_no_new_version() => Assert.Empty(PaperUpdate.Between(Known with { Version = 0 }, Known with { Version = 3 }));
}

using Digest.Matching;
using Xunit;

namespace Digest.Tests.Matching;

public class AuthorNameTests
{
    [Theory]
    [InlineData("Jane Doe", "Jane Doe")]
    [InlineData("jane doe", "JANE DOE")]
    [InlineData("Jane Doe", "J. Doe")] // a paper that prints the initial alone
    [InlineData("Jane Doe", "J Doe")]
    [InlineData("Jane Doe", "J. Q. Doe")]
    [InlineData("Jane Doe", "Jane Quinn Doe")]
    [InlineData("Jane Doe", "Doe, Jane")]
    [InlineData("Doe, Jane", "Jane Doe")]
    [InlineData("Doe, J.", "Jane Doe")]
    [InlineData("Jane Doe", "Jane Doe Jr.")]
    [InlineData("Jane Doe, Jr.", "Jane Doe")]
    [InlineData("J. Doe", "Jane Doe")]
    [InlineData("J. Doe", "John Doe")]
    [InlineData("Jane Q. Doe", "Jane Doe")]
    [InlineData("Jane Q. Doe", "Jane Quinn Doe")]
    [InlineData("Jane Anna Q. Doe", "Jane Q. Doe")]
    [InlineData("Doe J", "Jane Doe")]
    [InlineData("Doe JQ", "Jane Quinn Doe")]
    [InlineData("J. Müller", "Jorg Muller")]
    [InlineData("Jörg Müller", "Jorg Muller")]
    [InlineData("Jörg Müller", "J\u006f\u0308rg Mu\u0308ller")]
    [InlineData("Søren Kjær", "Soren Kjaer")]
    [InlineData("Łukasz Nowak", "Lukasz Nowak")]
    [InlineData("J.-P. Serre", "Jean-Pierre Serre")]
    [InlineData("JP Serre", "Jean-Pierre Serre")]
    [InlineData("Jean-Pierre Serre", "J.P. Serre")]
    [InlineData("Jean-Pierre Serre", "J. Serre")]
    [InlineData("Jean-Pierre Serre", "Jean Pierre Serre")]
    [InlineData("Li van der Berg", "Berg, Li van der")]
    [InlineData("van der Berg, Li", "Li van der Berg")]
    [InlineData("L. van der Berg", "Li van der Berg")]
    [InlineData("Li Berg", "Li van der Berg")]
    [InlineData("Pat O'Brien", "Pat O’Brien")]
    [InlineData("Mary Smith-Jones", "M. Smith-Jones")]
    [InlineData("Xiao-Ming Li", "Xiaoming Li")]
    [InlineData("Xiaoming Li", "X.-M. Li")]
    [InlineData("Li Ming", "Ming Li")]
    [InlineData("Zhang Xiaoming", "Xiaoming Zhang")]
    [InlineData("Zhang, Xiaoming", "Zhang Xiaoming")]
    [InlineData("Kim Minji", "Min-Ji Kim")]
    [InlineData("李明", "李明")]
    [InlineData("明李", "李明")]
    [InlineData("И. Петров", "Иван Петров")]
    [InlineData("Marsh", "Ada Marsh")]
    [InlineData("DeepSeek-AI", "DeepSeek-AI")]
    [InlineData("OpenRiver", "OpenRiver")]
    public void A_name_follows(string followed, string printed) => Assert.True(Follows(followed, printed));

    [Theory]
    [InlineData("Jane Doe", "John Doe")]
    [InlineData("Jane Doe", "Jane Roe")]
    [InlineData("Jane Doe", "Janet Doe")]
    [InlineData("J. Doe", "Ann Doe")]
    [InlineData("Jane Q. Doe", "Jane R. Doe")]
    [InlineData("Jane Quinn Doe", "Jane Quiana Doe")]
    [InlineData("Jörg Müller", "Jörg Mueller")]
    [InlineData("Jane Doe", "Doe Jane Smith")]
    [InlineData("James Thomas", "Thomas James")]
    [InlineData("Li van der Berg", "Li von Berg")]
    [InlineData("Mary Smith", "Mary Smith-Jones")]
    [InlineData("Li Ming", "Ming Zhang")]
    [InlineData("Jane Doe", "Doe")]
    [InlineData("李明", "李强")]
    [InlineData("И. Петров", "Анна Петрова")]
    public void A_name_does_not_follow_another(string followed, string printed) => Assert.False(Follows(followed, printed));

    [Theory]
    [InlineData("")]
    [InlineData(" . - ")]
    [InlineData("🙂🙂")]
    [InlineData("\u202E\u0000")]
    public void What_has_no_letters_is_no_name(string written) => Assert.Null(AuthorName.Of(written));

    [Fact]
    public void Everybody_who_is_followed_is_among_the_candidates()
    {
        foreach (var method in new[] { nameof(A_name_follows) })
            foreach (var row in typeof(AuthorNameTests).GetMethod(method)!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
            {
                var (followed, printed) = ((string)row.Data[0]!, (string)row.Data[1]!);
                Assert.True(AuthorName.Of(followed)!.Candidates().Intersect(AuthorName.Of(printed)!.Terms()).Any(), $"{followed} would not find {printed}");
            }
    }

    static bool Follows(string followed, string printed) => AuthorName.Of(followed)!.Follows(AuthorName.Of(printed)!);
}

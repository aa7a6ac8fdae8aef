using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PersonNameTests
{
    [Theory]
    [InlineData("Ada Moss", "Ada Moss")]
    [InlineData("Ada Moss", "Moss, Ada")]
    [InlineData("Ada Moss", "Moss, A.")]
    [InlineData("Ada Moss", "A. Moss")]
    [InlineData("Ada Moss", "Ada B. Moss")]
    [InlineData("Ada B. Moss", "A. B. Moss")]
    [InlineData("Ada B. Moss", "Moss AB")]
    [InlineData("Wei Zhang", "Zhang Wei")]
    [InlineData("Xiao-Ming Li", "Xiaoming Li")]
    [InlineData("Jean-Pierre Serval", "J.-P. Serval")]
    [InlineData("José Núñez Jr.", "Jose Nunez")]
    [InlineData("Jörg Müller", "Joerg Mueller")]
    [InlineData("Jörg Müller", "J. Muller")]
    [InlineData("Søren Łukasz", "Soren Lukasz")]
    [InlineData("Maria van der Berg", "van der Berg, M.")]
    [InlineData("张伟", "张伟")]
    [InlineData("ADA MOSS", "Ada Moss")]
    public void Spellings_of_one_name_are_one_person(string one, string other)
    {
        Assert.True(PersonName.AreSame(one, other));
        Assert.True(PersonName.AreSame(other, one));
    }

    [Theory]
    [InlineData("Ada Moss", "Bo Reed")]
    [InlineData("Ada Moss", "Bo Moss")]
    [InlineData("Ada Moss", "B. Moss")]
    [InlineData("Wei Zhang", "Wei Li")] // a given name in common
    [InlineData("Anna M. Weber", "Anna Maria Schmidt")]
    [InlineData("A. B.", "A. B. Moss")]
    [InlineData("张伟", "张华")]
    [InlineData("Ada Moss", "")]
    public void Other_names_are_others(string one, string other)
    {
        Assert.False(PersonName.AreSame(one, other));
        Assert.False(PersonName.AreSame(other, one));
    }
}

using Digest.Matching;
using Xunit;

namespace Digest.Tests.Matching;

public class StemmerTests
{
    [Theory]
    [InlineData("consistency", "consist")]
    [InlineData("consolation", "consol")]
    [InlineData("knackeries", "knackeri")]
    [InlineData("caresses", "caress")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("gas", "gas")]
    [InlineData("gaps", "gap")]
    [InlineData("kiwis", "kiwi")]
    [InlineData("agreed", "agre")]
    [InlineData("feed", "feed")]
    [InlineData("luxuriated", "luxuri")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("falling", "fall")]
    [InlineData("say", "say")]
    [InlineData("cry", "cri")]
    [InlineData("by", "by")]
    [InlineData("generalization", "general")]
    [InlineData("generate", "generat")]
    [InlineData("communities", "communiti")]
    [InlineData("analogies", "analog")]
    [InlineData("relational", "relat")]
    [InlineData("stability", "stabil")]
    [InlineData("hopefully", "hope")]
    [InlineData("goodness", "good")]
    [InlineData("formalize", "formal")]
    [InlineData("electrical", "electr")]
    [InlineData("replacement", "replac")]
    [InlineData("adoption", "adopt")]
    [InlineData("criterion", "criterion")]
    [InlineData("controlling", "control")]
    [InlineData("rate", "rate")]
    [InlineData("probate", "probat")]
    [InlineData("youth", "youth")]
    [InlineData("boyish", "boyish")]
    [InlineData("news", "news")]
    [InlineData("bias", "bias")]
    [InlineData("dying", "die")]
    [InlineData("succeeding", "succeed")]
    public void A_word_becomes_the_stem_that_the_definition_gives(string word, string stem) =>
        Assert.Equal(stem, Stemmer.Stem(word));

    [Theory]
    [InlineData("models", "model")]
    [InlineData("robots", "robotics")]
    [InlineData("transformer", "transformers")]
    [InlineData("learned", "learning")]
    [InlineData("embedding", "embeddings")]
    public void Forms_of_one_word_share_a_stem(string one, string other) =>
        Assert.Equal(Stemmer.Stem(one), Stemmer.Stem(other));

    [Theory]
    [InlineData("")]
    [InlineData("gpt4")]
    [InlineData("c++")]
    [InlineData("модели")]
    public void What_is_no_English_word_stays(string word) => Assert.Equal(word, Stemmer.Stem(word));
}

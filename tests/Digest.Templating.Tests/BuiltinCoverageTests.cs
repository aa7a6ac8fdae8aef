using System.Reflection;
using Digest.Templating.Builtins;
using Digest.Templating.Running;
using Xunit;

namespace Digest.Templating.Tests;

/// <summary>Every built-in function has a case of what it does, one of what it makes of nothing, and one of being called wrongly.</summary>
public class BuiltinCoverageTests
{
    /// <summary>What each makes of null, which is what a variable that is not there comes to.</summary>
    private const string OfNothing = """
        string.append 1 => 1
        string.base64_decode =>
        string.base64_encode =>
        string.capitalize =>
        string.capitalizewords =>
        string.contains 'a' => false
        string.downcase =>
        string.empty => true
        string.ends_with 'a' => false
        string.equals_ignore_case 'a' => false
        string.escape =>
        string.handleize =>
        string.index_of 'a' => (not `null`)
        string.literal =>
        string.lstrip =>
        string.pad_left 2 =>
        string.pad_right 2 =>
        string.pluralize 's' 'p' => p
        string.prepend 'b' => b
        string.remove 'a' =>
        string.remove_first 'a' =>
        string.remove_last 'a' =>
        string.replace 'a' 'b' =>
        string.replace_first 'a' 'b' =>
        string.rstrip =>
        string.size => 0
        string.slice 0 =>
        string.slice1 0 =>
        string.split 'a' => []
        string.starts_with 'a' => false
        string.strip =>
        string.strip_newlines =>
        string.to_double =>
        string.to_float =>
        string.to_int =>
        string.to_long =>
        string.truncate 2 =>
        string.truncatewords 1 =>
        string.upcase =>
        string.whitespace => true
        date.add_days 1 =>
        date.add_hours 1 =>
        date.add_milliseconds 1 =>
        date.add_minutes 1 =>
        date.add_months 1 =>
        date.add_seconds 1 =>
        date.add_years 1 =>
        date.parse =>
        date.parse_to_string =>
        date.to_string '%F' =>
        object.default 'd' => d
        object.eval =>
        object.eval_template =>
        object.format 'N2' =>
        object.from_json =>
        object.has_key 'a' => false
        object.has_value 'a' => false
        object.keys => []
        object.kind =>
        object.size => 0
        object.to_json => null
        object.typeof =>
        object.values => []
        timespan.from_days => 00:00:00
        timespan.from_hours => 00:00:00
        timespan.from_milliseconds => 00:00:00
        timespan.from_minutes => 00:00:00
        timespan.from_seconds => 00:00:00
        math.abs =>
        math.ceil => 0
        math.divided_by 2 => 0
        math.floor => 0
        math.format 'N2' =>
        math.is_number => false
        math.minus 1 =>
        math.modulo 1 =>
        math.plus 1 =>
        math.random 1 => 0
        math.round => 0
        math.times 1 =>
        array.add 'a' => ["a"]
        array.add_range [2] => [2]
        array.any @string.upcase => false
        array.compact =>
        array.concat [2] => [2]
        array.contains 1 => false
        array.cycle =>
        array.each @string.upcase =>
        array.filter @string.upcase =>
        array.first =>
        array.insert_at 1 'a' => [null, "a"]
        array.join ',' =>
        array.last =>
        array.limit 1 =>
        array.map 'a' => []
        array.offset 1 =>
        array.remove_at 1 => []
        array.reverse => []
        array.size => 0
        array.sort => []
        array.uniq =>
        regex.escape => (not `null`)
        regex.match 'a' => (not `null`)
        regex.matches 'a' => (not `null`)
        regex.replace 'a' 'b' => (not `null`)
        regex.split 'a' => (not `null`)
        regex.unescape => (not `null`)
        html.escape =>
        html.newline_to_br =>
        html.strip =>
        html.url_encode =>
        html.url_escape =>
        string.hmac_sha1 'k' | string.slice 0 8 => 3a84a218
        string.hmac_sha256 'k' | string.slice 0 8 => 8bb990c4
        string.hmac_sha512 'k' | string.slice 0 8 => 893ccbf5
        string.md5 => d41d8cd98f00b204e9800998ecf8427e
        string.sha1 => da39a3ee5e6b4b0d3255bfef95601890afd80709
        string.sha256 | string.slice 0 8 => e3b0c442
        string.sha512 | string.slice 0 8 => cf83e135
        timespan.parse => (not a time span)
        """;

    public static TheoryData<string, string> Nothing =>
        [.. OfNothing.Split('\n').Select(line => line.Split(" =>")).Select(parts => (parts[0], parts[1].TrimStart()))];

    public static TheoryData<string> Functions => [.. All().Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Nothing))]
    public void Of_nothing_each_makes_this(string call, string expected)
    {
        if (expected.StartsWith('(')) Assert.Contains(expected.Trim('(', ')'), Scripts.Fails("{{ null | " + call + " }}").Message, StringComparison.Ordinal);
        else Assert.Equal(expected.Trim(), Scripts.Value("null | " + call).Trim());
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Too_many_arguments_or_too_few_are_told_with_their_place(string name)
    {
        var function = All().First(f => f.Name == name);
        if (name != "array.any") Told(" 1 2 3 4 5 6 7 8 9"); // Which hands all further ones on.
        if (function.Required > 0) Told("");

        void Told(string arguments)
        {
            var failure = Scripts.Fails("\n{{ " + name + arguments + " }}");
            Assert.Contains("Invalid number of arguments", failure.Message, StringComparison.Ordinal);
            var column = 4 + name.Length + Math.Max(0, arguments.Length - 1); // At the last one, or where one is missing.
            Assert.Equal((2, column), (failure.Errors[0].Line, failure.Errors[0].Column));
        }
    }

    [Fact]
    public void Each_has_a_case_of_what_it_does()
    {
        var cases = string.Join('\n', typeof(BuiltinTests).GetMethods().SelectMany(m => m.GetCustomAttributes<InlineDataAttribute>())
            .SelectMany(data => data.Data).OfType<string>());
        Assert.All(All(), function => Assert.Contains(function.Name, cases, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_that_takes_something_has_a_case_of_nothing() => Assert.Empty(
        All().Where(f => f.Required > 0).Select(f => f.Name).Except(Nothing.Select(row => row.Data.Item1.Split(' ')[0]), StringComparer.Ordinal));

    private static IEnumerable<Function> All() =>
        Globals.All.Values.OfType<BuiltinObject>().SelectMany(o => o.Members).Select(m => m.Value).OfType<Function>();
}

using System.Text;
using Xunit;

namespace Digest.Templating.Tests;

/// <summary>By themselves: the memory that is measured is the whole process's.</summary>
[CollectionDefinition("limits", DisableParallelization = true)]
public class Limits;

[Collection("limits")]
public class LimitTests
{
    [Theory]
    [InlineData("{{ for x in 1..1000000; end }}", "longer than the limit of 100000 rounds")]
    [InlineData("{{ for x in 1..1000; for y in 1..1000; end; end }}", "iteration limit")]
    [InlineData("{{ while true; end }}", "iteration limit")]
    [InlineData("{{ func f; f; end; f }}", "recursive depth")]
    [InlineData("{{ func f(x); ret f(x + 1); end; f 1 }}", "recursive depth")]
    [InlineData("{{ f(x) = f(x); f 1 }}", "recursive depth")]
    [InlineData("{{ func f(x = f()); end; f }}", "recursive depth")]
    [InlineData("{{ func w; $$; end; wrap w; $$; end }}", "recursive depth")]
    [InlineData("{{ s = \"'x' | object.eval\"; x = 's | object.eval'; 's | object.eval' | object.eval; func g; 'g' | object.eval; end; g }}", "recursive depth")]
    [InlineData("{{ 'x' * 1000000000 }}", "longer than")]
    [InlineData("{{ s = 'x'; while true; s = s + s; end }}", "longer than")]
    [InlineData("{{ for x in 1..99999; 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; end }}", "output is longer")]
    [InlineData("{{ [1] * 1000000000 }}", "rounds for loops")]
    [InlineData("{{ 9223372036854775807 * ([1, 2] * 500) }}", "Unable to convert")]
    [InlineData("{{ 'ab' * 9223372036854775807 }}", "a whole number")]
    [InlineData("{{ 1..1000000000 | array.size }}", "rounds for loops")]
    [InlineData("{{ 1..99999999999; -9999999999999999999..1 }}", "rounds for loops")]
    [InlineData("{{ 1..1000000000 }}", "longer than")]
    [InlineData("{{ a = [1]; while true; a = a + a; end }}", "memory")]
    [InlineData("{{ a = [1] * 50000; while true; a = a * 1; end }}", "memory")]
    [InlineData("{{ while true; for x in ('ab' * 1000) limit: 0; end; end }}", "memory")]
    [InlineData("{{ while true; {a: 1}; {a: 1}; {a: 1}; {a: 1}; {a: 1}; {a: 1}; {a: 1}; {a: 1}; end }}", "memory")]
    [InlineData("{{ 1e999999999 }}", "too large")]
    [InlineData("{{ x = 1e999; x * x }}", "too large")]
    [InlineData("{{ 1 << 1e9 }}", "too large")]
    [InlineData("{{ a = []; a[0] = a; b = []; b[0] = b; a == b }}", "nested too deep")]
    [InlineData("{{ 7e27m * 1e10 }}", "too large")]
    [InlineData("{{ a = []; a[2000000000] = 1 }}", "memory")]
    [InlineData("{{ [] | array.insert_at 2000000000 1 }}", "memory")]
    [InlineData("{{ a = [1]; a[0] = a; a }}", "nested too deep")]
    [InlineData("{{ o = {}; o.o = o; o }}", "nested too deep")]
    [InlineData("{{ o = {}; o.o = o; o | object.to_json }}", "nested too deep")]
    [InlineData("{{ a = [1]; a[0] = a; b = [1]; b[0] = b; a == b }}", "nested too deep")]
    [InlineData("{{ 'x' | string.pad_left 1000000000 }}", "longer than")]
    [InlineData("{{ 'x' * 100000 | string.replace 'x' ('y' * 100000) }}", "longer than")]
    [InlineData("{{ 1 | math.format 'D999999999' }}", "longer than")]
    [InlineData("{{ x = 2; while true; x = x * x; end }}", "too large")]
    [InlineData("{{ 1 << 1000000000 }}", "too large")]
    [InlineData("{{ ('a' * 40 + '!') | regex.match '^(a+)+$' }}", "tim")]
    [InlineData("{{ x = ('a' * 1000000 + 'b' + 'a' * 1000000); x | string.contains ('a' * 999999 + 'c' + 'a' * 999999) }}", "too long")]
    public void No_template_goes_beyond_its_limits(string template, string message)
    {
        var before = GC.GetTotalMemory(true);
        var began = TimeProvider.System.GetTimestamp();

        Assert.Contains(message, Scripts.Fails(template).Message, StringComparison.Ordinal);

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15));
        Assert.True(GC.GetTotalMemory(true) - before < 64 * 1024 * 1024);
    }

    [Fact]
    public void A_template_that_includes_itself_ends()
    {
        Template? self = null;
        self = Template.Parse("{{ include 'self' }}", "self", Scripts.Text with { Include = _ => self });

        var failure = Assert.Throws<TemplateException>(() => self.Render(null, TestContext.Current.CancellationToken));

        Assert.Contains("recursive depth", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    [InlineData("-", "")]
    [InlineData("!", "")]
    [InlineData("@", "")]
    [InlineData("++", "")]
    [InlineData("1+", "")]
    [InlineData("1|", "")]
    [InlineData("1??", "")]
    [InlineData("x.", "")]
    [InlineData("f(", ")")]
    [InlineData("f (", ")")]
    [InlineData("x[", "]")]
    [InlineData("true?1:", "")]
    [InlineData("true?", ":1")]
    [InlineData("$\"{", "}\"")]
    [InlineData("if true\n", "\nend")]
    [InlineData("for x in [1]\n", "\nend")]
    [InlineData("do\n", "\nend")]
    [InlineData("func f\n", "\nend")]
    [InlineData("capture x\n", "\nend")]
    [InlineData("case 1\nwhen 1\n", "\nend")]
    public void Depth_cannot_overflow_the_stack(string open, string close)
    {
        var deep = new StringBuilder("{{ ");
        for (var i = 0; i < 100_000; i++) deep.Append(open);
        deep.Append('x');
        for (var i = 0; i < 100_000; i++) deep.Append(close);

        var failure = Assert.Throws<TemplateException>(() => Template.Parse(deep.Append("}}").ToString(), "deep", Scripts.Text));

        Assert.Contains("limit", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deepest_nesting_and_recursion_allowed_fit_the_stack()
    {
        var deep = "f(n + 1)" + string.Concat(Enumerable.Repeat(" + (0", 45)) + new string(')', 45);
        var script = "{{ func f(n); if n > 90; ret n; end; ret " + deep + "; end; f 1 }}";
        string? result = null;

        var small = new Thread(() => result = Scripts.Render(script), 512 * 1024);
        small.Start();
        small.Join();

        Assert.Equal("91", result);
    }

    [Fact]
    public void A_long_else_if_chain_is_no_nesting()
    {
        var chain = "{{ if x == 0; 0" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"; else if x == {i}; {i}")) + "; end }}";

        Assert.Equal("1000", Scripts.Render(chain, new { X = 1000 }));
    }

    [Fact]
    public void Time_is_limited_and_measured_by_the_given_clock()
    {
        var clock = new SteppingClock();

        var failure = Scripts.Fails("{{ for x in 1..10000; end }}", options: Scripts.Text with { Clock = clock });

        Assert.Contains("longer than the limit of 1 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_render_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Template.Parse("x", "test", Scripts.Text).Render(null, cancelled.Token));
    }

    [Fact]
    public void What_failed_has_written_nothing()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        Assert.Throws<TemplateException>(() => Template.Parse("some text {{ null.x }}", "test", Scripts.Text)
            .Render(null, output, TestContext.Current.CancellationToken));

        Assert.Equal(0, output.WrittenCount);
    }

    /// <summary>Every look at it is half a second later.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now += 500;
    }
}

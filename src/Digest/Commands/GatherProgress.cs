using System.Globalization;
using Digest.Gathering;
using Spectre.Console;

namespace Digest.Commands;

/// <summary>Shows how far a gathering is, on standard error: bars for a person at a terminal, a line a day for everything
/// else.</summary>
internal static class GatherProgress
{
    public static async Task<GatherCounts> ShowAsync(Func<IProgress<GatherStep>, Task<GatherCounts>> gather)
    {
        if (Console.IsErrorRedirected)
            return await gather(new Lines());
        var counts = new GatherCounts();
        await AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context => counts = await gather(new Bars(context)));
        return counts;
    }

    static string Words(GatherStep step) => string.Create(CultureInfo.InvariantCulture,
        $"{step.Source} {step.About}: {step.Fault ?? $"{step.Listed} listed, {step.New} new"}");

    sealed class Lines : IProgress<GatherStep>
    {
        public void Report(GatherStep value) => Console.Error.WriteLine(Words(value));
    }

    sealed class Bars(ProgressContext context) : IProgress<GatherStep>
    {
        readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(GatherStep value)
        {
            if (!_bars.TryGetValue(value.Source, out var bar))
                _bars[value.Source] = bar = context.AddTask(Markup.Escape(value.Source));
            bar.MaxValue = value.Of;
            bar.Value = value.Done;
            bar.Description = Markup.Escape(Words(value));
        }
    }
}

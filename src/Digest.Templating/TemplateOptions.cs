namespace Digest.Templating;

/// <summary>How a template is parsed and what one render may use.</summary>
public sealed record TemplateOptions
{
    /// <summary>Escape every expression's output, right for text and for quoted attributes.</summary>
    public bool Html { get; init; }

    /// <summary>Finds the template that <c>include 'name'</c> means; null when there is none.</summary>
    public Func<string, Template?>? Include { get; init; }

    /// <summary>An unknown variable or member is an error; otherwise it is null, as Scriban has it by default.</summary>
    internal bool StrictVariables { get; init; } = true;

    /// <summary>Iterations of all loops of one render together.</summary>
    internal int LoopLimit { get; init; } = 100_000;

    /// <summary>Calls and includes within each other.</summary>
    internal int RecursionLimit { get; init; } = 100;

    /// <summary>Blocks and parentheses within each other, checked at parse.</summary>
    internal int NestingLimit { get; init; } = 100;

    /// <summary>Bytes of output; also the longest string. All strings and arrays made by one render: 16 times this.</summary>
    internal int OutputLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>Wall clock of one render; 1 s by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What <c>date.now</c> and the time limit read.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}

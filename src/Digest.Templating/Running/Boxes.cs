using System.Numerics;

namespace Digest.Templating.Running;

/// <summary>Values as objects without making a new one for each: truth and the small numbers that templates use.</summary>
internal static class Boxes
{
    public static readonly object True = true;
    public static readonly object False = false;
    private const int Lowest = -16;
    private static readonly object[] Small = [.. Enumerable.Range(Lowest, 1040).Select(i => (object)i)];

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) => value >= Lowest && value < Lowest + Small.Length ? Small[value - Lowest] : value;

    public static object Of(long value) => value is >= int.MinValue and <= int.MaxValue ? Of((int)value) : value;

    public static object Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : value;
}

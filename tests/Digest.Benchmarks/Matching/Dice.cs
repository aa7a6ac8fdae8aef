namespace Digest.Benchmarks.Matching;

/// <summary>Chance that is the same everywhere and cheap to begin anew for each of a million readers (xorshift64*).</summary>
struct Dice(long seed)
{
    ulong state = unchecked(((ulong)seed + 1) * 0x9E3779B97F4A7C15);

    /// <summary>0 to 1, never 1.</summary>
    public double Next()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return (unchecked(state * 0x2545F4914F6CDD1D) >> 11) * (1.0 / (1UL << 53));
    }

    public int Next(int below) => (int)(Next() * below);
}

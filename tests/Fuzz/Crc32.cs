namespace Corewright.Tests.Fuzz;

/// <summary>IEEE 802.3's checksum, which .xz files use.</summary>
internal static class Crc32
{
    public static uint Of(System.ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}

namespace Corewright.Tests.Corlib.Programs;

internal static class Statics
{
    private static int s_number = 41;
    private static readonly string s_text = "constant";
    private static object? s_empty;
    private static readonly int[] s_table = new int[3];
    private static readonly long[] s_filled = [1, -2, 0x300000000];
    private static Late? s_late;
    private static int s_order;

    private sealed class Late
    {
        public static readonly int Born;
        public static readonly object Self;

        static Late()
        {
            Born = ++s_order * 10;
            Self = new Late();
        }

        public int Value = 5;
    }

    private static class Never
    {
        static Never() => s_order += 100;

        public static int Value => 1;
    }

    public static void Run()
    {
        s_number++;
        Print.Value("number"u8, s_number);
        Print.Value("text"u8, s_text.Length + s_text[3]);
        Print.Value("empty"u8, s_empty is null);
        s_empty = s_table;
        s_table[1] = 6;
        Print.Value("same object"u8, ((int[])s_empty)[1]);
        long sum = 0;
        foreach (long n in s_filled)
            sum += n;
        Print.Value("filled"u8, sum);

        Print.Value("before"u8, s_order);
        Print.Value("born"u8, Late.Born);
        Print.Value("born once"u8, Late.Born);
        Print.Value("self"u8, Late.Self is Late);
        s_late = (Late)Late.Self;
        Print.Value("value"u8, s_late.Value);
        Print.Value("after"u8, s_order);
        if (s_order > 50)
            Print.Value("never"u8, Never.Value);
    }
}

namespace Corewright.Tests.Corlib.Programs;

internal static class Casts
{
    internal interface IBarks
    {
        int Bark();
    }

    internal interface ILoud : IBarks
    {
        int Volume { get; }
    }

    internal class Animal
    {
        public virtual int Legs => 4;
    }

    internal class Dog : Animal, IBarks
    {
        public int Bark() => 7;
    }

    internal sealed class Beagle : Dog, ILoud
    {
        public int Volume => 11;
    }

    internal sealed class Cat : Animal
    {
        public override int Legs => 3;
    }

    private sealed class Box<T>
    {
        public T? Content = default;
    }

    private enum Size : short
    {
        Large = 300,
    }

    public static void Run()
    {
        Boxing(77, Size.Large);
        Describe("animal"u8, new Animal());
        Describe("dog"u8, new Dog());
        Describe("beagle"u8, new Beagle());
        Describe("cat"u8, new Cat());
        Describe("null"u8, null);
        Describe("string"u8, "text");
        Describe("object"u8, new object());
        Describe("object array"u8, new object[1]);
        Describe("string array"u8, new string[1]);
        Describe("dog array"u8, new Dog[1]);
        Describe("interface array"u8, new IBarks[1]);
        Describe("int array"u8, new int[1]);
        Describe("uint array"u8, new uint[1]);
        Describe("byte array"u8, new byte[1]);
        Describe("nested array"u8, new Dog[1][]);
        Describe("box of int"u8, new Box<int>());
        Describe("box of string"u8, new Box<string>());
        Stores();
    }

    private static void Describe(System.ReadOnlySpan<byte> name, object? o)
    {
        Print.Text("--"u8, name);
        Print.Value("is Animal"u8, o is Animal);
        Print.Value("is Dog"u8, o is Dog);
        Print.Value("is Beagle"u8, o is Beagle);
        Print.Value("as Cat"u8, (o as Cat) != null);
        Print.Value("is IBarks"u8, o is IBarks);
        Print.Value("as ILoud"u8, (o as ILoud) != null);
        Print.Value("is string"u8, o is string);
        Print.Value("is Array"u8, o is System.Array);
        Print.Value("is object[]"u8, o is object[]);
        Print.Value("is string[]"u8, o is string[]);
        Print.Value("is Animal[]"u8, o is Animal[]);
        Print.Value("is IBarks[]"u8, o is IBarks[]);
        Print.Value("is int[]"u8, o is int[]);
        Print.Value("is uint[]"u8, o is uint[]);
        Print.Value("is Animal[][]"u8, o is Animal[][]);
        Print.Value("is Box<int>"u8, o is Box<int>);
        Print.Value("is Box<string>"u8, o is Box<string>);
        Print.Value("pattern"u8, Pattern(o));
        if (o is IBarks)
            Print.Value("barks"u8, ((IBarks)o).Bark());
        if (o is Animal)
            Print.Value("legs"u8, ((Animal)o).Legs);
    }

    private static int Pattern(object? o) => o switch
    {
        ILoud { Volume: > 10 } => 1,
        Dog => 2,
        Animal { Legs: 3 } => 3,
        Animal => 4,
        string { Length: 4 } => 5,
        null => 6,
        _ => 7,
    };

    private static void Boxing(object number, object size)
    {
        Print.Value("boxed int"u8, number is int n ? n : 0);
        Print.Value("is long"u8, number is long);
        Print.Value("unboxed"u8, (int)number);
        Print.Value("enum"u8, size is Size.Large);
        Print.Value("enum as its integer"u8, (short)size);
    }

    private static void Stores()
    {
        object[] dogs = new Dog[3];
        dogs[0] = new Dog();
        dogs[1] = new Beagle();
        dogs[2] = null!;
        Print.Value("stored"u8, ((Animal)dogs[1]).Legs);
        IBarks[] barks = new IBarks[1];
        barks[0] = new Beagle();
        Print.Value("stored by interface"u8, barks[0].Bark());
        object[] anything = ["text", new int[2], barks];
        Print.Value("stored anything"u8, anything.Length);
        Print.Value("same"u8, ReferenceEquals(anything[2], barks));
    }
}

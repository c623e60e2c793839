using Cake.Core;

namespace Cake.Frosting;

public interface IFrostingContext : ICakeContext
{
}

public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext
{
}

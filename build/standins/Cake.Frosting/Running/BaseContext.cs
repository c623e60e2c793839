using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Running;

/// <summary>The context that the build's own context wraps.</summary>
internal sealed class BaseContext(
    ICakeEnvironment environment, ICakeLog log, ICakeArguments arguments, ICakeConfiguration configuration) : ICakeContext
{
    public ICakeEnvironment Environment => environment;

    public ICakeLog Log => log;

    public ICakeArguments Arguments => arguments;

    public ICakeConfiguration Configuration => configuration;
}

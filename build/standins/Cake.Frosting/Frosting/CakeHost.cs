using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Cake.Frosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

public sealed class CakeHost
{
    private readonly ServiceCollection services = [];
    private readonly List<Assembly> assemblies = [];

    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } entry)
            assemblies.Add(entry);
    }

    public static CakeHost Create() => new();

    public CakeHost AddAssembly(Assembly assembly)
    {
        assemblies.Add(assembly);
        return this;
    }

    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(this.services);
        return this;
    }

    public int Run(IEnumerable<string> args)
    {
        foreach (var task in assemblies.SelectMany(a => a.GetExportedTypes()).Where(IsTask))
            services.AddSingleton(typeof(IFrostingTask), task);
        return new Session(services).Run([.. args]);
    }

    private static bool IsTask(Type type) => typeof(IFrostingTask).IsAssignableFrom(type) && type.IsClass && !type.IsAbstract;
}

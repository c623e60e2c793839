using System;
using System.Collections.Generic;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;

namespace Cake.Core;

public interface ICakeContext
{
    ICakeEnvironment Environment { get; }

    ICakeLog Log { get; }

    ICakeArguments Arguments { get; }

    ICakeConfiguration Configuration { get; }
}

public interface ISetupContext : ICakeContext
{
    ICakeTaskInfo TargetTask { get; }

    IReadOnlyCollection<ICakeTaskInfo> TasksToExecute { get; }
}

public interface ITeardownContext : ICakeContext
{
    bool Successful { get; }

    Exception ThrownException { get; }
}

public interface ITaskSetupContext : ICakeContext
{
    ICakeTaskInfo Task { get; }
}

public interface ITaskTeardownContext : ICakeContext
{
    ICakeTaskInfo Task { get; }

    TimeSpan Duration { get; }

    bool Skipped { get; }

    bool Successful { get; }

    Exception ThrownException { get; }
}

public abstract class CakeContextAdapter : ICakeContext
{
    private readonly ICakeContext context;

    protected CakeContextAdapter(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        this.context = context;
    }

    public virtual ICakeEnvironment Environment => context.Environment;

    public virtual ICakeLog Log => context.Log;

    public virtual ICakeArguments Arguments => context.Arguments;

    public virtual ICakeConfiguration Configuration => context.Configuration;
}

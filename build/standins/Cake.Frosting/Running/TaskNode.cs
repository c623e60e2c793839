using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Running;

/// <summary>A task and what its attributes say about it.</summary>
internal sealed class TaskNode : ICakeTaskInfo
{
    public TaskNode(IFrostingTask task)
    {
        Task = task;
        var type = task.GetType();
        Name = NameOf(type);
        Description = type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description;
        ContinuesOnError = type.GetCustomAttribute<ContinueOnErrorAttribute>() is not null;
        HandlesErrors = Overrides(type, nameof(IFrostingTask.OnError));
        HasBody = Overrides(type, "Run") || Overrides(type, "RunAsync");
        Dependencies = [.. type.GetCustomAttributes<IsDependentOnAttribute>()
            .Select(a => new CakeTaskDependency(NameOf(Checked(a.Task, "dependency")), true))];
        Dependees = [.. type.GetCustomAttributes<IsDependeeOfAttribute>().Select(a => NameOf(Checked(a.Task, "reverse dependency")))];
    }

    public IFrostingTask Task { get; }

    public string Name { get; }

    public string Description { get; }

    public bool ContinuesOnError { get; }

    public bool HandlesErrors { get; }

    /// <summary>Whether the task does anything itself; one that doesn't only gathers others.</summary>
    public bool HasBody { get; }

    public IReadOnlyList<CakeTaskDependency> Dependencies { get; }

    public IReadOnlyList<string> Dependees { get; }

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    private static Type Checked(Type type, string role) => typeof(IFrostingTask).IsAssignableFrom(type)
        ? type
        : throw new FrostingException($"The {role} '{NameOf(type)}' is not a valid task.");

    private static bool Overrides(Type type, string method) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Any(m => m.Name == method && m.GetBaseDefinition().DeclaringType != m.DeclaringType);
}

namespace Corewright.Build.Doctor;

/// <summary>How it is about one requirement.</summary>
public enum Health
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Not there, but a build works without, slower or by fetching it first.</summary>
    Note,

    /// <summary>Not there, and a build needs it.</summary>
    Missing,
}

/// <summary>One line of the doctor's.</summary>
/// <param name="Health">How it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Detail">What was found, and what to do where it is missing.</param>
public sealed record Finding(Health Health, string Subject, string Detail)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string mark = Health switch
        {
            Health.Good => "ok",
            Health.Note => "note",
            _ => "MISSING",
        };
        return $"{mark,-8} {Subject,-22} {Detail}";
    }
}

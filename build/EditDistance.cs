using System;

namespace Corewright.Build;

/// <summary>How many letters have to change to turn one word into another (Levenshtein): for "did you mean".</summary>
public static class EditDistance
{
    /// <summary>The number of insertions, deletions and replacements between two words.</summary>
    public static int Between(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

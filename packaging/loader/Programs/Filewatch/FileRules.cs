using System;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Filewatch;

/// <summary>The files and folders that <c>--path</c> and <c>--deny</c> name, on their way into the kernel.</summary>
internal sealed unsafe class FileRules
{
    private const int Most = 32;

    private readonly Rule[] _rules = new Rule[Most];
    private int _count;
    private RuleSet _kinds;
    private FileId _root;

    /// <summary>Whether only files that are opened to be written matter.</summary>
    public bool OnlyWrites { get; set; }

    /// <summary>Takes a path of the command line.</summary>
    /// <param name="kind">One of them.</param>
    /// <param name="path">Zero-terminated.</param>
    /// <returns>Whether there is room for it.</returns>
    public bool Add(RuleSet kind, byte* path)
    {
        if (_count == Most || *path == 0)
            return false;
        _rules[_count].Kind = kind;
        _rules[_count].Path = path;
        _count++;
        _kinds |= kind;
        return true;
    }

    /// <summary>Finds the files, sets the object's constants, and has the program that denies loaded if it is needed.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <returns>Whether to go on; if not, the session's failure is set.</returns>
    public bool Prepare(scoped ref Session session)
    {
        fixed (byte* top = "/\0"u8)
            FileIdentity.Read(top, out _root);
        for (int i = 0; i < _count; i++)
        {
            if (!Identify(ref session, ref _rules[i]))
                return false;
        }
        if ((_kinds & RuleSet.Deny) != 0)
            Select(session, "on_check"u8);
        return (!OnlyWrites || Constants.Set(ref session, "FILEWATCH_SETTINGS.only_writes"u8, 1))
            && ((_kinds & RuleSet.Report) == 0 || Constants.Set(ref session, "FILEWATCH_SETTINGS.only_listed"u8, 1))
            && ((_kinds & RuleSet.Deny) == 0 || Constants.Set(ref session, "FILEWATCH_SETTINGS.denies"u8, 1));
    }

    /// <summary>Writes the rules into their map.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <returns>As <see cref="Prepare"/>.</returns>
    public bool Fill(scoped ref Session session)
    {
        HashMap<FileId, RuleSet> map = new MapHandles(session.Object).Rules;
        for (int i = 0; i < _count; i++)
        {
            map.TryGet(_rules[i].File, out RuleSet others);
            int result = map.Set(_rules[i].File, others | _rules[i].Kind);
            if (result < 0)
            {
                session.Failure.Set(ExitCode.System, -result).Text("the rules can't be written into their map: "u8).Errno(-result);
                return false;
            }
        }
        return true;
    }

    private bool Identify(scoped ref Session session, ref Rule rule)
    {
        int result = FileIdentity.Read(rule.Path, out rule.File);
        // Whoever can open nothing can't even end this.
        bool isAll = rule.Kind == RuleSet.Deny && rule.File.Inode == _root.Inode && rule.File.Device == _root.Device;
        if (result >= 0 && !isAll)
            return true;
        Utf8Writer message = session.Failure.Set(ExitCode.Usage, Math.Max(-result, 0)).Text(rule.Kind == RuleSet.Deny ? "--deny "u8 : "--path "u8);
        PlainText.Write(message, ZeroTerminatedText.Read(rule.Path));
        if (isAll)
            message.Text(": this is everything, and nobody could open a file any more; name what is to be protected"u8);
        else
            message.Text(": "u8).Errno(-result).Text("; a rule is for a file or folder that is there, and stays with it"u8);
        return false;
    }

    private static void Select(scoped in Session session, ReadOnlySpan<byte> name)
    {
        foreach (ref ProgramSpec program in session.Object.Programs)
            program.Selected |= session.Object.Name(program).SequenceEqual(name);
    }

    private struct Rule
    {
        public RuleSet Kind;
        public byte* Path;
        public FileId File;
    }
}

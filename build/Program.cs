using Corewright.Build;
using Corewright.Build.Ebpf.Linking;

// rustc starts us as its BPF linker, in the middle of a build; everything else is for Cake.
return args is ["link", ..] ? LinkCommand.Run(args[1..]) : BuildHost.Run(args);

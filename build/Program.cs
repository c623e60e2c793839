return Corewright.Build.BuildHost.Run(args);

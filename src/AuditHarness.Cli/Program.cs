using AuditHarness.Cli;

return CommandLine.Run(args);

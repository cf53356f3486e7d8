// Runs the script of the first argument; the other arguments are its $args. Prints what it writes, a line an object.
using System;
using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;

using PowerShellSession session = new(importModule: false);
PowerShellResult result = session.Invoke(args[0], [.. args.Skip(1)]);
foreach (PSObject value in result.Output)
    Console.Out.WriteLine(value);
foreach (ErrorRecord error in result.Errors.Append(result.Terminating).OfType<ErrorRecord>())
    Console.Error.WriteLine($"{error.FullyQualifiedErrorId}: {error}");
return result.Terminating is null && result.Errors.Count == 0 ? 0 : 1;

// Writes the MAML help of all cmdlets of a module: Program MANIFEST DOCUMENTATION_XML HELP_XML
// What PowerShell knows of a cmdlet (sets, types, positions) comes from the imported module, the words come from the
// documentation comments. So no parameter can be without help, and nothing is written twice.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using DdbBatch.Help;

if (args is not [string manifest, string documentationFile, string helpFile])
    throw new ArgumentException("Expected: MANIFEST DOCUMENTATION_XML HELP_XML");

InitialSessionState state = InitialSessionState.CreateDefault2();
if (OperatingSystem.IsWindows())
    state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
using PowerShell shell = PowerShell.Create(state);
CmdletInfo[] cmdlets = [.. shell
    .AddScript("(Import-Module -Name $args[0] -PassThru -ErrorAction Stop).ExportedCmdlets.Values")
    .AddArgument(manifest)
    .Invoke<CmdletInfo>()
    .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

DocumentationComments comments = new(XDocument.Load(documentationFile));
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(helpFile))!);
new XDocument(Maml.HelpItems(cmdlets.Select(cmdlet => MamlCommand.Write(cmdlet, Related(cmdlet), comments)))).Save(helpFile);

IEnumerable<string> Related(CmdletInfo cmdlet) =>
    ["about_DdbBatch", .. cmdlets.Where(other => other != cmdlet).Select(other => other.Name), "README.md, in the folder of the module"];

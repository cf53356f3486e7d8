using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Completes the names of encodings: PowerShell's own, and the most frequent ones of old files.</summary>
internal sealed class EncodingCompleter : IArgumentCompleter
{
    private static readonly (string Name, string ToolTip)[] Encodings =
    [
        ("utf8", "UTF-8, the default"),
        ("utf8BOM", "UTF-8; files that are written get a byte order mark"),
        ("unicode", "UTF-16, little-endian"),
        ("bigendianunicode", "UTF-16, big-endian"),
        ("utf32", "UTF-32, little-endian"),
        ("bigendianutf32", "UTF-32, big-endian"),
        ("ascii", "ASCII"),
        ("ansi", "The code page of this system's language"),
        ("oem", "The console's code page"),
        ("latin1", "ISO 8859-1, Western European"),
        ("iso-8859-15", "ISO 8859-15, Western European with the euro sign"),
        ("windows-1250", "Windows, Central European"),
        ("windows-1251", "Windows, Cyrillic"),
        ("windows-1252", "Windows, Western European"),
        ("shift_jis", "Shift JIS, Japanese"),
        ("gb18030", "GB 18030, Chinese"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, Encodings);
}

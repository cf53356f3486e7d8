using System.Collections;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Aws;

namespace DdbBatch.Completion;

/// <summary>The settings of a partly typed command line, with the session's defaults for the rest.</summary>
internal sealed class TypedParameters
{
    private readonly string _command;
    private readonly IDictionary _typed;
    private readonly SessionState _session;

    /// <param name="command">The command's name.</param>
    /// <param name="typed">The typed parameters, as PowerShell passes them to a completer.</param>
    public TypedParameters(string command, IDictionary typed)
    {
        _command = command;
        _typed = typed;
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _session = shell.AddScript("$ExecutionContext").Invoke<EngineIntrinsics>()[0].SessionState;
    }

    /// <summary>-Table, if it is a name or an ARN.</summary>
    public string? Table => Value(nameof(Table)) is ScriptBlock ? null : Text(nameof(Table));

    public ConnectionOptions Options() => new()
    {
        Region = Text(nameof(ConnectionOptions.Region)),
        EndpointUrl = Text(nameof(ConnectionOptions.EndpointUrl)),
        ProfileName = Text(nameof(ConnectionOptions.ProfileName)),
        ProfileLocation = Text(nameof(ConnectionOptions.ProfileLocation)) is { } path
            ? _session.Path.GetUnresolvedProviderPathFromPSPath(path)
            : null,
        AccessKey = Text(nameof(ConnectionOptions.AccessKey)),
        SecretKey = Text(nameof(ConnectionOptions.SecretKey)),
        SessionToken = Text(nameof(ConnectionOptions.SessionToken)),
        Credential = Value(nameof(ConnectionOptions.Credential)),
        Session = SessionDefaults.Read(_session),
    };

    private string? Text(string parameter) => Value(parameter)?.ToString();

    private object? Value(string parameter) => _typed.Contains(parameter) ? _typed[parameter] : Default(parameter);

    // about_Parameters_Default_Values: the keys are Command:Parameter, with wildcards.
    private object? Default(string parameter) =>
        _session.PSVariable.GetValue("PSDefaultParameterValues") is IDictionary defaults && defaults["Disabled"] is not true
            ? defaults.Keys.OfType<string>().Where(key => IsFor(key, parameter)).Select(key => defaults[key])
                .FirstOrDefault(value => value is not ScriptBlock)
            : null;

    private bool IsFor(string key, string parameter) =>
        new WildcardPattern(key, WildcardOptions.IgnoreCase).IsMatch($"{_command}:{parameter}");
}

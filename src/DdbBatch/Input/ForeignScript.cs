using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace DdbBatch.Input;

/// <summary>
/// A script block that was created in another runspace runs there: the engine posts each call to that runspace's event
/// queue, which a busy runspace polls four times a second. A script block that uses only its object runs here instead, with
/// the same result.
/// </summary>
internal static class ForeignScript
{
    // Internals of the engine. If one is missing, a script block is used as it is.
    private static readonly PropertyInfo? SessionState = Find(typeof(ScriptBlock), "SessionStateInternal");
    private static readonly PropertyInfo? ContextOfRunspace = Find(typeof(Runspace), "ExecutionContext");
    private static readonly PropertyInfo? ContextOfSession =
        SessionState is null ? null : Find(SessionState.PropertyType, "ExecutionContext");

    private static readonly string[] SameEverywhere = ["_", "PSItem", "true", "false", "null"];

    /// <summary>
    /// Returns the script block for this runspace: itself, or a copy that is not bound to another runspace.
    /// </summary>
    public static ScriptBlock Bind(ScriptBlock script) => IsForeign(script) && SeesOnlyItsObject(script)
        ? ((ScriptBlockAst)script.Ast).GetScriptBlock()
        : script;

    private static bool IsForeign(ScriptBlock script)
    {
        if (ContextOfRunspace is null || ContextOfSession is null
            || Runspace.DefaultRunspace is not { } runspace || SessionState!.GetValue(script) is not { } session)
        {
            return false;
        }

        return !ReferenceEquals(ContextOfSession.GetValue(session), ContextOfRunspace.GetValue(runspace));
    }

    // Variables, functions and modules of the other runspace are visible only there.
    private static bool SeesOnlyItsObject(ScriptBlock script) =>
        script.Ast is ScriptBlockAst
        && script.Module is null
        && !script.Ast.FindAll(IsBoundToRunspace, searchNestedScriptBlocks: true).Any();

    private static bool IsBoundToRunspace(Ast ast) => ast switch
    {
        VariableExpressionAst variable => !SameEverywhere.Contains(variable.VariablePath.UserPath, StringComparer.OrdinalIgnoreCase),
        CommandAst => true,
        _ => false,
    };

    private static PropertyInfo? Find(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}

using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit;

/// <summary>The npm client, as it is set up on this machine.</summary>
internal static class Npm
{
    /// <summary>Runs it in a folder and waits for its end.</summary>
    /// <exception cref="MissingToolException">npm isn't there.</exception>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task RunAsync(string folder, string[] arguments, CancellationToken cancellation)
    {
        // On Windows npm is a batch file, which only the command processor can start.
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new("cmd.exe", ["/c", "npm", .. arguments])
            : new("npm", arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using Process npm = MissingToolException.ThrowUnlessStarted(start, "npm (it comes with Node.js, https://nodejs.org)");
        Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellation);
        string errors = await npm.StandardError.ReadToEndAsync(cancellation);
        await npm.WaitForExitAsync(cancellation);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm {string.Join(' ', arguments)} failed: {errors}{await output}");
    }
}

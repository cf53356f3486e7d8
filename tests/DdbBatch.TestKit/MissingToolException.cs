using System;
using System.ComponentModel;
using System.Diagnostics;

namespace DdbBatch.TestKit;

/// <summary>A program that the tests and samples need isn't on this machine; the message says what to do.</summary>
public sealed class MissingToolException : Exception
{
    internal MissingToolException(string tool, Exception? inner = null)
        : base(
            $"This needs {tool}. Install it, or, in place of DynamoDB Local, set the environment variable " +
            $"{DynamoDbLocal.EndpointVariable} to the URL of a DynamoDB endpoint to use.",
            inner)
    {
    }

    /// <summary>Starts a program.</summary>
    /// <param name="start">The program.</param>
    /// <param name="tool">The tool to install.</param>
    /// <exception cref="MissingToolException">There is no such program.</exception>
    internal static Process ThrowUnlessStarted(ProcessStartInfo start, string tool)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MissingToolException(tool, exception);
        }
    }
}

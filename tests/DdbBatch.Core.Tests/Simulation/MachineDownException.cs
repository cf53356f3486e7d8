using System;

namespace DdbBatch.Tests.Simulation;

/// <summary>The machine went down in the middle of something: nothing that it was doing goes on.</summary>
internal sealed class MachineDownException : Exception;

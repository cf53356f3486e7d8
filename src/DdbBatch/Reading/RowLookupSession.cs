using System.Management.Automation;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>A run of lookups for the rows of an input. A derived class decides which key a row has.</summary>
internal abstract class RowLookupSession : LookupSession, IRowSession
{
    /// <inheritdoc cref="LookupSession(ModuleCommand, LookupTarget, LookupOptions, ITransport)"/>
    private protected RowLookupSession(ModuleCommand cmdlet, LookupTarget target, LookupOptions options, ITransport transport)
        : base(cmdlet, target, options, transport)
    {
    }

    /// <summary>Takes an object in, and reports the answers that are there by now.</summary>
    public void Take(InputRow row)
    {
        KeyLookup lookup;
        try
        {
            lookup = ToLookup(row);
        }
        catch (ItemException exception)
        {
            AccountedPosition = row.Position;
            Refuse(Errors.InvalidItem(exception, row.Position, row.Source));
            return;
        }

        Submit(lookup);
    }

    /// <summary>Makes the lookup of a row.</summary>
    /// <exception cref="ItemException">The row breaks a rule.</exception>
    private protected abstract KeyLookup ToLookup(InputRow row);

    /// <summary>Takes the error of a row that breaks a rule.</summary>
    private protected abstract void Refuse(ErrorRecord error);
}

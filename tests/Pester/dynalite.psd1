# Tests that dynalite 4.0.0 fails although DynamoDB and DynamoDB Local pass them, each with the reason (build.ps1 -Task Interop).
@{
}

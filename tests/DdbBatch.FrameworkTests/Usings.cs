global using DdbBatch.FrameworkTests;
